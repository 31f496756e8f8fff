"""Reads events in order as a verification wants them: bare, for making their values would cost more than hashing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Row, cast, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from processes.database.rows import table_of
from processes.history.hashing import HASHED, SECOND, stored_moment_text
from processes.models import HistoryEvent

EVENTS = table_of(HistoryEvent)
AT_ONCE = 500  # events in memory
AS_STORED = ("hash", "state_digest")


def read_events(session: Session, wanted: ColumnElement[bool]) -> Iterator[Row[Any]]:
    """The columns of `HASHED` and the hash; ``at`` as microseconds since 1970."""
    columns = [_bare(session, name) for name in (*HASHED, "hash")]
    asked = select(*columns).where(wanted).order_by(EVENTS.c.stream, EVENTS.c.seq)
    result = session.connection().execute(asked, execution_options={"yield_per": AT_ONCE})
    for part in result.partitions():
        yield from part


@lru_cache(maxsize=64, typed=True)  # the events of a step share their moment
def moment_of(stored: Any) -> str:
    """What was hashed of a moment; of what is none, which somebody else wrote there, whatever it is."""
    try:
        return stored_moment_text(stored)
    except (TypeError, ValueError, OverflowError):
        return str(stored)


def _bare(session: Session, name: str) -> ColumnElement[Any]:
    column = EVENTS.c[name]
    if name == "at" and session.get_bind().dialect.name == "postgresql":
        return cast(func.extract("epoch", column) * SECOND, BigInteger)
    if name == "at":
        return type_coerce(column, Integer)
    return type_coerce(column, NullType()) if name in AS_STORED else column
