"""What a database error means for the command that met it."""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError


class Fault(enum.Enum):
    """CONFLICT: another transaction was first, try again; BUSY: waited long enough, tell the person;
    FULL: no room on the disk; LOST: the connection went away, try again on a new one."""

    CONFLICT = "conflict"
    BUSY = "busy"
    FULL = "full"
    LOST = "lost"


SQLSTATES = {
    "40001": Fault.CONFLICT,  # serialization_failure
    "40P01": Fault.CONFLICT,  # deadlock_detected
    "23505": Fault.CONFLICT,  # unique_violation: somebody stored the same key, history place or job meanwhile
    "55P03": Fault.BUSY,  # lock_not_available, after lock_timeout
    "53300": Fault.BUSY,  # too_many_connections
    "53100": Fault.FULL,  # disk_full
    "57P01": Fault.LOST,  # admin_shutdown
    "57P02": Fault.LOST,  # crash_shutdown
    "57P03": Fault.LOST,  # cannot_connect_now
}


def fault_of(error: Exception) -> Fault | None:
    """The fault that an error of the database or of SQLAlchemy stands for; None for a mistake of ours."""
    if isinstance(error, PoolTimeout):
        return Fault.BUSY
    if isinstance(error, StaleDataError):
        return Fault.CONFLICT
    if not isinstance(error, DBAPIError):
        return None
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate in SQLSTATES:
        return SQLSTATES[sqlstate]
    if error.connection_invalidated or (sqlstate or "").startswith("08"):
        return Fault.LOST
    return None if isinstance(error, IntegrityError) else _of_text(error.orig)


def _of_text(cause: Any) -> Fault | None:
    # SQLite has messages where PostgreSQL has codes; a connection that cannot be made has neither.
    text = str(cause)
    if "database is locked" in text or "database table is locked" in text:
        return Fault.BUSY
    if "disk is full" in text or "disk I/O error" in text:
        return Fault.FULL
    lost = ("connection failed", "connection refused", "server closed the connection", "connection is closed")
    return Fault.LOST if any(part in text.lower() for part in lost) else None
