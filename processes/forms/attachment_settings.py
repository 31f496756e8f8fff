"""The settings of fields that take files: which kinds, how many, how large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processes.attachments.kinds import KINDS, MOST_FILES, MOST_MB
from processes.forms.reading import Refusals

USUAL_FILES, USUAL_MB = 5, 10
NUMBERS = {"max_files": MOST_FILES, "max_mb": MOST_MB}
SETTINGS = ("kinds", "multiple", *NUMBERS)


def attachment_settings(data: Mapping[str, Any], field_id: str, refusals: Refusals) -> dict[str, Any]:
    """What of them the field says; each fault is noted."""
    taken: dict[str, Any] = {}
    if data.get("type") == "attachment":
        taken["kinds"] = _kinds(data.get("kinds", []), field_id, refusals)
    if "multiple" in data:
        taken["multiple"] = bool(data["multiple"])
    for name, most in NUMBERS.items():
        value = data.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            refusals.add(field_id, "not_a_number", f"{name}: 1–{most}")
        elif name in data:
            taken[name] = value
    return taken


def _kinds(kinds: list[str], field_id: str, refusals: Refusals) -> tuple[str, ...]:
    if not kinds:
        refusals.add(field_id, "no_kinds", ", ".join(KINDS))
    for kind in kinds:
        if kind not in KINDS or kinds.count(kind) > 1:
            refusals.add(field_id, "unknown_kind", kind)
    return tuple(kinds)
