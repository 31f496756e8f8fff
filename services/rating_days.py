"""Rating days (L6): 30 June and 31 December."""

from __future__ import annotations

from datetime import date


def next_rating_day(after: date) -> date:
    """The first rating day later than ``after``."""
    for day in (date(after.year, 6, 30), date(after.year, 12, 31)):
        if day > after:
            return day
    return date(after.year + 1, 6, 30)
