"""What somebody looks for among the cycles, read from texts that anybody may have written. Asks no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

STATES = ("running", "completed", "cancelled")
TIERS = ("A", "B", "C", "P", "D")
OUTCOMES = ("maintain", "improve", "terminate", "exit", "cancelled")
LONGEST = 100


@dataclass(frozen=True)
class CycleFilter:
    """``text``: part of a customer's name, number or pinyin; ``person``: who did something; dates: the bank's days,
    inclusive; ``intervened``, ``late``, ``returned``: only such cycles. Empty and None: whatever it is."""

    text: str = ""
    person: str = ""
    started_from: date | None = None
    started_to: date | None = None
    ended_from: date | None = None
    ended_to: date | None = None
    state: str = ""
    tier: str = ""
    outcome: str = ""
    standard: str = ""
    intervened: bool = False
    late: bool = False
    returned: bool = False

    @classmethod
    def read(cls, values: Mapping[str, str]) -> CycleFilter:
        """The filter that texts say; what is none of ours is left out."""
        return cls(
            text=_text(values, "text"),
            person=_text(values, "person"),
            started_from=_day(values, "started_from"),
            started_to=_day(values, "started_to"),
            ended_from=_day(values, "ended_from"),
            ended_to=_day(values, "ended_to"),
            state=_one_of(values, "state", STATES),
            tier=_one_of(values, "tier", TIERS),
            outcome=_one_of(values, "outcome", OUTCOMES),
            standard=_text(values, "standard")[:20],
            intervened=bool(values.get("intervened")),
            late=bool(values.get("late")),
            returned=bool(values.get("returned")),
        )

    @property
    def written(self) -> dict[str, str]:
        """The same as texts, to store and for an address; what is not asked for is left out."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: "1" if value is True else str(value) for name, value in found.items() if value}


def _text(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").replace("\0", "").strip()[:LONGEST]


def _one_of(values: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    return values.get(name, "") if values.get(name) in known else ""


def _day(values: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(values.get(name, ""))
    except ValueError:
        return None
