"""Reads every history stream from its beginning and tells which do not hold together."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.history import first_broken
from processes.models import HistoryEvent

AT_ONCE = 1000  # events in memory


def broken_streams(session: Session) -> list[str]:
    """The streams with an event that does not follow from the one before it; in constant memory."""
    events = select(HistoryEvent).order_by(HistoryEvent.stream, HistoryEvent.seq)
    found = session.scalars(events.execution_options(yield_per=AT_ONCE))
    return [stream for stream, own in groupby(found, attrgetter("stream")) if first_broken(own) is not None]
