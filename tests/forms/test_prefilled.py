"""A field's own prefill: what it may read, of which kind the value becomes, and what happens where there is none."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from processes.engine.errors import DefinitionRefused
from processes.forms.prefilled import with_prefilled
from processes.forms.schema import FormSchema

DAY = date(2026, 3, 2)
WORDS = {"zh": "值", "en": "Value"}
OPTIONS = [{"value": "a", "label": WORDS}, {"value": "b", "label": WORDS}]
EARLIER = {
    "draft": {
        "total": "1200.50",
        "count": 3,
        "day": "2026-01-31",
        "tags": ["a"],
        "rows": [{"n": 1, "x": "y"}, {"n": 2}],
    }
}


def form(*fields: dict[str, Any]) -> FormSchema:
    whole = [{"label": WORDS, **one} for one in fields]
    section = {"id": "s", "title": WORDS, "fields": whole}
    return FormSchema.parse(json.dumps({"key": "f", "title": WORDS, "sections": [section]}).encode())


def value_of(prefill: str, settings: dict[str, Any], base: dict[str, object] | None = None) -> object:
    schema = form({"id": "x", "prefill": prefill, **settings}, {"id": "other", "type": "text"})
    return with_prefilled(schema, base or {}, EARLIER.get, DAY)["x"]


@pytest.mark.parametrize(
    ("prefill", "settings", "value"),
    [
        ("draft.total", {"type": "money"}, "1200.50"),
        ("number(draft.total) * 2", {"type": "decimal", "decimals": 0}, "2401"),
        ("draft.count + 1", {"type": "integer"}, 4),
        ("draft.count > 2", {"type": "boolean"}, True),
        ("draft.day", {"type": "date"}, "2026-01-31"),
        ("today", {"type": "date"}, "2026-03-02"),
        ("'b' if draft.count > 2 else 'a'", {"type": "choice", "options": OPTIONS}, "b"),
        ("draft.tags", {"type": "multichoice", "options": OPTIONS}, ["a"]),
        ("other", {"type": "text"}, "given"),
        ("draft.total", {"type": "text"}, "1200.50"),
    ],
)
def test_the_value_is_of_the_fields_kind(prefill, settings, value):
    assert value_of(prefill, settings, {"other": "given"}) == value


def test_a_table_takes_the_columns_it_has():
    columns = [{"id": "n", "label": WORDS, "type": "money"}, {"id": "z", "label": WORDS, "type": "text"}]
    rows = value_of("draft.rows", {"type": "table", "columns": columns, "max_rows": 1})
    assert rows == [{"n": "1.00", "z": None}]


@pytest.mark.parametrize(
    ("prefill", "settings"),
    [
        ("later.total", {"type": "money"}),
        ("draft.nothing", {"type": "money"}),
        ("draft.day", {"type": "integer"}),
        ("1 / 0", {"type": "integer"}),
        ("draft.rows", {"type": "text"}),
        ("draft.total", {"type": "table", "columns": [{"id": "n", "label": WORDS, "type": "text"}]}),
        ("[number(i) for i in draft.tags]", {"type": "date"}),
    ],
)
def test_what_cannot_be_told_stays_empty(prefill, settings):
    assert value_of(prefill, settings) is None


def test_what_the_tasks_prefill_gave_stays():
    assert value_of("today", {"type": "text"}, {"x": "given"}) == "given"


@pytest.mark.parametrize("prefill", ["open('x')", "1 +", "__import__('os')", "x" * 3000])
def test_an_expression_outside_the_language_is_refused(prefill):
    with pytest.raises(DefinitionRefused):
        form({"id": "x", "type": "text", "prefill": prefill})


def test_a_column_has_no_prefill_of_its_own():
    column = {"id": "n", "label": WORDS, "type": "text", "prefill": "today"}
    with pytest.raises(DefinitionRefused) as refused:
        form({"id": "x", "type": "table", "columns": [column]})
    assert [(one.element_id, one.code) for one in refused.value.problems] == [("n", "prefill_in_table")]
