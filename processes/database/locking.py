"""Locks that PostgreSQL needs and SQLite, with its one writer, does without."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))


def locks_rows(session: Session) -> bool:
    """Whether several writers work at once in this database."""
    return session.get_bind().dialect.name == "postgresql"


def lock_name(session: Session, name: str) -> None:
    """Hold a name until the transaction ends, e.g. a history stream, so that its writers are serial."""
    if locks_rows(session):
        session.connection().execute(LOCK, {"name": name})
