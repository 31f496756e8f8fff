"""The preview of an edited form: the real macros in both languages and on paper; faults as the editors' list."""

from __future__ import annotations

import copy
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from processes.commands import BeginDraft
from tests.support.bank import Bank
from tests.web.conftest import signed_in

CYCLE, PATH = "relationship-maintenance", "forms/maintenance-plan.json"
ADDRESS = f"/drafts/{CYCLE}/preview/{PATH}"
SHIPPED = sorted((Path(__file__).parents[2] / "bpmn").glob("*/forms/*.json"))
ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def text(words: str) -> dict[str, str]:
    return {"zh": f"{words}中文", "en": words}


FORM: dict[str, Any] = {
    "key": "visit",
    "title": text("Visit"),
    "paper": "V1",
    "sections": [
        {
            "id": "what",
            "title": text("What"),
            "fields": [
                {"id": "before", "label": text("Heading"), "type": "heading"},
                {"id": "hint", "label": text("Hint"), "type": "note"},
                {
                    "id": "kind",
                    "label": text("Kind"),
                    "type": "choice",
                    "options": [{"value": "a", "label": text("First")}, {"value": "b", "label": text("Second")}],
                },
                {"id": "reason", "label": text("Reason"), "type": "text", "visible_if": "kind == 'b'"},
                {"id": "cost", "label": text("Cost"), "type": "money", "required": True, "max": 5000},
                {
                    "id": "lines",
                    "label": text("Lines"),
                    "type": "table",
                    "columns": [
                        {"id": "piece", "label": text("Piece"), "type": "text"},
                        {"id": "price", "label": text("Price"), "type": "money"},
                        {"id": "double", "label": text("Double"), "type": "computed", "formula": "price * 2"},
                    ],
                    "totals": ["price", "double"],
                },
            ],
        }
    ],
    "rules": [{"id": "dear", "if_not": "cost < 2000", "fields": ["cost"], "message": text("Too dear")}],
}


@pytest.fixture
def owner(app: Flask, bank: Bank) -> FlaskClient:
    """A process owner who is drafting the procedure."""
    bank.execute(BeginDraft(CYCLE, 1), "jiang")
    return signed_in(app, "jiang")


def asked(owner: FlaskClient, form: Any, language: str = "en", status: int = 200, **more: Any) -> str:
    content = form if isinstance(form, str) else json.dumps(form)
    answer = owner.post(ADDRESS, json={"content": content, "language": language, **more})
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_language_is_the_wished_one_and_not_the_readers(owner):
    for language, here, there in (("en", "Heading", "中文"), ("zh", "Heading中文", None)):
        shown = asked(owner, FORM, language)
        assert here in shown
        assert there is None or there not in shown
        assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in shown
    assert "Add a row" in asked(owner, FORM, "en")
    assert "Add a row" not in asked(owner, FORM, "zh")


def test_examples_fill_it_with_computed_columns_and_totals(owner):
    shown = asked(owner, FORM)
    assert re.findall(r"<strong>([\d.]+)</strong>", shown) == ["3600.00", "7200.00"]
    assert 'value="Example text"' in shown


def test_on_paper_headings_and_notes_stand_in_the_forms_order(owner):
    shown = asked(owner, FORM, print=True)
    places = [shown.index(words) for words in ("Heading", "Hint", "<dt>Kind", "<dt>Cost", "Piece")]
    assert places == sorted(places)
    assert "<input" not in shown
    assert "print.css" in shown
    assert shown.count("<dl") == shown.count("</dl>") == 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_form_is_shown(owner, path):
    for language in ("zh", "en"):
        for paper in (False, True):
            form = json.loads(path.read_bytes())
            assert form["title"][language] in html.unescape(asked(owner, path.read_text(), language, print=paper))


def test_what_is_typed_decides_what_is_shown_and_is_checked_when_asked(owner):
    typed = {"kind": ["b"], "cost": ["3000"]}
    shown = asked(owner, FORM, values=typed)
    assert "Reason" in shown
    assert 'value="3000"' in shown
    assert "Too dear" not in shown
    assert "Too dear" in asked(owner, FORM, values=typed, check=True)
    assert "Too dear中文" in asked(owner, FORM, "zh", values=typed, check=True)
    assert "Please fill this in." in asked(owner, FORM, values={"kind": ["a"]}, check=True)
    assert "Reason" not in asked(owner, FORM, values={"kind": ["a"]})


def test_rows_come_and_go_as_on_the_page(owner):
    typed = {"lines-0-piece": ["chair"], "lines-1-piece": ["table"]}
    shown = asked(owner, FORM, values={**typed, "_add": ["lines"]})
    assert 'name="lines-2-piece"' in shown
    shown = asked(owner, FORM, values={**typed, "_remove": ["lines.0"]})
    assert "chair" not in shown
    assert 'value="table"' in shown
    many = {f"lines-{number}-piece": ["x"] for number in range(500)}
    assert 'name="lines-20-piece"' not in asked(owner, FORM, values=many)


def test_nothing_in_it_can_be_sent_or_run(owner):
    form = copy.deepcopy(FORM)
    for part in (form["title"], form["sections"][0]["title"], *(f["label"] for f in form["sections"][0]["fields"])):
        part["en"] = part["zh"] = ATTACK
    form["sections"][0]["fields"][2]["options"][0] = {"value": ATTACK, "label": {"zh": ATTACK, "en": ATTACK}}
    for paper in (False, True):
        shown = asked(owner, form, print=paper, values={"reason": [ATTACK], "kind": [ATTACK]})
        assert "<form" not in shown
        assert "<script" not in shown
        assert "<img" not in shown


def test_faults_are_the_editors_list_in_the_readers_language(owner):
    form = copy.deepcopy(FORM)
    form["sections"][0]["fields"][4]["maxx"] = 1
    answer = json.loads(asked(owner, form, status=422))
    assert [(one["file"], one["element"], one["code"]) for one in answer["problems"]] == [(PATH, "cost", "unknown_key")]
    assert answer["problems"][0]["message"].endswith("(maxx)")
    assert json.loads(asked(owner, "{", status=422))["problems"][0]["code"] == "not_json"
    assert json.loads(asked(owner, '{"key": "\ud800"}', status=422))["problems"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"content": 1, "language": "en"},
        {"content": "{}", "language": "fr"},
        {"content": "{}", "language": ["en"]},
        {"content": "{}", "language": "en", "values": [1]},
        {"content": "{}", "language": "en", "values": {"a": "b"}},
        {"content": "{}", "language": "en", "values": {"a": [1]}},
        {"content": "{}", "language": "en", "values": {str(number): [] for number in range(2001)}},
    ],
)
def test_what_no_editor_asks_is_refused(owner, body):
    assert owner.post(ADDRESS, json=body).status_code == 400


def test_a_file_that_is_not_drafted_has_no_preview(owner):
    body = {"content": json.dumps(FORM), "language": "en"}
    assert owner.post(ADDRESS.replace("maintenance-plan", "nothing"), json=body).status_code == 404
    assert owner.post(ADDRESS.replace(CYCLE, "plan-adjustment"), json=body).status_code == 404
