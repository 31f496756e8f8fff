"""Decision tables: cells, hit policies, refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from processes.engine.cells import input_test
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused, NoRuleMatched, SeveralRulesMatched
from processes.engine.expressions import evaluate


def table(rules: str, policy: str = "UNIQUE") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
      <!-- a comment --><decision id="grade" name="Grade"><decisionTable id="t" hitPolicy="{policy}">
        <input id="i1" label="分"><inputExpression id="e1" typeRef="number"><text>score</text></inputExpression></input>
        <output id="o1" name="grade" typeRef="string"/><output id="o2" name="share" typeRef="number"/>
        {rules}
      </decisionTable></decision></definitions>""".encode()


def rule(key: str, test: str, grade: str, share: str = "0.1") -> str:
    cells = f'<inputEntry id="{key}i"><text><![CDATA[{test}]]></text></inputEntry>'
    cells += f'<outputEntry id="{key}o"><text>"{grade}"</text></outputEntry>'
    cells += f'<outputEntry id="{key}p"><text>{share}</text></outputEntry>'
    return f'<rule id="{key}"><description>why</description>{cells}</rule>'


GRADES = rule("r_a", ">= 85", "A") + rule("r_b", "[60..85)", "B") + rule("r_c", "< 60", "C")


@pytest.mark.parametrize(("score", "grade"), [("85", "A"), ("84.99", "B"), (60, "B"), ("59.9", "C"), (0, "C")])
def test_a_unique_table_gives_the_one_matching_rule(score: object, grade: str) -> None:
    result = DecisionTable.parse(table(GRADES)).evaluate({"score": score})
    assert result.outputs == {"grade": grade, "share": Decimal("0.1")}
    assert result.matched_rules == (f"r_{grade.lower()}",)


def test_an_empty_input_matches_no_comparison() -> None:
    with pytest.raises(NoRuleMatched):
        DecisionTable.parse(table(GRADES)).evaluate({"score": None})


def test_a_unique_table_refuses_two_matching_rules() -> None:
    with pytest.raises(SeveralRulesMatched) as caught:
        DecisionTable.parse(table(GRADES + rule("r_x", "> 90", "X"))).evaluate({"score": 95})
    assert caught.value.rules == ("r_a", "r_x")


def test_first_takes_the_first_and_collect_takes_all() -> None:
    rules = rule("r1", ">= 50", "A") + rule("r2", "-", "B")
    assert DecisionTable.parse(table(rules, "FIRST")).evaluate({"score": 60}).matched_rules == ("r1",)
    collected = DecisionTable.parse(table(rules, "COLLECT")).evaluate({"score": 60})
    assert [row["grade"] for row in collected.outputs if isinstance(row, dict)] == ["A", "B"]


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ('"a","b"', "b", True),
        ('"a","b"', "c", False),
        ('"a,b"', "a,b", True),
        ("1,2,3", 3, True),
        ('not("x","y")', "x", False),
        ('not("x","y")', "z", True),
        ("[1..10]", 10, True),
        ("[1..10)", 10, False),
        ("(1..10]", 1, False),
        ("]1..10[", 10, False),
        ("[1..2],[5..6]", 5, True),
        ("[1..2],[5..6]", 4, False),
        ("60 <= ? < 85", 60, True),
        ("? in (1,5)", 5, True),
        ("in (1,5)", 4, False),
        ('"?"', "?", True),
        ("true", True, True),
        ("null", None, True),
        ("!= null", None, False),
        ("= 5", 5, True),
        ("-1", -1, True),
        ("< 5", None, False),
    ],
)
def test_a_cell_tests_its_input(cell: str, value: object, matches: bool) -> None:
    source = input_test(cell)
    assert source is not None
    assert bool(evaluate(source, {"value": value})) is matches


@pytest.mark.parametrize("cell", ["", " ", "-"])
def test_an_empty_cell_matches_everything(cell: str) -> None:
    assert input_test(cell) is None


@pytest.mark.parametrize(
    ("xml", "code", "element_id"),
    [
        (table(rule("r1", "date(2020)", "A")), "cell", "r1"),
        (table(rule("r1", "> ", "A")), "cell", "r1"),
        (table(GRADES, "RULE ORDER"), "hit_policy", "grade"),
        (table(rule("r1", "1", "A") + rule("r1", "2", "B")), "rule_id", "r1"),
        (table(""), "empty_table", "grade"),
        (
            table(rule("r1", "1", "A").replace('<outputEntry id="r1p"><text>0.1</text></outputEntry>', "")),
            "rule_cells",
            "r1",
        ),
        (b"<definitions/>", "one_decision", None),
        (b"<!DOCTYPE x [<!ENTITY e 'x'>]><x/>", "doctype", None),
        (b"nothing", "not_xml", None),
    ],
)
def test_a_table_that_cannot_be_evaluated_is_refused_with_its_place(
    xml: bytes, code: str, element_id: str | None
) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        DecisionTable.parse(xml)
    assert (code, element_id) in {(problem.code, problem.element_id) for problem in caught.value.problems}
