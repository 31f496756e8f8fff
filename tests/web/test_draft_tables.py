"""What the decision-table editor asks: trying the table on its page, and what its rules leave out."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.standard.standard import shipped_files
from tests.engine.tables import xml
from tests.web.conftest import signed_in

TIER = shipped_files()["tier.dmn"].decode()
KNOWN = {"veto": "false", "score": "80", "risk_points": "60", "potential_known": "true", "potential": "3"}
SCORE = ("score", "number")


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    """The process owner, with a draft of the standard begun."""
    client = signed_in(app, "jiang")
    assert client.post("/drafts/standard/begin").status_code == 303
    return client


def asked(client: FlaskClient, content: str, inputs: object = None) -> dict[str, Any]:
    answer = client.post("/drafts/standard/evaluate/tier.dmn", json={"content": content, "inputs": inputs})
    assert answer.status_code == 200
    assert answer.json is not None
    return dict(answer.json)


def test_the_editor_is_told_where_to_ask(owner: FlaskClient) -> None:
    assert 'data-evaluate-url="/drafts/standard/evaluate/tier.dmn"' in owner.get("/drafts/standard/edit/tier.dmn").text


def test_a_table_is_tried_with_typed_inputs(owner: FlaskClient) -> None:
    trial = asked(owner, TIER, KNOWN)["trial"]
    assert trial == {
        "rules": ["T2"],
        "results": [[{"name": "tier", "label": "等级", "value": "A"}]],
        "reasons": [],
    }


def test_why_nothing_was_decided_is_told_in_the_readers_language(owner: FlaskClient) -> None:
    chinese = asked(owner, TIER, {**KNOWN, "score": "many", "potential": ""})["trial"]["reasons"]
    owner.post("/language", data={"language": "en", "next": "/"})
    english = asked(owner, TIER, {**KNOWN, "score": "many", "potential": ""})["trial"]["reasons"]
    assert chinese == [
        "“得分”须为数字，例如 85 或 0.5。",
        "“潜力”没有填写；请填一个值，未知请填 null。",
    ]
    assert english == [
        "“Score” must be a number, such as 85 or 0.5.",
        "“Potential” is empty; type a value, or null for unknown.",
    ]


def test_what_must_be_typed_is_told_with_its_kind_and_column(owner: FlaskClient) -> None:
    fields = asked(owner, TIER)["fields"]
    assert [(one["name"], one["kind"], one["column"]) for one in fields] == [
        ("veto", "flag", 0),
        ("score", "number", 1),
        ("risk_points", "number", 2),
        ("potential_known", "flag", 3),
        ("potential", "number", 4),
    ]


@pytest.mark.parametrize(
    ("rows", "policy", "chinese", "english"),
    [
        (
            [["<= 5"], [">= 5"]],
            "UNIQUE",
            "规则 1、2 会同时匹配：score: 5。",
            "Rules 1, 2 both match where score: 5.",
        ),
        (
            [["< 5"], ["> 5, null"]],
            "UNIQUE",
            "没有规则覆盖：score: 5。",
            "No rule matches where score: 5.",
        ),
        (
            [["-"], ["> 5"]],
            "FIRST",
            "规则 2 永远不会生效：它能匹配的，前面的规则（1）都已先匹配。",
            "Rule 2 never decides: all that it would match is matched before it, by rule 1.",
        ),
        (
            [["[5..1]"], ["-"]],
            "COLLECT",
            "规则 1 永远不会匹配：没有值能满足它在“score”下的单元格。",
            "Rule 1 never matches: no value can meet its cell under “score”.",
        ),
        (
            [["> limit"], ["-"]],
            "FIRST",
            "规则 1：“score”下的单元格是较复杂的表达式，此处的重叠和空缺未检查。",
            "Rule 1: its cell under “score” is a longer expression; overlaps and gaps there stay unknown.",
        ),
    ],
)
def test_findings_are_told_in_both_languages(
    owner: FlaskClient, rows: list[list[str]], policy: str, chinese: str, english: str
) -> None:
    table = xml([SCORE], rows, policy).decode()
    assert [one["message"] for one in asked(owner, table)["findings"]] == [chinese]
    owner.post("/language", data={"language": "en", "next": "/"})
    assert [one["message"] for one in asked(owner, table)["findings"]] == [english]


def test_a_finding_names_rules_and_an_example_that_can_be_tried(owner: FlaskClient) -> None:
    table = xml([SCORE], [["<= 5"], [">= 5"]]).decode()
    (finding,) = asked(owner, table)["findings"]
    assert (finding["code"], finding["rules"], finding["example"]) == ("overlap", ["R1", "R2"], {"score": "5"})
    assert asked(owner, table, finding["example"])["trial"]["rules"] == ["R1", "R2"]


def test_a_table_that_cannot_be_read_says_why(owner: FlaskClient) -> None:
    answer = asked(owner, xml([SCORE], [["date(2020)"]]).decode(), {"score": "5"})
    assert [one["code"] for one in answer["problems"]] == ["cell"]
    assert (answer["fields"], answer["findings"], answer["trial"]) == ([], [], None)


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "%(name)s %d", "a\u202eb"])
def test_a_label_is_told_as_text_whatever_it_says(owner: FlaskClient, label: str) -> None:
    table = xml([SCORE], [["< 5"]]).decode().replace('label="score"', 'label="{}"'.format(label.replace("<", "&lt;")))
    (gap,) = asked(owner, table)["findings"]
    assert label.replace("\u202e", "�") in gap["message"]


@pytest.mark.parametrize(
    "body",
    [
        *([], {}, {"content": 5}, {"content": "x", "inputs": []}, {"content": "x", "inputs": {"a": 5}}),
        {"content": "\ud800"},
    ],
)
def test_a_request_of_another_shape_is_refused(owner: FlaskClient, body: object) -> None:
    assert owner.post("/drafts/standard/evaluate/tier.dmn", json=body).status_code == 400


def test_only_tables_are_evaluated(owner: FlaskClient) -> None:
    body = {"content": TIER, "inputs": None}
    assert owner.post("/drafts/standard/evaluate/parameters.json", json=body).status_code == 404
    assert owner.post("/drafts/unknown/evaluate/tier.dmn", json=body).status_code == 404


def test_an_auditor_may_try_a_table_and_an_account_manager_may_not(owner: FlaskClient, app: Flask) -> None:
    body = {"content": TIER, "inputs": KNOWN}
    assert signed_in(app, "shen").post("/drafts/standard/evaluate/tier.dmn", json=body).status_code == 200
    assert signed_in(app, "lin").post("/drafts/standard/evaluate/tier.dmn", json=body).status_code == 403
