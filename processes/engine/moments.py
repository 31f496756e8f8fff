"""Moments and durations of ISO 8601 by the calendar: 31 January and one month is the last day of February.

The library takes the length of each month that begins in between: it comes to 3 March, and counts for ever where
a text names many years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta

_NUMBER = r"(\d{1,9})"
_DURATION = re.compile(
    rf"P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_CYCLE = re.compile(r"R(\d{0,9})(?:/([^P/][^/]*))?/(P[^/]*)")
ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # from which a duration must lead to a day of the calendar


@dataclass(frozen=True)
class Duration:
    """Calendar months, and what has the same length everywhere."""

    months: int
    rest: timedelta

    @classmethod
    def parse(cls, text: str) -> Duration:
        """``P1Y2M3W4DT5H6M7S``, each part optional, whole numbers. ValueError for anything else, and for ages."""
        found = _DURATION.fullmatch(text)
        if found is None:
            raise ValueError("not an ISO 8601 duration")
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        try:
            rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
            duration = cls(12 * years + months, rest)
            duration.after(ANY_DAY)
        except OverflowError as error:
            raise ValueError("a duration beyond the calendar") from error
        return duration

    def after(self, start: datetime, times: int = 1) -> datetime:
        """The moment so many durations after an aware one, UTC; its months are those of the moment's own zone.

        A month without that day ends on its last. ValueError or OverflowError beyond the calendar.
        """
        year, month = divmod(start.year * 12 + start.month - 1 + times * self.months, 12)
        if year > MAXYEAR:
            raise OverflowError("a year beyond the calendar")
        day = min(start.day, monthrange(year, month + 1)[1])
        return (start.replace(year=year, month=month + 1, day=day) + times * self.rest).astimezone(UTC)


@dataclass(frozen=True)
class Cycle:
    """``times``: -1 without end; ``start``: of the first round, None for one duration from now."""

    times: int
    start: str | None
    every: str

    @classmethod
    def parse(cls, text: str) -> Cycle:
        """``R3/PT1H`` or ``R3/2026-01-31T08:00+08:00/P1M``. ValueError for anything else."""
        found = _CYCLE.fullmatch(text)
        if found is None:
            raise ValueError("not an ISO 8601 repeating interval")
        Duration.parse(found[3])
        return cls(int(found[1]) if found[1] else -1, found[2], found[3])


def moment(text: str, zone: datetime) -> datetime:
    """An ISO 8601 date or time as aware UTC; without an offset it is of ``zone``'s zone. Raises ValueError."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone.tzinfo)).astimezone(UTC)
