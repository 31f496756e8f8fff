"""Looks an installation over: what is well, what needs attention, what is broken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.database import Database
from processes.jobs.queue import HELD
from processes.models import Incident, Job, SystemFlag, WorkerSeen
from services.migration_steps import revisions_before
from services.models import CalendarDay
from services.upkeep.doctor_history import checkpoint_look, keys_look, outside_look, verification_look

ENOUGH_BYTES = 1 << 30
RECENT = timedelta(minutes=2)
OVERDUE = timedelta(minutes=5)
AHEAD = timedelta(days=365)


class Level(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """``code``: what was looked at; ``detail``: a figure, a name or a reason, in no language."""

    code: str
    level: Level
    detail: str


@dataclass(frozen=True)
class Patient:
    """What the doctor looks at. ``is_scraped``: whether there is a page of metrics; ``log_format``: as set.

    ``history_keys``: folder of the history's keys, None when the environment holds them; ``checkpoints``: of the copy.
    """

    database: Database
    home: Path
    now: datetime
    is_scraped: bool = False
    log_format: str = "auto"
    history_keys: Path | None = None
    checkpoints: Path | None = None


Found = tuple[Level, str]
Look = Callable[[Patient, Session], Found]


def examine(patient: Patient, codes: Collection[str] = ()) -> Iterator[Finding]:
    """One finding a thing, in the order of the looks; a look that cannot be taken is a failure of its own.

    ``codes``: what to look at; everything when empty.
    """
    with Session(patient.database.reader) as session:
        for code, look in LOOKS.items():
            if codes and code not in codes:
                continue
            try:
                level, detail = look(patient, session)
            except Exception as error:  # the doctor must not die of what the patient has
                session.rollback()
                level, detail = Level.FAILURE, f"{type(error).__name__}: {error}".splitlines()[0]
            yield Finding(code, level, detail)


def _database(patient: Patient, session: Session) -> Found:
    session.execute(text("SELECT 1"))
    return Level.OK, f"{patient.database.kind} {patient.database.version}"


def _durability(patient: Patient, session: Session) -> Found:
    if patient.database.kind == "sqlite":
        found = tuple(session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous"))
        return _judged(found == ("wal", 2), f"journal_mode={found[0]} synchronous={found[1]}")
    found = tuple(session.execute(text(f"SHOW {name}")).scalar_one() for name in ("fsync", "synchronous_commit"))
    return _judged(found == ("on", "on"), f"fsync={found[0]} synchronous_commit={found[1]}")


def _schema(patient: Patient, session: Session) -> Found:
    stored = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    pending = revisions_before(session.connection())
    wanted = pending[-1].revision if pending else stored
    return _judged(not pending, f"{stored} / {wanted}")


def _integrity(patient: Patient, session: Session) -> Found:
    if patient.database.kind != "sqlite":
        return Level.OK, "postgresql"
    found = str(session.execute(text("PRAGMA quick_check(1)")).scalar_one())
    return _judged(found == "ok", found)


def _workers(patient: Patient, session: Session) -> Found:
    seen = session.scalars(select(WorkerSeen).where(WorkerSeen.seen_at > patient.now - RECENT)).all()
    return _noted(bool(seen), ", ".join(f"{one.name} ({one.kind})" for one in seen) or "0")


def _queue(patient: Patient, session: Session) -> Found:
    oldest = session.scalar(select(func.min(Job.run_at)).where(Job.status == "pending"))
    waited = timedelta(0) if oldest is None else max(patient.now - oldest, timedelta(0))
    return _noted(waited < OVERDUE, f"{int(waited.total_seconds())} s")


def _held(patient: Patient, session: Session) -> Found:
    flag = session.get(SystemFlag, HELD)
    return _noted(flag is None, "" if flag is None else flag.set_at.isoformat(timespec="seconds"))


def _incidents(patient: Patient, session: Session) -> Found:
    count = session.scalar(select(func.count(Incident.id)).where(Incident.status == "open")) or 0
    return _noted(count == 0, str(count))


def _calendar(patient: Patient, session: Session) -> Found:
    last: date | None = session.scalar(select(func.max(CalendarDay.day)))
    covered = last is not None and last >= bank_day(patient.now + AHEAD).replace(month=1, day=1)
    return _noted(covered, "" if last is None else f"{last.year}")


def _disk(patient: Patient, session: Session) -> Found:
    free = shutil.disk_usage(patient.home).free
    return _noted(free > ENOUGH_BYTES, f"{free / (1 << 30):.1f} GiB")


def _home(patient: Patient, session: Session) -> Found:
    return _judged(os.access(patient.home, os.W_OK), str(patient.home))


def _key(patient: Patient, session: Session) -> Found:
    path = patient.home / "secret.key"
    if not path.exists():
        return Level.OK, "STEWARD_SECRET_KEY"
    return _judged(path.stat().st_mode & 0o077 == 0, oct(path.stat().st_mode & 0o777))


def _history_keys(patient: Patient, session: Session) -> Found:
    return _judged(*keys_look(patient.history_keys, session))


def _checkpoint(patient: Patient, session: Session) -> Found:
    return _noted(*checkpoint_look(patient.now, session))


def _outside(patient: Patient, session: Session) -> Found:
    return _noted(*outside_look(patient.checkpoints, session))


def _verification(patient: Patient, session: Session) -> Found:
    is_whole, is_recent, detail = verification_look(patient.now, session)
    return _noted(is_recent, detail) if is_whole else (Level.FAILURE, detail)


def _metrics(patient: Patient, session: Session) -> Found:
    return Level.OK, "/metrics" if patient.is_scraped else "-"


def _logs(patient: Patient, session: Session) -> Found:
    return Level.OK, patient.log_format


def _judged(is_well: bool, detail: str) -> Found:
    return Level.OK if is_well else Level.FAILURE, detail


def _noted(is_well: bool, detail: str) -> Found:
    return Level.OK if is_well else Level.WARNING, detail


LOOKS: Mapping[str, Look] = {
    "database": _database,
    "durability": _durability,
    "schema": _schema,
    "integrity": _integrity,
    "workers": _workers,
    "queue": _queue,
    "external_jobs": _held,
    "incidents": _incidents,
    "calendar": _calendar,
    "disk": _disk,
    "home": _home,
    "secret_key": _key,
    "history_keys": _history_keys,
    "checkpoint": _checkpoint,
    "checkpoint_copy": _outside,
    "verification": _verification,
    "metrics": _metrics,
    "logs": _logs,
}
