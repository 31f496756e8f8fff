"""The end of a cycle: improvements are kept, and the rating day starts the next cycle with the adopted ones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from processes.context import day_begins
from processes.jobs.working import work
from processes.models import Instance, Job
from services.models import ImprovementMeasure, PlanVersion
from services.procedure.improve import next_start
from tests.paths.walking import Walker

BOTH = [{"decision": "adopt"}, {"decision": "decline", "reason": "成本过高"}]


@pytest.mark.parametrize(
    ("rated", "plan_end", "starts"),
    [
        (date(2026, 3, 2), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 3, 2), date(2026, 6, 29), date(2026, 6, 30)),
        (date(2026, 3, 2), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 3, 2), None, date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30), date(2026, 12, 31)),
        (date(2026, 12, 20), date(2027, 6, 30), date(2027, 6, 30)),
    ],
)
def test_the_next_cycle_starts_on_the_rating_day_at_or_after_the_plans_end(rated, plan_end, starts):
    assert next_start(rated, plan_end) == starts


def test_a_rating_day_begins_at_midnight_in_shanghai():
    assert day_begins(date(2026, 6, 30)) == datetime(2026, 6, 29, 16, 0, tzinfo=UTC)


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


def closed_cycle(walker: Walker) -> int:
    """A cycle of K0001 with one improvement adopted and one declined."""
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "propose_improvements")
    person = walker.manager("K0001").id
    row = {"problem": "走访不足", "owner": person, "due_date": "2026-05-29", "expected_effect": "达标率 95%"}
    proposed = [{**row, "measure": "每月走访"}, {**row, "measure": "每周走访"}]
    walker.walk(cycle, [("propose_improvements", {"measures": proposed}), ("decide_improvements", {"measures": BOTH})])
    walker.walk(cycle, ["apply_improvements"])
    return cycle


def test_a_closed_cycle_keeps_its_improvements_and_closes_its_plan(walker):
    cycle = closed_cycle(walker)
    assert walker.status(cycle) == "completed"
    with walker.runtime.read_session() as session:
        kept = session.scalars(select(ImprovementMeasure).order_by(ImprovementMeasure.id)).all()
        assert [(one.measure, one.decision, one.reason) for one in kept] == [
            ("每月走访", "adopt", None),
            ("每周走访", "decline", "成本过高"),
        ]
        assert session.scalars(select(PlanVersion.status)).all() == ["closed"]


def test_the_next_cycle_must_answer_the_adopted_improvement(walker, bank):
    closed_cycle(walker)
    with walker.runtime.read_session() as session:
        job = session.scalars(select(Job).where(Job.kind == "StartNextCycle")).one()
        adopted = session.scalars(select(ImprovementMeasure.id).where(ImprovementMeasure.decision == "adopt")).one()
    assert job.run_at == datetime(2026, 6, 29, 16, 0, tzinfo=UTC)
    bank.clock.set(job.run_at)
    assert work(walker.runtime, "test", job.id)
    bank.clock.advance(hours=10)
    with walker.runtime.read_session() as session:
        following = session.scalars(select(Instance.id).where(Instance.status == "running")).one()
    assert walker.data(following)["carried_measures"] == [adopted]
    assert walker.data(following)["rating_date"] == "2026-06-30"
    walker.desk.run_to(following, "write_summary")
    with walker.runtime.read_session() as session:
        answered = session.get_one(ImprovementMeasure, adopted)
        assert (answered.carried_to_id, answered.carried_answer) == (following, "taken_up: 1")
