"""Reads the objects of a scenario file into their classes; every fault is noted with its place, as in ``steps.3``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from processes.forms.reading import Refusals
from processes.scenarios.steps import MOST_HOURS

T = TypeVar("T")
LONGEST_NAME = 200  # characters of an id, a login, a dotted name
MOST_TEXTS = 100  # of one posted field
Reader = Callable[[Any], object]


class Unreadable(ValueError):
    """A value of the wrong kind or size."""


def read_kind(
    given: Any, tag: str, kinds: Mapping[str, type[T]], place: str, refusals: Refusals
) -> T | None:  # None: refused
    """The object as the class that its ``tag`` names."""
    if not isinstance(given, dict) or not isinstance(given.get(tag), str) or given[tag] not in kinds:
        refusals.add(place, f"unknown_{tag}", str(given.get(tag) if isinstance(given, dict) else given))
        return None
    return read_fields(given, kinds[given[tag]], place, refusals, (tag,))


def read_fields(
    given: Mapping[str, Any], kind: type[T], place: str, refusals: Refusals, others: tuple[str, ...] = ()
) -> T | None:
    """An object's fields as a class's; a key that the class has not is a misspelt one."""
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    refusals.known_keys(given, (*known, *others), place)
    values: dict[str, object] = {}
    for name, one in known.items():
        if name not in given:
            if one.default is MISSING and one.default_factory is MISSING:
                refusals.add(f"{place}.{name}", "missing_value", name)
                return None
            continue
        try:
            values[name] = READERS[name](given[name])
        except Unreadable:
            refusals.add(f"{place}.{name}", "wrong_kind", name)
            return None
    return kind(**values)


def as_json(thing: Any) -> dict[str, Any]:
    """The fields that are not at their defaults."""
    told: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        default = one.default_factory() if one.default_factory is not MISSING else one.default
        if default is MISSING or value != default:
            told[one.name] = list(value) if isinstance(value, tuple) else value
    return told


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST_NAME:
        raise Unreadable
    return value


def _optional(value: Any) -> str:
    return value if value == "" else _name(value)


def _whole(least: int, most: int) -> Reader:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unreadable
        return value

    return read


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Unreadable
    return tuple(_name(one) for one in value)


def _object(value: Any) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Unreadable
    return value


def _posted(value: Any) -> dict[str, tuple[str, ...]] | None:
    if value is None:
        return None
    return {_name(name): _texts(texts) for name, texts in _object(value).items()}


def _texts(texts: Any) -> tuple[str, ...]:
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS or not all(isinstance(one, str) for one in texts):
        raise Unreadable
    return tuple(texts)


READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("element", "operation", "process", "message", "id", "table", "rule", "name"), _name),
    **dict.fromkeys(("by", "refused"), _optional),
    "number": _whole(1, 1000),
    "hours": _whole(1, MOST_HOURS),
    "count": _whole(0, 1000),
    "elements": _names,
    **dict.fromkeys(("result", "payload", "data"), _object),
    "values": _posted,
    "equals": lambda value: value,
}
