"""What a new file of a draft begins with: something that its editor opens and that can be published as it is."""

from __future__ import annotations

import json
from collections.abc import Callable

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{name}-definitions" name="{name}" \
namespace="https://steward.invalid/dmn">
  <decision id="{name}" name="{name}">
    <decisionTable id="{name}-table" hitPolicy="UNIQUE">
      <input id="{name}-input" label="">
        <inputExpression id="{name}-expression" typeRef="number"><text>amount</text></inputExpression>
      </input>
      <output id="{name}-output" name="result" typeRef="string" />
      <rule id="{name}-rule">
        <inputEntry id="{name}-rule-input"><text>-</text></inputEntry>
        <outputEntry id="{name}-rule-output"><text>"yes"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""


def blank_form(name: str) -> tuple[str, bytes]:
    """Path and content of a form with one section and one field."""
    field = {"id": "note", "type": "text", "label": {"zh": "说明", "en": "Note"}}
    section = {"id": "main", "title": {"zh": "内容", "en": "Content"}, "fields": [field]}
    form = {"key": name, "title": {"zh": name, "en": name}, "sections": [section]}
    return f"forms/{name}.json", (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def blank_table(name: str) -> tuple[str, bytes]:
    """Path and content of a table with one rule."""
    return f"{name}.dmn", TABLE.format(name=name).encode()


BLANKS: dict[str, Callable[[str], tuple[str, bytes]]] = {"form": blank_form, "table": blank_table}
