"""Of which kind each setting of a form is. A setting of another kind is noted and left out, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processes.forms.reading import Refusals

_TEXTS = ("label", "title", "unit", "help", "message")  # in both languages, and checked as such
_STRINGS = (
    *("id", "key", "paper", "type", "owner", "pattern"),
    *("visible_if", "required_if", "formula", "prefill", "if_not"),
)
_FLAGS = ("required", "expected", "read_only", "process", "personal", "fixed_rows", "multiple")
_LISTS = ("sections", "rules", "fields", "options", "columns")
_LISTS_OF_STRINGS = ("totals", "roles", "kinds")
_OWNERS = ("AM", "BS", "SYS")


def shaped(data: Mapping[str, Any], element_id: str | None, refusals: Refusals) -> dict[str, Any]:
    """The settings that are of their kind; ``element_id``: the field, section or rule that they belong to."""
    kept = {}
    for name, value in data.items():
        if value is None or _fits(name, value):
            kept[name] = value
        else:
            refusals.add(element_id, "wrong_kind", name)
    return {name: value for name, value in kept.items() if value is not None}


def _fits(name: str, value: Any) -> bool:
    if name == "owner":
        return value in _OWNERS
    if name in _STRINGS:
        return isinstance(value, str)
    if name in _FLAGS:
        return isinstance(value, bool)
    if name in _LISTS:
        return isinstance(value, list)
    if name in _LISTS_OF_STRINGS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if name in ("min", "max"):
        return isinstance(value, int | float | str) and not isinstance(value, bool)
    return name in _TEXTS or isinstance(value, int | float)
