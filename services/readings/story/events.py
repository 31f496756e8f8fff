"""An instance's events in order, and the moments they make: an act and what followed from it at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services.readings.history import HistoryRow, stream_rows

# What follows from an act within its transaction; between the act and these the instance stood nowhere.
FOLLOWS = frozenset(
    {
        "path:take", "operation:done", "decision:made", "item:open", "item:withdraw", "message:receive",
        "instance:complete", "instance:cancel", "cycle:open", "plan:submit", "plan:return", "plan:approve",
        "plan:add", "plan:change", "plan:drop", "plan:skipped", "tier:return", "tier:record", "customer:exiting",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """Where an instance can be looked at. ``first``, ``last``: seq of its events; ``number``: from 1."""

    number: int
    first: int
    last: int
    at: datetime


def events_of(session: Session, instance_id: int) -> list[HistoryRow]:
    """All events of an instance, in order."""
    return stream_rows(session, f"instance:{instance_id}")


def moments_of(events: Sequence[HistoryRow]) -> list[Moment]:
    """The moments of an instance in order; every event belongs to one."""
    starts = [place for place, event in enumerate(events) if not place or _begins(events[place - 1], event)]
    ends = [*starts[1:], len(events)]
    return [
        Moment(number, events[start].seq, events[end - 1].seq, events[start].at)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _begins(before: HistoryRow, event: HistoryRow) -> bool:
    """Whether another transaction begins with an event; of old histories, that do not say so, by what it does."""
    if before.remaining is not None:
        return before.remaining == 0
    return event.at != before.at or event.action not in FOLLOWS


def newest_moment(moments: Sequence[Moment], seq: int | None) -> Moment:
    """The moment that an event belongs to; the last for None or for one that is not there."""
    if seq is None or seq < 1:
        return moments[-1]
    place = bisect_left([moment.last for moment in moments], seq)
    return moments[min(place, len(moments) - 1)]
