"""What is told of a process's health: counts, spreads of working time, returns. Plain values."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

MOST_COUNTED = 10_000  # of one element or of instances in a period; more is said to be more


@dataclass(frozen=True)
class Spread:
    """Exact over what was looked at. Seconds of working days; ``p90``: nine of ten took no longer; ``count``: ≥ 1."""

    count: int
    median: float
    p90: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread | None:
        """None of nothing."""
        if not seconds:
            return None
        ordered = sorted(seconds)
        return cls(len(ordered), statistics.median(ordered), ordered[ceil(0.9 * len(ordered)) - 1])


@dataclass(frozen=True)
class Count:
    """``number``: exact, or the number that there are more than when ``is_more``."""

    number: int
    is_more: bool = False

    @classmethod
    def of(cls, counted: int) -> Count:
        """From what the rows count."""
        return cls(min(counted, MOST_COUNTED), counted > MOST_COUNTED)


@dataclass(frozen=True)
class ElementHealth:
    """``overdue``: of the open ones; ``waiting``: for a claim, of those that a group had; ``working``: from the claim,
    or from the opening where a person had it at once; ``late_share``: 0–1 of those with a due date, None without any.
    """

    element_id: str
    open: int = 0
    overdue: int = 0
    incidents: int = 0
    completed: Count = Count(0)
    waiting: Spread | None = None
    working: Spread | None = None
    whole: Spread | None = None
    late_share: float | None = None


@dataclass(frozen=True)
class Returns:
    """``times``: a flow led back, ``came``: in so many instances that had come to where it leads."""

    times: int
    came: int

    @property
    def per_hundred(self) -> float:
        """Times in a hundred instances."""
        return 100 * self.times / self.came if self.came else 0.0


@dataclass(frozen=True)
class ProcessHealth:
    """``whole``: of the instances that reached their end; ``returns``: flow id → how often, counted in
    ``looked_at`` instances, running and completed ones."""

    elements: list[ElementHealth]
    running: int
    completed: Count
    whole: Spread | None
    returns: Mapping[str, Returns]
    looked_at: int
