"""Writes the history of all streams as JSON lines for a log collector, from a position on, as it was signed.

Checkpoint by checkpoint, each stream's events in their order: so every event comes once, whatever the clocks said, and
none before it is signed, a minute after it happened at most.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.history.checkpoints import Leaf, unpack_leaves
from processes.models import HistoryCheckpoint, HistoryEvent
from services.exports.recording import Tally

EVENTS_AT_ONCE = 1_000
MOST = 2**31
EVENTS, CHECKPOINTS = table_of(HistoryEvent), table_of(HistoryCheckpoint)
NEXT = (
    select(CHECKPOINTS.c.number, CHECKPOINTS.c.leaves)
    .where(CHECKPOINTS.c.number >= bindparam("number"))
    .order_by(CHECKPOINTS.c.number)
    .limit(1)
)
OF_LEAF = (
    select(*EVENTS.c)
    .where(EVENTS.c.stream == bindparam("stream"), EVENTS.c.seq.between(bindparam("first"), bindparam("last")))
    .order_by(EVENTS.c.seq)
)


class Position(NamedTuple):
    """An event's place among all: its checkpoint's number, its stream's place in that from 0, its own number."""

    checkpoint: int
    leaf: int
    seq: int

    def __str__(self) -> str:
        return ".".join(map(str, self))

    @classmethod
    def read(cls, text: str) -> Position | None:
        """The place that a line's ``position`` says; None when it says none."""
        parts = text.split(".")
        if len(parts) != len(cls._fields) or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        found = cls(*(int(part[:11]) for part in parts))
        return found if max(found) < MOST else None


def event_lines(session: Session, after: Position | None, tally: Tally) -> Generator[bytes]:
    """One object a line; ``position`` of the last line received is where the next reading goes on."""
    for batch in _batches(session, after or Position(0, 0, 0)):
        tally.rows += len(batch)
        yield "".join(batch).encode()


def _batches(session: Session, after: Position) -> Iterator[list[str]]:
    waiting: list[str] = []
    for number, leaves in _checkpoints(session, after.checkpoint):
        for place, leaf in enumerate(leaves):
            if (number, place) < after[:2]:
                continue
            first = max(leaf.first, after.seq + 1) if (number, place) == after[:2] else leaf.first
            wanted = {"stream": leaf.stream, "first": first, "last": leaf.seq}
            for event in session.connection().execute(OF_LEAF, wanted):
                waiting.append(_line(event, Position(number, place, event.seq)))
            if len(waiting) >= EVENTS_AT_ONCE:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _checkpoints(session: Session, number: int) -> Iterator[tuple[int, list[Leaf]]]:
    """From a number on, one in memory at a time."""
    while (found := session.connection().execute(NEXT, {"number": number}).first()) is not None:
        yield found.number, unpack_leaves(bytes(found.leaves))
        number = found.number + 1


def _line(event: Row[Any], position: Position) -> str:
    told = {
        "stream": event.stream,
        "seq": event.seq,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": event.actor,
        "actor_id": event.actor_id,
        "on_behalf_of": event.on_behalf_of,
        "action": event.action,
        "context": json.loads(event.context),
        "personal_data_commitment": event.personal_data_commitment,
        "hash": event.hash.hex(),
        "position": str(position),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
