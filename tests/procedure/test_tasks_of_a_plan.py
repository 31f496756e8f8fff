"""Tasks of a plan in force: their cost (E5), their adjustment (L4, E2), and the cycle that waits for them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from processes.errors import FormInvalid, NotAllowed, NotFound
from processes.models import Instance, WorkItem
from services.models import MaintenanceTask, PlanVersion, ServiceRecord
from services.procedure.adjust import StartAdjustment
from tests.paths.walking import Walker

TO_REVIEW = [
    *["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations", "confirm_assessment"],
    *["rate_customer", "approve_tier", "propose_measures", "draft_plan"],
]
MORE = {"outcome": "extra_cost", "cost_reason": "场地涨价"}


class Cycle(Walker):
    """A cycle of K0001 (allowed CNY 5000) with its three tasks open: 20, 0 and 20 CNY."""

    def __init__(self, bank: Any) -> None:
        super().__init__(bank.runtime)
        self.bank = bank
        self.id = self.start_cycle("K0001")
        self.walk(self.id, [*TO_REVIEW, "review_plan", "break_down_tasks"])

    def tasks(self) -> list[MaintenanceTask]:
        with self.runtime.read_session() as session:
            found = select(MaintenanceTask).where(MaintenanceTask.cycle_id == self.id).order_by(MaintenanceTask.id)
            return list(session.scalars(found))

    def adjust(self, *changes: dict[str, object], reason: str | None = None) -> int:
        started: int = self.bank.execute(StartAdjustment(self.id), "zhou")
        rows = [{"reason": "客户要求调整", **change} for change in changes]
        self.desk.complete(started, "propose_adjustment", changes=rows, budget_reason=reason)
        return started

    def new_task(self, budget: str, **changes: object) -> dict[str, object]:
        first = self.tasks()[0]
        return {
            **{"action": "add", "kind": "拜访", "way": "走访", "measure": "增加一次走访", "budget": budget},
            **{"assignee": first.assignee_id, "due_date": first.due_date.isoformat()},
            **changes,
        }


@pytest.fixture
def cycle(bank) -> Cycle:
    return Cycle(bank)


def open_elements(cycle: Cycle, instance_id: int) -> list[str]:
    return [seat.element_id for seat in cycle.desk.seats(instance_id)]


@pytest.mark.parametrize(("cost", "approval"), [("22.00", False), ("22.01", True)])
def test_a_cost_above_110_percent_of_the_budget_needs_approval(cycle, cost, approval):
    task = cycle.tasks()[0]
    cycle.desk.complete(task.instance_id, "carry_out_task", cost=cost, cost_reason="交通费上涨")
    assert open_elements(cycle, task.instance_id) == (["approve_task_cost"] if approval else [])
    assert cycle.status(task.instance_id) == ("running" if approval else "completed")


def test_a_refused_cost_goes_back_to_the_assignee(cycle):
    task = cycle.tasks()[0]
    back = {"decision": "return", "comments": "请压缩费用"}
    cycle.walk(task.instance_id, [("carry_out_task", {"cost": "99.00", **MORE}), ("approve_task_cost", back)])
    assert open_elements(cycle, task.instance_id) == ["carry_out_task"]


NOT_YET = ("result", "feedback", "record_kind", "day", "time", "channel", "contact", "content")


def test_an_approved_request_for_more_money_goes_back_to_the_work(cycle):
    task = cycle.tasks()[0]
    asked = {"cost": "99.00", **MORE, **dict.fromkeys(NOT_YET)}
    cycle.walk(task.instance_id, [("carry_out_task", asked), "approve_task_cost"])
    assert open_elements(cycle, task.instance_id) == ["carry_out_task"]
    cycle.walk(task.instance_id, [("carry_out_task", {"cost": "99.00", "cost_reason": "按批准执行"})])
    assert (cycle.tasks()[0].status, cycle.tasks()[0].result) == ("done", "已按计划完成，客户反映良好")


def test_a_finished_task_leaves_its_result_and_a_service_record(cycle):
    task = cycle.tasks()[0]
    cycle.desk.complete(task.instance_id, "carry_out_task")
    done = cycle.tasks()[0]
    assert (done.status, done.cost, done.result) == ("done", done.budget, "已按计划完成，客户反映良好")
    with cycle.runtime.read_session() as session:
        record = session.scalars(select(ServiceRecord).where(ServiceRecord.task_id == task.id)).one()
    assert (record.kind, record.channel, record.staff_id) == ("回访", "走访", task.assignee_id)
    assert record.happened_at.isoformat() == "2026-03-02T02:00:00+00:00"  # 10:00 in Shanghai


def test_the_cycle_goes_on_when_the_last_task_is_closed(cycle):
    for task in cycle.tasks():
        assert open_elements(cycle, cycle.id) == []
        cycle.desk.complete(task.instance_id, "carry_out_task")
    assert open_elements(cycle, cycle.id) == ["write_summary"]
    figures = cycle.data(cycle.id)["summarise_figures"]
    assert (figures["tasks_done"], figures["tasks_late"], figures["contacts"]) == (3, 0, 3)
    assert (figures["cost"], figures["budget"]) == ("40.00", "40.00")


def test_dropping_the_last_tasks_ends_them_and_the_cycle_goes_on(cycle):
    tasks = cycle.tasks()
    adjustment = cycle.adjust(*({"action": "drop", "task_no": task.id} for task in tasks))
    assert cycle.status(adjustment) == "completed"
    assert {task.status for task in cycle.tasks()} == {"cancelled"}
    assert {cycle.status(task.instance_id) for task in tasks} == {"cancelled"}
    assert open_elements(cycle, cycle.id) == ["write_summary"]


def test_an_open_adjustment_keeps_the_cycle_waiting(cycle):
    tasks = cycle.tasks()
    adjustment = cycle.adjust(cycle.new_task("100.00"))
    for task in tasks:
        cycle.desk.complete(task.instance_id, "carry_out_task")
    assert open_elements(cycle, cycle.id) == []
    cycle.desk.complete(adjustment, "approve_adjustment")
    assert [task.status for task in cycle.tasks()] == ["done", "done", "done", "open"]
    added = cycle.tasks()[-1]
    assert (added.adjustment_id, open_elements(cycle, added.instance_id)) == (adjustment, ["carry_out_task"])
    cycle.desk.complete(added.instance_id, "carry_out_task")
    assert open_elements(cycle, cycle.id) == ["write_summary"]


def test_a_task_given_to_another_moves_its_item_and_date(cycle):
    task = cycle.tasks()[0]
    other = cycle.bank.actor("he").user_id
    cycle.adjust({"action": "change", "task_no": task.id, "assignee": other, "due_date": "2026-04-30"})
    with cycle.runtime.read_session() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.instance_id == task.instance_id)).one()
        assert (item.assignee_id, item.due_date.isoformat()) == (other, "2026-04-30")
    assert cycle.tasks()[0].assignee_id == other


@pytest.mark.parametrize(
    ("budget", "waits_at"),
    [("0.00", []), ("0.01", ["approve_adjustment"]), ("4960.00", ["approve_adjustment"]),
     ("4960.01", ["approve_adjustment_as_head"]), ("7460.00", ["approve_adjustment_as_head"])],
)  # fmt: skip
def test_added_cost_is_approved_again_and_above_the_allowed_budget_by_the_head(cycle, budget, waits_at):
    adjustment = cycle.adjust(cycle.new_task(budget), reason="新增项目")
    assert open_elements(cycle, adjustment) == waits_at


def test_a_drop_that_pays_for_an_addition_adds_no_cost(cycle):
    dropped = cycle.tasks()[0]
    adjustment = cycle.adjust({"action": "drop", "task_no": dropped.id}, cycle.new_task("20.00"))
    assert cycle.status(adjustment) == "completed"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"budget": "7460.01"}, "changes above_authority"),
        ({"budget": "4960.01", "no_reason": True}, "budget_reason reason_missing"),
        ({"due_date": "2026-07-01"}, "changes.0.due_date date_outside"),
        ({"action": "drop", "task_no": 99999}, "changes.0.task_no no_open_task"),
    ],
)
def test_an_adjustment_out_of_bounds_is_refused(cycle, change, error):
    wanted = dict(change)
    reason = None if wanted.pop("no_reason", False) else "新增项目"
    with pytest.raises(FormInvalid) as refused:
        cycle.adjust({**cycle.new_task("10.00"), **wanted}, reason=reason)
    assert [f"{one.path} {one.code}" for one in refused.value.errors] == [error]


def test_every_measure_needs_a_task_within_the_plans_total(bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.walk(cycle, [*TO_REVIEW, "review_plan"])
    person = walker.manager("K0001").id
    row = {"measure_no": 1, "measure": "走访", "kind": "拜访", "way": "走访", "assignee": person}
    tasks = [{**row, "due_date": "2026-03-20", "budget": "40.01"}]
    with pytest.raises(FormInvalid) as refused:
        walker.desk.complete(cycle, "break_down_tasks", tasks=tasks)
    assert [one.code for one in refused.value.errors] == ["measure_without_task", "above_plan"]


def test_a_returned_plan_keeps_its_comments_and_the_next_version_runs(bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    back = {"decision": "return", "comments": "目标不够具体"}
    walker.walk(cycle, [*TO_REVIEW, ("review_plan", back)])
    assert _plans(walker, cycle) == [(1, "returned", "目标不够具体")]
    walker.walk(cycle, ["propose_measures", "draft_plan"])
    assert _plans(walker, cycle)[1:] == [(2, "submitted", None)]
    walker.walk(cycle, ["review_plan"])
    assert [status for _, status, _ in _plans(walker, cycle)] == ["returned", "running"]


def _plans(walker: Walker, cycle: int) -> list[tuple[int, str, str | None]]:
    with walker.runtime.read_session() as session:
        found = select(PlanVersion).where(PlanVersion.instance_id == cycle).order_by(PlanVersion.version)
        return [(plan.version, plan.status, plan.comments) for plan in session.scalars(found)]


def test_a_tasks_process_belongs_to_the_cycle(cycle):
    with cycle.runtime.read_session() as session:
        for task in cycle.tasks():
            instance = session.get_one(Instance, task.instance_id)
            assert (instance.parent_id, instance.data["task_id"]) == (cycle.id, task.id)


def test_a_supervisor_who_did_a_task_himself_leaves_its_cost_to_the_command_centre(cycle):
    supervisor = cycle.bank.actor("zhou").user_id
    task = cycle.tasks()[0]
    cycle.adjust({"action": "change", "task_no": task.id, "assignee": supervisor})
    cycle.desk.complete(task.instance_id, "carry_out_task", cost="99.00", cost_reason="交通费上涨")
    (seat,) = cycle.desk.seats(task.instance_id)
    with cycle.runtime.read_session() as session:
        item = session.get_one(WorkItem, seat.item_id)
        assert (item.element_id, item.assignee_id) == ("approve_task_cost", None)
        assert [group.group for group in item.groups] == ["cc"]
    cycle.desk.complete(task.instance_id, "approve_task_cost")
    assert cycle.tasks()[0].status == "done"


def test_one_adjustment_of_a_plan_runs_at_a_time(cycle):
    first = cycle.bank.execute(StartAdjustment(cycle.id), "zhou")
    with pytest.raises(NotAllowed):
        cycle.bank.execute(StartAdjustment(cycle.id), "zhou")
    cycle.desk.complete(first, "propose_adjustment", changes=[{"reason": "客户要求调整", **cycle.new_task("0.00")}])
    assert cycle.bank.execute(StartAdjustment(cycle.id), "zhou") != first


def test_an_adjustment_is_for_the_supervisor_of_the_customers_team(cycle):
    for login, refusal in (("lin", NotAllowed), ("wu", NotFound)):
        with pytest.raises(refusal):
            cycle.bank.execute(StartAdjustment(cycle.id), login)
