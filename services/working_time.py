"""Time as the bank works: what passes between two moments on working days, by the bank's calendar and zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy.orm import Session

from processes.context import BANK_ZONE, bank_day
from services.calendar import WorkingDays

DAY_SECONDS = 86_400


class WorkingTime:
    """Counts from one day to another, looked up once: afterwards a moment costs an addition.

    A working day has all its 24 hours, so that from one working day's noon to the next one's a day passes; other
    days have none.
    """

    def __init__(self, session: Session, first: datetime, last: datetime) -> None:
        """``first``, ``last``: aware; no moment outside may be asked for."""
        calendar, day, end = WorkingDays(session), bank_day(first), bank_day(last)
        self._first = day.toordinal()
        length = max(1, (end - day).days + 1)
        self._lengths = [DAY_SECONDS * calendar.is_working(day + timedelta(number)) for number in range(length)]
        self._before = [0, *accumulate(self._lengths)]

    def between(self, start: datetime, end: datetime) -> float:
        """Seconds of working days that pass between two aware moments."""
        return self._until(end) - self._until(start)

    def _until(self, moment: datetime) -> float:
        local = moment.astimezone(BANK_ZONE)
        day = local.toordinal() - self._first
        if not self._lengths[day]:
            return self._before[day]
        return self._before[day] + local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
