"""Writes the history of all streams as JSON lines for a log collector, in the order of time, from a position on.

An event is told once it is a minute old: until then another transaction may still store one of an earlier moment, which
whoever reads on from the later one would never see.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.models import HistoryEvent
from services.exports.recording import Tally

SETTLED = timedelta(minutes=1)  # longer than any transaction waits and works
EVENTS_AT_ONCE = 1_000
EVENTS = table_of(HistoryEvent)
PLACE = (EVENTS.c.at, EVENTS.c.stream, EVENTS.c.seq)


@dataclass(frozen=True)
class Position:
    """An event's place among all: those after it are told."""

    at: datetime
    stream: str
    seq: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat(timespec='microseconds')}~{self.seq}~{self.stream}"

    @classmethod
    def read(cls, text: str) -> Position | None:
        """The place that a line's ``position`` says; None when it says none."""
        at, _, rest = text.partition("~")
        seq, _, stream = rest.partition("~")
        try:
            moment = datetime.fromisoformat(at)
            number = int(seq)
        except ValueError:
            return None
        fits = moment.tzinfo is not None and 0 <= number < 2**31 and "\0" not in stream and len(stream) <= 100
        return cls(moment, stream, number) if fits else None


def event_lines(session: Session, after: Position | None, now: datetime, tally: Tally) -> Generator[bytes]:
    """One object a line; ``position`` of the last line received is where the next reading goes on."""
    for batch in _batches(session, after, now - SETTLED):
        tally.rows += len(batch)
        yield "".join(map(_line, batch)).encode()


def _batches(session: Session, after: Position | None, before: datetime) -> Iterator[list[Row[Any]]]:
    while True:
        wanted = select(*EVENTS.c).where(EVENTS.c.at <= before).order_by(*PLACE).limit(EVENTS_AT_ONCE)
        if after is not None:
            # The moment apart too: so the index is entered there and not read from its beginning.
            wanted = wanted.where(EVENTS.c.at >= after.at, tuple_(*PLACE) > (after.at, after.stream, after.seq))
        found = list(session.connection().execute(wanted))
        if found:
            yield found
        if len(found) < EVENTS_AT_ONCE:
            return
        after = Position(found[-1].at, found[-1].stream, found[-1].seq)


def _line(event: Row[Any]) -> str:
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
        "position": str(Position(event.at, event.stream, event.seq)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
