"""ISO 8601 texts of timers: what they may say, and how far. The library's own reading takes any number and any text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MAX_DAYS = 36_600  # a hundred years: no timer of a bank lies further ahead
MAX_CYCLES = 1000
MIN_CYCLE = timedelta(minutes=1)  # a shorter one keeps a worker busy with nothing else
MONTH_DAYS, YEAR_DAYS = 31, 366

_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
_CYCLE = re.compile(r"R(\d{1,9})/(.+)", re.ASCII)
_SHAPE = re.compile(r"P[0-9TYMWDHS]+", re.ASCII)


@dataclass(frozen=True)
class Duration:
    """``parts``: as the library names them; ``longest``: with every month and year at its longest."""

    parts: dict[str, int]
    longest: timedelta


def read_duration(text: object) -> Duration:
    """A duration such as P2D; raises ValueError for any other text and for one of more than a hundred years."""
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("no duration")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    days += 7 * weeks
    longest = timedelta(years * YEAR_DAYS + months * MONTH_DAYS + days, seconds, 0, 0, minutes, hours)
    if longest > timedelta(MAX_DAYS):
        raise ValueError("too long")
    parts = {"years": years, "months": months, "days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
    return Duration(parts, longest)


def read_cycle(text: object) -> tuple[int, Duration]:
    """How often and how far apart, of a text such as R3/PT1H; raises ValueError."""
    found = _CYCLE.fullmatch(text) if isinstance(text, str) else None
    if found is None or not 1 <= int(found[1]) <= MAX_CYCLES:
        raise ValueError("no cycle")
    apart = read_duration(found[2])
    if apart.longest < MIN_CYCLE:
        raise ValueError("too short")
    return int(found[1]), apart


def read_moment(text: object) -> datetime:
    """A moment in UTC, of a text with an offset; raises ValueError for one that is no year of ours."""
    moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise ValueError("no moment")
    return moment.astimezone(UTC)


def is_bare_duration(text: str) -> bool:
    """Whether a text was meant as a duration and not quoted: as an expression it would be a name."""
    return _SHAPE.fullmatch(text) is not None and any(sign.isdigit() for sign in text)
