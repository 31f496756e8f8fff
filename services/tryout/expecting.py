"""Whether what a scenario expects is what happened, and what happened instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

from processes.engine.hearing import Heard
from processes.scenarios import Decided, EndsAt, Expectation, Holds, Incidents, OpenAt, Passes
from services.tryout.points import Point


@dataclass(frozen=True)
class Finding:
    """``seen``: what happened instead; empty where the expectation holds or nothing can be told."""

    expectation: Expectation
    holds: bool
    seen: str = ""


@dataclass(frozen=True)
class Ending:
    """What a run has come to. ``heard``: its decisions in order."""

    point: Point
    heard: Sequence[Heard]


def findings(expected: Sequence[Expectation], ending: Ending) -> tuple[Finding, ...]:
    """One for each expectation, in order."""
    return tuple(_found(one, ending) for one in expected)


def value_at(data: object, name: str) -> object:
    """The value under keys joined by dots; LookupError where there is none."""
    for key in name.split("."):
        if isinstance(data, Mapping):
            data = data[key]
        elif isinstance(data, list) and key.isdecimal() and len(key) < 7:
            data = data[int(key)]
        else:
            raise LookupError(name)
    return data


@singledispatch
def _found(expected: Expectation, ending: Ending) -> Finding:
    raise TypeError(type(expected).__name__)


@_found.register
def _(expected: Passes, ending: Ending) -> Finding:
    point = ending.point
    return Finding(expected, point.visits[expected.id] > 0 or point.path[expected.id] > 0)


@_found.register
def _(expected: EndsAt, ending: Ending) -> Finding:
    own = [one for one in ending.point.processes if one.is_draft]
    ended = any(one.status == "completed" and expected.element in one.visits for one in own)
    return Finding(expected, ended, "" if ended else ", ".join(one.status for one in own))


@_found.register
def _(expected: OpenAt, ending: Ending) -> Finding:
    open_now = sorted({item.element_id for item in ending.point.items})
    holds = open_now == sorted(set(expected.elements))
    return Finding(expected, holds, "" if holds else ", ".join(open_now))


@_found.register
def _(expected: Holds, ending: Ending) -> Finding:
    draft = ending.point.draft
    try:
        value = value_at({} if draft is None else draft.data, expected.name)
    except LookupError:
        return Finding(expected, False)
    holds = value == expected.equals and isinstance(value, bool) == isinstance(expected.equals, bool)
    return Finding(expected, holds, "" if holds else str(value))


@_found.register
def _(expected: Decided, ending: Ending) -> Finding:
    rules = [one.rules for one in ending.heard if one.key == expected.table]
    holds = bool(rules) and expected.rule in rules[-1]
    return Finding(expected, holds, "" if holds or not rules else ", ".join(rules[-1]))


@_found.register
def _(expected: Incidents, ending: Ending) -> Finding:
    count = len(ending.point.troubles)
    return Finding(expected, count == expected.count, "" if count == expected.count else str(count))
