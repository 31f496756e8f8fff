"""What a scenario expects at its end, one class a kind. In a file each is an object with ``expect`` and the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Passes:
    """The process passed an element, or went along a flow. ``id``: of either."""

    id: str


@dataclass(frozen=True)
class EndsAt:
    """The process has ended, at this end event."""

    element: str


@dataclass(frozen=True)
class OpenAt:
    """Exactly these elements have open items, in whatever process; none: nobody is waited for."""

    elements: tuple[str, ...]


@dataclass(frozen=True)
class Holds:
    """A value of process data. ``name``: keys joined by dots, a number counts from 0 in a list."""

    name: str
    equals: object


@dataclass(frozen=True)
class Decided:
    """A decision table was asked, and its last answer came from this rule. ``rule``: its id."""

    table: str
    rule: str


@dataclass(frozen=True)
class Incidents:
    """So many incidents are open."""

    count: int = 0


Expectation = Passes | EndsAt | OpenAt | Holds | Decided | Incidents

KINDS: Mapping[str, type[Expectation]] = {
    "passes": Passes,
    "ends_at": EndsAt,
    "open_at": OpenAt,
    "holds": Holds,
    "decided": Decided,
    "incidents": Incidents,
}
