"""Looks over what proves the history: its keys, its checkpoints, their copy outside, and the last verification."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.history.outside import Outside
from processes.models import HistoryCheckpoint, HistoryEvent, HistoryHead, HistoryKey
from processes.models.history import IS_UNCOVERED
from services.readings.verifications import newest_checkpoint, newest_whole

LATE = timedelta(minutes=5)  # a checkpoint is signed each minute
NIGHTLY = timedelta(days=2)
SECRETS = ("seal-*.key", "signing-*.key")


def keys_look(folder: Path | None, session: Session) -> tuple[bool, str]:
    """Whether the keys that the database was sealed with are there, for nobody else to read."""
    used = session.scalar(select(func.count()).select_from(HistoryKey)) or 0
    if folder is None:
        return True, "STEWARD_SEAL_KEYS"
    files = [path for pattern in SECRETS for path in folder.glob(pattern)]
    open_to_others = [path.name for path in files if path.stat().st_mode & 0o077]
    return (bool(files) or not used) and not open_to_others, ", ".join(open_to_others) or str(folder)


def checkpoint_look(now: datetime, session: Session) -> tuple[bool, str]:
    """Whether each stream that changed some minutes ago is under a checkpoint."""
    head, event = HistoryHead, HistoryEvent
    uncovered = (head.stream == event.stream) & (head.covered_seq < event.seq)
    oldest = session.scalar(select(func.min(event.at)).join(head, uncovered).where(IS_UNCOVERED))
    return oldest is None or now - oldest < LATE, f"{newest_checkpoint(session) or 0}"


def outside_look(folder: Path | None, session: Session) -> tuple[bool, str]:
    """Whether this host's copy has every checkpoint but those of the last minutes."""
    if folder is None:
        return False, "-"
    last = Outside(folder).last_number
    missing = session.scalars(
        select(HistoryCheckpoint.number).where(HistoryCheckpoint.number > last).order_by(HistoryCheckpoint.number)
    ).all()
    return len(missing) * timedelta(minutes=1) < LATE, f"{last} / {last + len(missing)}"


def verification_look(now: datetime, session: Session) -> tuple[bool, bool, str]:
    """(whether what it found is nothing, whether it is of these days, when)."""
    last = newest_whole(session)
    if last is None:
        return True, False, "-"
    return last.found == 0, now - last.at < NIGHTLY, f"{last.at.isoformat(timespec='minutes')}: {last.found}"
