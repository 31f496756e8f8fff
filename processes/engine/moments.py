"""Moments and durations of ISO 8601 by the calendar: 31 January and one month is the last day of February.

The library takes the length of each month that begins in between: it comes to 3 March, and counts for ever where
a text names many years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta

MAX_DAYS = 36_600  # a hundred years: no timer of a bank lies further ahead
MAX_CYCLES = 1000
MIN_CYCLE = timedelta(minutes=1)  # a shorter one keeps a worker busy with nothing else
FIRST_YEAR, LAST_YEAR = 1900, 2200
MONTH_DAYS = 31  # at its longest

_NUMBER = r"(\d{1,9})"
_DURATION = re.compile(
    rf"P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_CYCLE = re.compile(r"R(\d{1,9})(?:/([^P/][^/]*))?/(P[^/]*)", re.ASCII)
_SHAPE = re.compile(r"P[0-9TYMWDHS]+", re.ASCII)


@dataclass(frozen=True)
class Duration:
    """Calendar months, and what has the same length everywhere."""

    months: int
    rest: timedelta

    @property
    def longest(self) -> timedelta:
        """With every month at its longest."""
        return timedelta(days=MONTH_DAYS * self.months) + self.rest

    @classmethod
    def parse(cls, text: object) -> Duration:
        """``P1Y2M3W4DT5H6M7S``, each part optional, whole numbers. ValueError for anything else, and for ages."""
        found = _DURATION.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise ValueError("not an ISO 8601 duration")
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        try:
            rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
            duration = cls(12 * years + months, rest)
            is_too_long = duration.longest > timedelta(MAX_DAYS)
        except OverflowError:
            is_too_long = True
        if is_too_long:
            raise ValueError("a duration of more than a hundred years")
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
    """``times``: 1 to MAX_CYCLES; ``start``: of the first round, None for one duration from now."""

    times: int
    start: str | None
    every: str

    @classmethod
    def parse(cls, text: object) -> Cycle:
        """``R3/PT1H`` or ``R3/2026-01-31T08:00+08:00/P1M``. ValueError for anything else, and for what is too often."""
        found = _CYCLE.fullmatch(text) if isinstance(text, str) else None
        if found is None or not 1 <= int(found[1]) <= MAX_CYCLES:
            raise ValueError("not an ISO 8601 repeating interval with its number of rounds")
        if Duration.parse(found[3]).longest < MIN_CYCLE:
            raise ValueError("rounds of less than a minute")
        return cls(int(found[1]), found[2], found[3])


def moment(text: object, zone: datetime) -> datetime:
    """An ISO 8601 date or time as aware UTC; without an offset it is of ``zone``'s zone. Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("not an ISO 8601 moment")
    found = datetime.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("a year that is none of ours")
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone.tzinfo)).astimezone(UTC)


def is_bare_duration(text: str) -> bool:
    """Whether a text was meant as a duration and not quoted: as an expression it would be a name."""
    return _SHAPE.fullmatch(text) is not None and any(sign.isdigit() for sign in text)
