"""Looks an installation over: what is well, what needs attention, what is broken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.database import Database
from processes.jobs.queue import HELD
from processes.models import Incident, Job, SystemFlag, WorkerSeen
from services.database import MIGRATIONS
from services.models import CalendarDay

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
    """What the doctor looks at."""

    database: Database
    home: Path
    now: datetime


Look = Callable[[Patient, Session], Finding]


def examine(patient: Patient) -> Iterator[Finding]:
    """One finding a thing, in the order of the looks; a look that cannot be taken is a failure of its own."""
    with Session(patient.database.reader) as session:
        for look in LOOKS:
            try:
                yield look(patient, session)
            except Exception as error:  # the doctor must not die of what the patient has
                session.rollback()
                yield Finding(look.__name__.strip("_"), Level.FAILURE, f"{type(error).__name__}: {error}"[:300])


def _database(patient: Patient, session: Session) -> Finding:
    session.execute(text("SELECT 1"))
    return Finding("database", Level.OK, f"{patient.database.kind} {patient.database.version}")


def _durability(patient: Patient, session: Session) -> Finding:
    if patient.database.kind == "sqlite":
        found = tuple(session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous"))
        return _judged("durability", found == ("wal", 2), f"journal_mode={found[0]} synchronous={found[1]}")
    found = tuple(session.execute(text(f"SHOW {name}")).scalar_one() for name in ("fsync", "synchronous_commit"))
    return _judged("durability", found == ("on", "on"), f"fsync={found[0]} synchronous_commit={found[1]}")


def _schema(patient: Patient, session: Session) -> Finding:
    stored = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    return _judged("schema", stored == wanted, f"{stored} / {wanted}")


def _integrity(patient: Patient, session: Session) -> Finding:
    if patient.database.kind != "sqlite":
        return Finding("integrity", Level.OK, "postgresql")
    found = str(session.execute(text("PRAGMA quick_check(1)")).scalar_one())
    return _judged("integrity", found == "ok", found)


def _workers(patient: Patient, session: Session) -> Finding:
    seen = session.scalars(select(WorkerSeen).where(WorkerSeen.seen_at > patient.now - RECENT)).all()
    return _noted("workers", bool(seen), ", ".join(f"{one.name} ({one.kind})" for one in seen) or "0")


def _queue(patient: Patient, session: Session) -> Finding:
    oldest = session.scalar(select(func.min(Job.run_at)).where(Job.status == "pending"))
    waited = timedelta(0) if oldest is None else max(patient.now - oldest, timedelta(0))
    return _noted("queue", waited < OVERDUE, f"{int(waited.total_seconds())} s")


def _held(patient: Patient, session: Session) -> Finding:
    flag = session.get(SystemFlag, HELD)
    return _noted("external_jobs", flag is None, "" if flag is None else flag.set_at.isoformat(timespec="seconds"))


def _incidents(patient: Patient, session: Session) -> Finding:
    count = session.scalar(select(func.count(Incident.id)).where(Incident.status == "open")) or 0
    return _noted("incidents", count == 0, str(count))


def _calendar(patient: Patient, session: Session) -> Finding:
    last: date | None = session.scalar(select(func.max(CalendarDay.day)))
    covered = last is not None and last >= bank_day(patient.now + AHEAD).replace(month=1, day=1)
    return _noted("calendar", covered, "" if last is None else f"{last.year}")


def _disk(patient: Patient, session: Session) -> Finding:
    free = shutil.disk_usage(patient.home).free
    return _noted("disk", free > ENOUGH_BYTES, f"{free / (1 << 30):.1f} GiB")


def _home(patient: Patient, session: Session) -> Finding:
    return _judged("home", os.access(patient.home, os.W_OK), str(patient.home))


def _key(patient: Patient, session: Session) -> Finding:
    path = patient.home / "secret.key"
    if not path.exists():
        return Finding("secret_key", Level.OK, "STEWARD_SECRET_KEY")
    return _judged("secret_key", path.stat().st_mode & 0o077 == 0, oct(path.stat().st_mode & 0o777))


def _judged(code: str, is_well: bool, detail: str) -> Finding:
    return Finding(code, Level.OK if is_well else Level.FAILURE, detail)


def _noted(code: str, is_well: bool, detail: str) -> Finding:
    return Finding(code, Level.OK if is_well else Level.WARNING, detail)


LOOKS: tuple[Look, ...] = (
    _database, _durability, _schema, _integrity, _workers, _queue, _held, _incidents, _calendar, _disk, _home, _key,
)  # fmt: skip
