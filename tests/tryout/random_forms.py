"""Random forms that some values satisfy: every kind of field, limits, conditions, tables."""

from __future__ import annotations

import random
from typing import Any

TEXT = {"zh": "字", "en": "word"}
PATTERNS = (r"\d{4}", r"[A-Z]{2}-\d+", r"[^@\s]+@[a-z]+\.cn", "是|否")
KINDS = ("text", "longtext", "integer", "decimal", "money", "date", "choice", "multichoice", "boolean", "person")


def random_form(chance: random.Random) -> dict[str, Any]:
    """A form of one to three sections."""
    ids = [f"f{number}" for number in range(chance.randint(1, 12))]
    fields = [_field(chance, one, ids[:number]) for number, one in enumerate(ids)]
    sections = []
    while fields:
        taken = fields[: chance.randint(1, 6)]
        fields = fields[len(taken) :]
        sections.append({"id": f"s{len(sections)}", "title": TEXT, "fields": taken})
    return {"key": "random", "title": TEXT, "sections": sections}


def _field(chance: random.Random, key: str, earlier: list[str]) -> dict[str, Any]:
    if chance.random() < 0.2:
        return _table(chance, key)
    field = {"id": key, "label": TEXT, "required": chance.random() < 0.7, **_kind(chance)}
    if earlier and chance.random() < 0.3:
        field["visible_if"] = f"not {chance.choice(earlier)}"
    if earlier and chance.random() < 0.3:
        field["required_if"] = chance.choice(earlier)
    return field


def _table(chance: random.Random, key: str) -> dict[str, Any]:
    columns = [
        {"id": f"c{number}", "label": TEXT, "required": chance.random() < 0.6, **_kind(chance)}
        for number in range(chance.randint(1, 5))
    ]
    columns[0] |= {"required": True, "type": "text"}  # a row of which nothing need be filled is none
    for name in ("min", "max", "pattern", "min_length", "max_length", "options"):
        columns[0].pop(name, None)
    return {"id": key, "label": TEXT, "type": "table", "min_rows": chance.randint(0, 4), "columns": columns}


def _kind(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(KINDS)
    made: dict[str, Any] = {"type": kind}
    if kind in ("text", "longtext"):
        made |= _text(chance)
    if kind in ("integer", "decimal", "money"):
        low = chance.randint(0 if kind == "money" else -50, 50)
        made |= chance.choice(({}, {"min": low}, {"max": low}, {"min": low, "max": low + chance.randint(0, 9)}))
    if kind == "decimal":
        made["decimals"] = chance.randint(0, 4)
    if kind in ("choice", "multichoice"):
        made["options"] = [{"value": f"o{number}", "label": TEXT} for number in range(chance.randint(1, 4))]
    return made


def _text(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        return {"pattern": chance.choice(PATTERNS), "max_length": 30}
    least = chance.randint(0, 30)
    return {"min_length": least, "max_length": least + chance.randint(1, 30)}
