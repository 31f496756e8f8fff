"""The difference of two forms: what a person changed is told once, and nothing of it is left out."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from processes.comparing.forms import Place, document_changes, form_changes
from processes.comparing.orders import moved_of

SHIPPED = sorted((Path(__file__).parents[2] / "bpmn").glob("*/forms/*.json"))
PLAN = next(path for path in SHIPPED if path.name == "maintenance-plan.json")


@pytest.fixture
def plan() -> dict[str, Any]:
    return json.loads(PLAN.read_bytes())


def told(old: Any, new: Any) -> list[tuple[Any, ...]]:
    """Each difference without its label."""
    return [(one.change, one.part, one.path, one.setting, one.old, one.new) for one in document_changes(old, new)]


def fields_of(document: dict[str, Any], section: int) -> list[dict[str, Any]]:
    return document["sections"][section]["fields"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_form_does_not_differ_from_itself_written_another_way(path):
    content = path.read_bytes()
    assert form_changes(content, json.dumps(json.loads(content), sort_keys=True).encode()) == ()


def test_an_added_field_is_told_with_all_it_says(plan):
    new = copy.deepcopy(plan)
    added = {"id": "site", "label": {"zh": "地点", "en": "Place"}, "type": "text", "required": True}
    fields_of(new, 1).insert(1, added)
    assert told(plan, new) == [("added", "field", ("site",), None, None, added)]
    assert told(new, plan) == [("removed", "field", ("site",), None, added, None)]
    assert document_changes(plan, new)[0].label == {"zh": "地点", "en": "Place"}


def test_each_changed_setting_is_told_with_its_old_and_new_value(plan):
    new = copy.deepcopy(plan)
    fields_of(new, 1)[0] |= {"required": False, "help": {"zh": "起", "en": "start"}}
    del fields_of(new, 1)[1]["help"]
    fields_of(new, 2)[1]["formula"] = "1"
    before = fields_of(plan, 1)[1]["help"]
    assert told(plan, new) == [
        ("changed", "field", ("period_from",), "required", True, False),
        ("changed", "field", ("period_from",), "help", None, {"zh": "起", "en": "start"}),
        ("changed", "field", ("period_to",), "help", before, None),
        ("changed", "field", ("total",), "formula", "sum(column(measures, 'budget'))", "1"),
    ]


def test_a_field_moved_to_another_section_is_one_move(plan):
    new = copy.deepcopy(plan)
    fields_of(new, 2).append(fields_of(new, 1).pop(0))
    places = Place("period", None), Place("measures_section", "budget_reason")
    assert told(plan, new) == [("moved", "field", ("period_from",), None, *places)]


def test_a_field_moved_past_many_is_one_move(plan):
    new = copy.deepcopy(plan)
    fields = fields_of(new, 0)
    fields.append(fields.pop(0))
    assert [one[:3] for one in told(plan, new)] == [("moved", "field", ("customer_name",))]


def test_columns_and_options_are_told_apart_inside_their_field(plan):
    new = copy.deepcopy(plan)
    measures = fields_of(new, 2)[0]
    kind, way = measures["columns"][:2]
    kind["options"][0]["label"] = {"zh": "登门拜访", "en": "Visit"}
    way["options"].append({"value": "其他", "label": {"zh": "其他", "en": "Other"}})
    measures["columns"].insert(0, measures["columns"].pop(4))
    measures["totals"] = ["budget", "recipients"]
    assert [one[:4] for one in told(plan, new)] == [
        ("changed", "field", ("measures",), "totals"),
        ("moved", "column", ("measures", "date"), None),
        ("changed", "option", ("measures", "kind", "拜访"), "label"),
        ("added", "option", ("measures", "way", "其他"), None),
    ]


def test_the_form_its_sections_and_rules_have_differences_of_their_own(plan):
    new = copy.deepcopy(plan)
    new["title"] = {"zh": "方案", "en": "Plan"}
    new["sections"].insert(0, new["sections"].pop())
    new["sections"][1]["visible_if"] = "tier == 'A'"
    new["rules"][0] |= {"if_not": "True", "fields": ["period_from"]}
    new["rules"].append({"id": "more", "if_not": "True", "message": {"zh": "多", "en": "more"}})
    assert [one[:4] for one in told(plan, new)] == [
        ("changed", "form", (), "title"),
        ("moved", "section", ("carried_section",), None),
        ("changed", "section", ("basis",), "visible_if"),
        ("changed", "rule", ("period_order",), "if_not"),
        ("changed", "rule", ("period_order",), "fields"),
        ("added", "rule", ("more",), None),
    ]


def test_settings_that_no_form_knows_are_compared_and_true_is_not_one(plan):
    new = copy.deepcopy(plan)
    fields_of(plan, 1)[0]["x-note"] = {"a": 1}
    fields_of(new, 1)[0]["x-note"] = {"a": True}
    assert told(plan, new) == [("changed", "field", ("period_from",), "x-note", {"a": 1}, {"a": True})]


@pytest.mark.parametrize(
    "broken",
    [
        {"sections": "none"},
        {"sections": [{"id": "a", "fields": [{"id": "x"}, {"id": "x", "type": "text"}]}]},
        {"sections": [{"id": "a", "fields": [{"id": "x"}]}, {"id": "b", "fields": [{"id": "x", "type": "date"}]}]},
        {"sections": [{"id": "a", "fields": [{"label": 1}, 7]}]},
        {"sections": [{"id": "a", "fields": [{"id": "x", "columns": {"id": 1}, "options": [1]}]}]},
        {"sections": [], "rules": [{"id": 7}]},
    ],
)
def test_of_a_draft_that_is_no_form_yet_every_difference_is_told(broken, plan):
    for old, new in ((plan, broken), (broken, plan), (broken, {}), ({}, broken)):
        assert told(old, new)
        assert told(old, old) == []


def test_whatever_is_edited_is_told_and_nothing_else(plan):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    for _ in range(200):
        new = copy.deepcopy(plan)
        for _ in range(chance.randrange(1, 6)):
            edit(new, chance)
        assert (told(plan, new) == []) == (plan == new), f"seed {seed}"
        named = {one.path for one in document_changes(plan, new) if one.part == "field" and one.change == "moved"}
        assert {path[0] for path in named} <= {
            field["id"] for section in new["sections"] for field in section["fields"]
        }


def edit(document: dict[str, Any], chance: random.Random) -> None:
    """One random change of a person."""
    sections = [section for section in document["sections"] if section["fields"]]
    fields = chance.choice(sections)["fields"]
    place = chance.randrange(len(fields))
    kind = chance.randrange(4)
    if kind == 0:
        chance.choice(document["sections"])["fields"].append(fields.pop(place))
    elif kind == 1:
        fields[place]["required"] = chance.random() < 0.5
    elif kind == 2 and sum(len(section["fields"]) for section in sections) > 3:
        fields.pop(place)
    else:
        fields.insert(place, {"id": f"new_{chance.randrange(10**9)}", "type": "text"})


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("", "", set()),
        ("abc", "abc", set()),
        ("abcde", "bcdea", {"a"}),
        ("abcde", "eabcd", {"e"}),
        ("abcd", "acbd", {"b"}),
    ],
)
def test_the_fewest_members_move(old, new, moved):
    assert moved_of(old, new) == moved or (len(moved_of(old, new)) == len(moved))
