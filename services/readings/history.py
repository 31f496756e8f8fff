"""Events of the history as pages tell them: a stream's in order, the newest of an instance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.models import HistoryEvent, Instance

PATH = "path:take"  # says which flows a step took: for pictures, no line of its own in a list
EVENTS = table_of(HistoryEvent)
COLUMNS = (  # in the order in which `_row` takes them
    "seq", "at", "actor", "action", "context", "hash", "actor_id", "on_behalf_of", "personal_data_commitment",
    "remaining",
)  # fmt: skip
IN_ORDER = select(*(EVENTS.c[name] for name in COLUMNS)).order_by(EVENTS.c.seq)
STREAM = IN_ORDER.where(EVENTS.c.stream == bindparam("stream"))


class HistoryRow(NamedTuple):
    """An event as the page tells it; ``context``: what was hashed; ``actor_id``: None for the system.

    A tuple, because a story makes thousands of them at each request.
    """

    seq: int
    at: datetime
    actor: str
    role: str
    action: str
    context: Mapping[str, Any]
    hash: str  # hexadecimal
    actor_id: int | None = None
    on_behalf_of: str = ""
    commitment: str | None = None  # to personal data that came with it
    remaining: int | None = None  # events of the same transaction behind it, where that is kept


def stream_rows(session: Session, stream: str) -> list[HistoryRow]:
    """The events of a stream in order, as pages tell them."""
    return [_row(*found) for found in session.connection().execute(STREAM, {"stream": stream}).all()]


def stream_events(session: Session, stream: str) -> list[HistoryEvent]:
    """The events of a stream in order, as they are stored: for who checks how they follow from one another."""
    return list(session.scalars(select(HistoryEvent).where(HistoryEvent.stream == stream).order_by(HistoryEvent.seq)))


def latest_events(session: Session, instance: Instance, count: int) -> list[HistoryEvent]:
    """The newest events of an instance, the newest first."""
    found = select(HistoryEvent).where(HistoryEvent.stream == f"instance:{instance.id}", HistoryEvent.action != PATH)
    return list(session.scalars(found.order_by(HistoryEvent.seq.desc()).limit(count)))


def history_row(event: HistoryEvent) -> HistoryRow:
    """A stored event as pages tell it."""
    return _row(*(getattr(event, name) for name in COLUMNS))


def _row(
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    context: str,
    hash_: bytes,
    actor_id: int | None,
    on_behalf_of: str | None,
    commitment: str | None,
    remaining: int | None,
) -> HistoryRow:
    role, _, name = actor.partition(":")
    told = json.loads(context)
    return HistoryRow(
        seq, at, name, role, action, told, hash_.hex(), actor_id, on_behalf_of or "", commitment, remaining
    )
