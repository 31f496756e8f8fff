"""A form filled with an example is one that the form accepts: every shipped form, and random ones."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

from processes.engine.errors import DefinitionRefused
from processes.forms.examples import example_values
from processes.forms.patterns import checked, matching
from processes.forms.raw import posted_of_values
from processes.forms.schema import FormSchema
from processes.forms.submission import Choice, ParsedForm, parse_submission
from tests.tryout.random_forms import random_form

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(ROOT.glob("bpmn/*/forms/*.json"))
TODAY = date(2026, 3, 2)
SEEDS = 300


class Everybody:
    """Two people and one customer to choose."""

    def people(self, roles):
        return [Choice(7, "林"), Choice(8, "何")]

    def customers(self):
        return [Choice(3, "K0001")]


class Nobody:
    """Nobody to choose."""

    def people(self, roles):
        return []

    def customers(self):
        return []


def filled(schema: FormSchema, known=None, base=None, choices=None) -> ParsedForm:
    """What the form makes of its example."""
    choices = choices or Everybody()
    values = example_values(schema, known or {}, base or {}, choices, TODAY)
    return parse_submission(schema, posted_of_values(schema, values), base or {}, choices)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_a_shipped_form_accepts_its_example(path):
    parsed = filled(FormSchema.parse(path.read_bytes(), path.name))
    assert parsed.errors == ()


def test_there_are_shipped_forms():
    assert len(SHIPPED) >= 20


@pytest.mark.parametrize("part", range(6))
def test_a_random_form_accepts_its_example(part):
    for seed in range(part * SEEDS // 6, (part + 1) * SEEDS // 6):
        content = random_form(random.Random(seed))
        schema = FormSchema.parse(json.dumps(content).encode())
        assert filled(schema).errors == (), f"seed {seed}"


def test_what_is_known_is_kept_where_the_form_accepts_it():
    schema = FormSchema.parse((ROOT / "bpmn/relationship-maintenance/forms/plan-review.json").read_bytes())
    kept = filled(schema, {"decision": "return", "comments": "依据不足"})
    assert (kept.errors, kept.values["decision"], kept.values["comments"]) == ((), "return", "依据不足")
    mended = filled(schema, {"decision": "perhaps"})
    assert (mended.errors, mended.values["decision"]) == ((), "approve")


def weights() -> dict:
    """A table whose weights make a hundred, and two dates in order."""
    text = {"zh": "字", "en": "word"}
    columns = [
        {"id": "name", "label": text, "type": "text", "required": True},
        {"id": "weight", "label": text, "type": "integer", "required": True, "min": 1, "max": 60},
    ]
    fields = [
        {"id": "rows", "label": text, "type": "table", "min_rows": 3, "columns": columns},
        {"id": "start", "label": text, "type": "date", "required": True},
        {"id": "end", "label": text, "type": "date", "required": True},
    ]
    rules = [
        {"id": "hundred", "if_not": "sum([row.weight for row in rows]) == 100", "fields": ["rows"], "message": text},
        {"id": "order", "if_not": "start < end", "fields": ["end"], "message": text},
    ]
    sections = [{"id": "s", "title": text, "fields": fields}]
    return {"key": "weights", "title": text, "sections": sections, "rules": rules}


def test_rules_over_several_fields_are_kept():
    parsed = filled(FormSchema.parse(json.dumps(weights()).encode()))
    assert parsed.errors == ()
    assert sum(row["weight"] for row in parsed.values["rows"]) == 100


def test_a_rule_that_nothing_keeps_is_told_and_takes_bounded_work():
    form = weights()
    form["rules"] = [{"id": "never", "if_not": "False", "fields": ["rows"], "message": {"zh": "字", "en": "word"}}] * 20
    parsed = filled(FormSchema.parse(json.dumps(form).encode()))
    assert {error.code for error in parsed.errors} == {"rule"}


def test_where_nobody_can_be_chosen_the_field_stays_empty():
    path = ROOT / "bpmn/relationship-maintenance/forms/improvement-proposal.json"
    parsed = filled(FormSchema.parse(path.read_bytes()), choices=Nobody())
    assert {(error.path, error.code) for error in parsed.errors} == {("measures.0.owner", "required")}


@pytest.mark.parametrize(
    "pattern",
    [r"([01]\d|2[0-3]):[0-5]\d", r"[0-9A-HJ-NP-RTUWXY]{18}", r"\+?[\d-]{7,20}", r"[^@\s]+@[^@\s]+\.[^@\s]+",
     "a|b", ".{3,9}", r"\w+", r"^x\d?$", "[^a]b", r"[^\w]+", r"(ab){2}c*", "示例[一-龥]{2,4}", r"\S{5}", ""],
)  # fmt: skip
def test_a_text_is_found_that_a_pattern_matches(pattern):
    found = matching(checked(pattern, 100), 0, 100)
    assert found is not None
    assert re.fullmatch(pattern, found)


def test_repetitions_inside_one_another_make_no_endless_text():
    pattern = "(((a{300}){300}){300}){300}"
    try:
        checked(pattern, 4000)
    except DefinitionRefused:
        return
    found = matching(pattern, 0, 4000)
    assert found is None
