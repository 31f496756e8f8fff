"""Owns the register of questions about impact, and how answers for some become the answer for all.

A question is asked of many, each looked at for itself; what it says of them are counts, which add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from processes.definitions import DefinitionCache
from processes.operations import Register

Totals = dict[str, Any]
"""Name → count, or further totals by name."""


@dataclass(frozen=True)
class Asked:
    """What a question is about. ``arguments``: what `ImpactQuestion.prepare` settled for all parts."""

    subject: str
    files: Mapping[str, bytes]
    digest: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """Of some. ``findings``: (id, what to tell of it) for those that are told one by one."""

    totals: Totals
    findings: list[tuple[int, dict[str, object]]] = field(default_factory=list)


class ImpactQuestion(Protocol):
    """One kind of question. ``at_once``: how many are looked at between two notes of progress."""

    at_once: int

    def prepare(self, session: Session, subject: str, files: Mapping[str, bytes], today: date) -> dict[str, Any]:
        """What all parts share, JSON. Raises what refuses the files."""

    def subjects(self, subject: str) -> Select[int]:
        """The ids to look at."""

    def answer(self, session: Session, definitions: DefinitionCache, asked: Asked, ids: Sequence[int]) -> Answer:
        """What it means for these. Reads only."""


impact_question: Register[Callable[[], ImpactQuestion]] = Register("question")


def added(first: Mapping[str, Any], second: Mapping[str, Any]) -> Totals:
    """The totals of both together."""
    sums: Totals = dict(first)
    for name, value in second.items():
        before = sums.get(name)
        if isinstance(value, Mapping):
            sums[name] = added(before if isinstance(before, Mapping) else {}, value)
        else:
            sums[name] = (before or 0) + value
    return sums
