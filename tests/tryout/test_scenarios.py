"""Scenarios: read and refused with the place at fault, run on a draft, published with it; coverage of its flows."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from processes.commands.publishing import check_definition
from processes.engine.errors import DefinitionRefused
from processes.models import DefinitionFile
from processes.scenarios import (
    Advance,
    Answer,
    Begin,
    Break,
    Complete,
    Decided,
    EndsAt,
    GoOn,
    Holds,
    Incidents,
    Next,
    OpenAt,
    Passes,
    Refuse,
    Repair,
    Scenario,
    Send,
    TryOut,
    parse_scenarios,
)
from services.tryout.scenario_runs import run_scenarios
from tests.runtime.small import folder, publish
from tests.runtime.test_calls import calling
from tests.tryout.trying import AROUND, MONDAY, WORLDS, cycle_files, scenario

STEPS = (
    Complete("a", 2, "zhou", {"x": ("1", "2")}, "FourEyes"),
    *(Complete("b"), GoOn(), GoOn("c"), Begin("d"), Advance(24), Next(), Break("e"), Repair("e")),
    *(Answer("f", {"n": 1}), Refuse("f"), Send("g", {"h": [1, None]})),
)
EXPECTED = (Passes("a"), EndsAt("z"), OpenAt(()), OpenAt(("b",)), Holds("a.0.b", None), Decided("t", "R"), Incidents(2))
RETURNED = (
    *(
        GoOn("review_plan"),
        Complete("review_plan", values={"decision": ("return",), "comments": ("依据不足，请补充",)}),
    ),
)


def test_a_scenario_reads_as_it_was_written():
    made = Scenario("样例 1", TryOut(MONDAY, "p", "K0002", {"n": [1]}, STEPS), EXPECTED, "为什么")
    assert Scenario.parse(made.dump(), made.path) == made
    assert TryOut.parse(made.try_out.dump()) == made.try_out


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"begins": "2026-03-02T10:00:00"}, "begins", "no_moment"),
        ({"begins": 5}, "begins", "no_moment"),
        ({"process": ""}, "process", "missing_value"),
        ({"data": []}, "data", "wrong_kind"),
        ({"steps": {}}, "steps", "wrong_kind"),
        ({"steps": [{"do": "next"}] * 201}, "steps", "too_many_steps"),
        ({"steps": [{"do": "fly"}]}, "steps.0", "unknown_do"),
        ({"steps": [{"do": "next"}, {"do": "complete"}]}, "steps.1.element", "missing_value"),
        ({"steps": [{"do": "complete", "element": "a", "values": {"x": "1"}}]}, "steps.0.values", "wrong_kind"),
        ({"steps": [{"do": "advance", "hours": 8785}]}, "steps.0.hours", "wrong_kind"),
        ({"steps": [{"do": "advance", "hours": True}]}, "steps.0.hours", "wrong_kind"),
        ({"steps": [{"do": "next", "by": "x"}]}, "steps.0", "unknown_key"),
        ({"expect": []}, "expect", "nothing_expected"),
        ({"expect": [{"expect": "holds", "name": "a"}]}, "expect.0.equals", "missing_value"),
        ({"expect": [{"expect": "miracle"}]}, "expect.0", "unknown_expect"),
        ({"note": "x" * 1001}, "note", "wrong_kind"),
        ({"notes": ""}, None, "unknown_key"),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_place(changes, place, code):
    plain = {"begins": MONDAY.isoformat(), "process": "p", "expect": [{"expect": "incidents"}]}
    content = json.dumps(plain | changes).encode()
    with pytest.raises(DefinitionRefused) as refused:
        check_definition({**folder("alarm"), "scenarios/s.json": content})
    assert (place, code) in [(problem.element_id, problem.code) for problem in refused.value.problems]
    assert {problem.file for problem in refused.value.problems} == {"scenarios/s.json"}


def test_faults_of_several_files_are_told_together_and_their_number_is_bounded():
    with pytest.raises(DefinitionRefused) as refused:
        parse_scenarios({"scenarios/a.json": b"{", "scenarios/b.json": b"[]", "forms/c.json": b"{"})
    assert [problem.file for problem in refused.value.problems] == ["scenarios/a.json", "scenarios/b.json"]
    one = next(iter(scenario("s", (), Incidents()).values()))
    with pytest.raises(DefinitionRefused) as many:
        parse_scenarios({f"scenarios/{number}.json": one for number in range(51)})
    assert [problem.code for problem in many.value.problems] == ["too_many_scenarios"]


def returned_plan() -> dict[str, bytes]:
    """A scenario of the shipped cycle: a plan that comes back."""
    return scenario(
        "returned",
        RETURNED,
        *(Passes("review_plan"), Passes("flow_plan_reviewed_to_count_plan_return"), OpenAt(("propose_measures",))),
        *(
            Holds("count_plan_return.meeting", False),
            Holds("count_plan_return.count", 1),
            Decided("tier", "T2"),
            Incidents(0),
        ),
    )


def test_a_scenario_passes_on_the_draft_it_was_made_on_and_fails_when_a_gateway_is_inverted():
    draft = {**cycle_files(), **returned_plan()}
    report = run_scenarios(WORLDS, draft, AROUND)
    assert [(one.scenario.name, one.passed, one.refusal) for one in report.results] == [("returned", True, None)]
    name = "relationship-maintenance.bpmn"
    inverted = draft[name].replace(b">count_plan_return.meeting<", b">not count_plan_return.meeting<")
    assert inverted != draft[name]
    failed = run_scenarios(WORLDS, {**draft, name: inverted}, AROUND).results[0]
    broken = {type(one.expectation).__name__: one.seen for one in failed.findings if not one.holds}
    assert (failed.passed, broken) == (False, {"OpenAt": "hold_plan_meeting"})


def test_a_step_that_the_changed_draft_does_not_know_fails_the_scenario():
    draft = {**cycle_files(), **scenario("gone", (Complete("no_such_element"),), Incidents(0))}
    result = run_scenarios(WORLDS, draft, AROUND).results[0]
    assert (result.passed, result.refused_step, result.findings) == (False, 1, ())


def test_coverage_counts_the_scenarios_that_pass_each_flow_and_names_every_one():
    whole = scenario("whole", (GoOn(),), EndsAt("cycle_closed"))
    report = run_scenarios(WORLDS, {**cycle_files(), **returned_plan(), **whole}, AROUND)
    flows = report.coverage.flows
    spec = check_definition(cycle_files())
    assert set(flows) == set(spec.flows)
    assert set(report.coverage.elements) == set(spec.elements)
    assert flows["flow_plan_reviewed_to_count_plan_return"] == 1
    assert set(report.coverage.missed) == {key for key, count in flows.items() if count == 0}
    assert 0 < report.coverage.percent < 100


def test_what_a_call_runs_is_tried_and_covered_with_the_diagram_that_calls():
    draft = calling("x", "y")
    steps = (GoOn("y"), Complete("y"))
    whole = scenario("calls", steps, Passes("x_y"), OpenAt(("z",)), process="small")
    report = run_scenarios(WORLDS, {**draft, **whole}, AROUND)
    assert [(one.passed, one.refusal) for one in report.results] == [(True, None)]
    assert report.coverage.missed == ("z_e",)
    assert [page.key for page, _diagram in report.definition.called] == ["part"]


def test_a_draft_without_scenarios_passes_and_covers_nothing():
    report = run_scenarios(WORLDS, cycle_files(), AROUND)
    assert (report.results, report.passed, report.coverage.percent) == ((), True, 0)


def test_scenarios_that_do_not_get_their_turn_in_time_fail():
    both = {**scenario("a", (), Incidents()), **scenario("b", (), Incidents())}
    assert run_scenarios(WORLDS, {**cycle_files(), **both}, AROUND).passed
    late = run_scenarios(WORLDS, {**cycle_files(), **both}, AROUND, seconds=-1)
    assert [(result.passed, result.refusal.code) for result in late.results] == [(False, "too_long")] * 2


def test_scenarios_are_published_with_the_draft(bank):
    version = publish(bank, {**cycle_files(), **returned_plan()})
    with bank.runtime.read_session() as session:
        paths = set(session.scalars(select(DefinitionFile.path).where(DefinitionFile.version_id == version)))
    assert paths == {*cycle_files(), "scenarios/returned.json"}
