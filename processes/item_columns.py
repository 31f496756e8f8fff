"""The columns of a work item that come from its element, and which one of many it is."""

from __future__ import annotations

from collections.abc import Mapping

from processes.engine.elements import Element
from processes.engine.many import OneOfMany

Columns = dict[str, object]
LONGEST_NAME = 200


def described(element: Element, part: Mapping[str, object] | None) -> Columns:
    """What the element says. ``part``: `part_of`'s values, for one of many."""
    properties = element.properties
    return {
        "lane_id": element.lane_id,
        "step": properties.get("step"),
        "name": _numbered(element.name, part),
        "name_en": _numbered(element.name_en or element.name, part),
        "form_key": properties.get("form"),
        "not_by": listed(properties.get("not_by")),
        "prefill": properties.get("prefill"),
        "check": properties.get("check"),
    }


def part_of(one: OneOfMany | None) -> dict[str, object] | None:
    """Which one of many an item is, as JSON values: number from 1, count, the item itself."""
    return None if one is None else {"number": one.number, "count": one.count, "item": one.item}


def listed(text: str | None) -> list[str]:
    """The parts of a comma-separated property."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _numbered(name: str, part: Mapping[str, object] | None) -> str:
    if part is None:
        return name
    end = f" ({part['number']}/{part['count']})"
    return name[: LONGEST_NAME - len(end)] + end
