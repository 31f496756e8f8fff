"""A decision is part of the step: in the history with its inputs and rules, pinned with the version, or an incident."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from processes.errors import StepFailed
from processes.models import DefinitionFile, Incident, Instance
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.random_models import CLAIMED
from tests.engine.rule_tables import dmn, rule_task
from tests.runtime.small import events, instance_row, item_at, publish, start
from tests.support.bank import Bank

DUE = "<spiffworkflow:properties>", '<spiffworkflow:property name="due_working_days" value="decide.days"/>'


def grading(*rules: str) -> dict[str, bytes]:
    """A score given at the start decides how many days a task has."""
    task = CLAIMED.replace(DUE[0], "".join(DUE))
    body = nodes("startEvent s", f"userTask act >{task}", "endEvent e") + rule_task("decide", "days")
    return {**diagram(body + flows("s decide", "decide act", "act e")), **dmn("days", ["#score"], ["days"], *rules)}


@pytest.fixture
def graded(bank: Bank) -> Bank:
    """A bank that runs it: good scores have time, and of the middling two rules know."""
    publish(bank, grading("> 60 | 5", "< 50 | 1", "[55..70] | 3"))
    return bank


def test_the_decision_is_recorded_with_its_inputs_rules_and_result(graded: Bank) -> None:
    instance_id = start(graded, "small", score="80.5")
    told = events(graded, f"instance:{instance_id}")
    assert [one.action for one in told] == ["instance:start", "decision:made", "path:take", "item:open"]
    context = json.loads(told[1].context)
    assert context["element"] == "decide"
    assert context["decision"] == "days"
    assert context["inputs"] == {"score": 80.5}
    assert context["result"] == {"days": 5, "matched_rules": ["days_0"]}
    assert instance_row(graded, instance_id).data["decide"] == context["result"]
    assert str(item_at(graded, instance_id, "act").due_date) == "2026-03-09"  # five working days after 2 March
    assert instance_row(graded, instance_id).visits == {"s": 1, "decide": 1}


@pytest.mark.parametrize(
    ("score", "code", "detail"), [(52, "NoRuleMatched", "days"), (65, "SeveralRulesMatched", "days_0, days_2")]
)
def test_no_rule_or_several_are_an_incident_at_the_task(graded: Bank, score: int, code: str, detail: str) -> None:
    with pytest.raises(StepFailed) as failed:
        start(graded, "small", score=score)
    assert failed.value.element_id == "decide"
    with graded.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
        assert session.scalar(select(func.count(Instance.id))) == 0
    assert (incident.element_id, incident.code) == ("decide", code)
    assert detail in incident.detail


def test_a_table_is_the_versions_own(graded: Bank) -> None:
    before = start(graded, "small", score=80)
    publish(graded, grading("- | 9"))
    after = start(graded, "small", score=80)
    assert [instance_row(graded, one).data["decide"]["days"] for one in (before, after)] == [5, 9]
    with graded.runtime.read_session() as session:
        stored = session.scalars(select(DefinitionFile).where(DefinitionFile.path == "days.dmn")).all()
    assert len({one.content for one in stored}) == 2
