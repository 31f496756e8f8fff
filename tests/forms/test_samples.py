"""Example values fill a form as a person could have."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from processes.forms.raw import posted_of_values
from processes.forms.samples import SampleChoices, sample_values
from processes.forms.schema import FormSchema
from processes.forms.submission import parse_submission

SHIPPED = sorted((Path(__file__).parents[2] / "bpmn").glob("*/forms/*.json"))
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_no_field_of_a_shipped_form_refuses_its_example(path, language):
    schema = FormSchema.parse(path.read_bytes())
    values = sample_values(schema, language, DAY)
    parsed = parse_submission(schema, posted_of_values(schema, values), values, SampleChoices(language))
    assert [error for error in parsed.errors if error.code != "rule"] == []


@pytest.mark.parametrize(
    "settings",
    [
        {"type": "integer", "min": -5, "max": -2},
        {"type": "decimal", "min": 100.5, "decimals": 1},
        {"type": "money", "max": 10},
        {"type": "text", "min_length": 30, "max_length": 40},
        {"type": "text", "max_length": 3},
        {"type": "text", "pattern": "[A-Z]{2}\\d{4,6}(-x)?", "max_length": 20},
        {"type": "table", "min_rows": 3, "columns": [{"id": "a", "label": {"zh": "甲", "en": "A"}, "type": "date"}]},
        {"type": "person"},
        {"type": "customer"},
        {"type": "boolean"},
    ],
)
def test_an_example_keeps_its_fields_limits(settings):
    field = {"id": "x", "label": {"zh": "值", "en": "Value"}, "required": True, **settings}
    section = {"id": "s", "title": {"zh": "节", "en": "Section"}, "fields": [field]}
    form = {"key": "f", "title": {"zh": "表", "en": "Form"}, "sections": [section]}
    schema = FormSchema.parse(json.dumps(form).encode())
    values = sample_values(schema, "en", DAY)
    parsed = parse_submission(schema, posted_of_values(schema, values), {}, SampleChoices("en"))
    assert parsed.errors == ()
    assert parsed.values["x"] not in (None, "", [])
