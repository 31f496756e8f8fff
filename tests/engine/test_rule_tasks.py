"""Business rule tasks decide by a table of their definition, and what they decided is told and kept."""

from __future__ import annotations

import pytest

from processes.engine.errors import DefinitionRefused, ExpressionRefused, NoRuleMatched, SeveralRulesMatched
from processes.engine.instance import DecisionMade, EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes, open_ids, submit
from tests.engine.rule_tables import dmn, rule_task

GRADES = ("[80..100] | 'A' | 1.5", "[60..80) | 'B' | 2", "< 60 | 'C' | number('0.1') * 3")
GRADE = dmn("grade", ["#enter.score"], ["letter", "share"], *GRADES)
BODY = nodes("startEvent s", "userTask enter", "exclusiveGateway g default='g_low'", "userTask high", "userTask low")
BODY += nodes("endEvent e") + rule_task("decide", "grade")
WAYS = flows("s enter", "enter decide", "decide g", "g high decide.letter == 'A'", "g low", "high e", "low e")


def spec_of(files: dict[str, bytes], body: str = BODY + WAYS) -> ProcessSpec:
    return ProcessSpec.load(parse_process({**diagram(body), **files}).dump())


def decided(spec: ProcessSpec, **values: object) -> tuple[EngineInstance, list[DecisionMade]]:
    """The instance after its form, stored and loaded before it, and what was told."""
    told: list[DecisionMade] = []
    blob = EngineInstance.start(spec, {}, Answers({})).dump()
    instance = EngineInstance.load(spec, blob, Answers({}), note=told.append)
    submit(instance, "enter", **values)
    return instance, told


@pytest.mark.parametrize(
    ("score", "letter", "share", "rule", "next_one"),
    [("80", "A", 1.5, "grade_0", "high"), (79.99, "B", 2, "grade_1", "low"), (59, "C", 0.3, "grade_2", "low")],
)
def test_a_decision_lands_under_its_element_with_the_matched_rules(
    score: object, letter: str, share: float, rule: str, next_one: str
) -> None:
    instance, told = decided(spec_of(GRADE), score=score)
    result = {"letter": letter, "share": share, "matched_rules": [rule]}
    assert instance.data["decide"] == result
    assert open_ids(instance) == [next_one]
    assert ("enter", "decide") in instance.visited
    (made,) = told
    assert (made.element_id, made.decision, made.result) == ("decide", "grade", result)
    assert made.inputs == {"enter.score": float(str(score))}
    again = EngineInstance.load(spec_of(GRADE), instance.dump(), Answers({}))
    assert again.data["decide"] == result


def test_whole_numbers_stay_whole_and_no_decimal_reaches_the_data() -> None:
    instance, _ = decided(spec_of(GRADE), score=70)
    assert type(instance.data["decide"]["share"]) is int
    instance, _ = decided(spec_of(GRADE), score=0)
    assert type(instance.data["decide"]["share"]) is float


def test_collect_gives_each_output_as_a_list() -> None:
    table = dmn("grade", ["#enter.score"], ["letter"], ">= 0 | 'x'", ">= 50 | 'y'", "> 90 | 'z'", policy="COLLECT")
    instance, _ = decided(spec_of(table), score=60)
    assert instance.data["decide"] == {"letter": ["x", "y"], "matched_rules": ["grade_0", "grade_1"]}


def test_what_the_data_call_value_is_not_mistaken_for_what_is_tested() -> None:
    table = dmn("grade", ["enter.score"], ["letter"], "1 | value.a", "2 | 'other'")
    spec = spec_of(table, BODY + WAYS)
    instance = EngineInstance.start(spec, {"value": {"a": "A"}}, Answers({}))
    submit(instance, "enter", score=1)
    assert instance.data["decide"]["letter"] == "A"


@pytest.mark.parametrize(
    ("rules", "values", "fault"),
    [
        (GRADES, {"score": 101}, NoRuleMatched),
        (GRADES, {"score": None}, NoRuleMatched),
        (("> 1 | 'A' | 1", "> 2 | 'B' | 2"), {"score": 3}, SeveralRulesMatched),
        (GRADES, {"score": "no number"}, ExpressionRefused),
        (GRADES, {"other": 1}, ExpressionRefused),
        (("- | nobody | 1",), {"score": 3}, ExpressionRefused),
        (("- | {'typename': 1} | 1",), {"score": 3}, Exception),
    ],
)
def test_what_cannot_be_decided_names_the_task(
    rules: tuple[str, ...], values: dict[str, object], fault: type[Exception]
) -> None:
    spec = spec_of(dmn("grade", ["#enter.score"], ["letter", "share"], *rules))
    instance = EngineInstance.start(spec, {}, Answers({}))
    with pytest.raises(fault):
        submit(instance, "enter", **values)
    assert instance.at == "decide"


@pytest.mark.parametrize(
    ("files", "task", "code", "element_id"),
    [
        ({}, rule_task("decide", "grade"), "unknown_decision", "decide"),
        (GRADE, rule_task("decide", "grades"), "unknown_decision", "decide"),
        (GRADE, nodes("businessRuleTask decide"), "no_decision", "decide"),
        (GRADE, rule_task("decide", " "), "no_decision", "decide"),
        ({**GRADE, "z.dmn": GRADE["grade.dmn"]}, rule_task("decide", "grade"), "duplicate_decision", "grade"),
        (dmn("grade", ["a b"], ["x"], "1 | 1"), rule_task("decide", "grade"), "cell", "grade"),
        (dmn("grade", ["a"], ["x"], "import | 1"), rule_task("decide", "grade"), "cell", "grade_0"),
        (dmn("grade", ["a"], ["matched_rules"], "1 | 1"), rule_task("decide", "grade"), "output_reserved", "decide"),
    ],
)
def test_a_task_without_a_sound_table_is_refused(
    files: dict[str, bytes], task: str, code: str, element_id: str
) -> None:
    body = nodes("startEvent s", "endEvent e") + task + flows("s decide", "decide e")
    with pytest.raises(DefinitionRefused) as refused:
        parse_process({**diagram(body), **files})
    assert [(one.code, one.element_id) for one in refused.value.problems] == [(code, element_id)]


def test_only_the_tables_that_are_called_are_kept_with_a_version() -> None:
    spec = spec_of({**GRADE, **dmn("idle", ["a"], ["x"], "1 | 1")})
    assert list(spec.tables) == ["grade"]
    assert spec.tables["grade"] == parse_process({**diagram(BODY + WAYS), **GRADE}).tables["grade"]
