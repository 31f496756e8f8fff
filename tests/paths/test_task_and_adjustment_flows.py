"""Maintenance tasks and plan adjustments: every sequence flow is taken, every loop at least twice."""

from __future__ import annotations

import pytest

from processes.commands import CancelInstance, StartInstance
from processes.errors import NotAllowed
from tests.paths.walking import Walker

RETURN = {"decision": "return", "comments": "请补充说明"}
EXTRA = {"outcome": "extra_cost", "cost": "200.00", "cost_reason": "客户要求增加现场演示"}


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


@pytest.fixture
def cycle(walker) -> int:
    """K0001 with its plan in force and three open tasks."""
    started = walker.start_cycle("K0001")
    walker.desk.run_to(started, "carry_out_task")
    return started


def adjust(walker: Walker, bank, cycle: int) -> int:
    """Open an adjustment as the supervisor."""
    data = {"cycle_id": cycle, "customer_id": 1}
    started: int = bank.execute(StartInstance("plan-adjustment", data, 1, cycle), "zhou")
    return started


def added(walker: Walker, adjustment: int, budget: str) -> dict[str, object]:
    facts = walker.desk.facts(walker.desk.seat(adjustment, "propose_adjustment"))
    change = {
        "action": "add", "kind": "拜访", "way": "走访", "measure": f"补充走访 {budget}",
        "assignee": facts.customer.am_id, "due_date": facts.in_days(20), "budget": budget,
        "reason": "客户提出新的融资需求",
    }  # fmt: skip
    return {"changes": [change], "budget_reason": "旺季需求增加"}


def test_every_flow_of_a_task_is_taken_and_its_loop_twice(walker, cycle):
    first, second, _third = walker.desk.children(cycle)
    walker.walk(first, [("carry_out_task", EXTRA), ("approve_task_cost", RETURN)] * 2)
    walker.walk(first, [("carry_out_task", EXTRA), "approve_task_cost"])  # allowed: go on with the work
    walker.walk(first, [("carry_out_task", {"cost": "200.00", "cost_reason": "按批准执行"})])
    costly = {"cost": "500.00", "cost_reason": "实际支出超出"}
    walker.walk(second, [("carry_out_task", costly), "approve_task_cost"])
    taken = walker.taken(first, second)
    assert walker.flows(first) - set(taken) == set()
    assert walker.taken(first)["flow_task_cost_approved_to_carry_out_task"] == 3
    assert walker.status(first) == "completed"


def test_every_flow_of_an_adjustment_is_taken_and_its_loop_twice(walker, bank, cycle):
    within = adjust(walker, bank, cycle)
    for _ in range(2):
        walker.walk(within, [("propose_adjustment", added(walker, within, "100.00")), ("approve_adjustment", RETURN)])
    walker.walk(within, [("propose_adjustment", added(walker, within, "100.00")), "approve_adjustment"])
    above = adjust(walker, bank, cycle)
    walker.walk(above, [("propose_adjustment", added(walker, above, "5500.00")), "approve_adjustment_as_head"])
    free = adjust(walker, bank, cycle)
    walker.walk(free, [("propose_adjustment", added(walker, free, "0.00"))])
    taken = walker.taken(within, above, free)
    assert walker.flows(within) - set(taken) == set()
    assert walker.taken(within)["flow_adjustment_approved_to_propose_adjustment"] == 2


def test_a_dropped_task_leaves_its_assignee_and_the_cycle_goes_on(walker, bank, cycle):
    tasks = walker.desk.children(cycle)
    adjustment = adjust(walker, bank, cycle)
    drops = [{"action": "drop", "task_no": number, "reason": "客户搬迁，取消走访"} for number in (1, 2, 3)]
    walker.walk(adjustment, [("propose_adjustment", {"changes": drops})])
    assert [walker.status(task) for task in tasks] == ["cancelled"] * 3
    assert [seat.element_id for seat in walker.desk.seats(cycle)] == ["write_summary"]


def test_ending_a_cycle_ends_its_tasks_and_a_task_is_not_ended_by_itself(walker, bank, cycle):
    tasks = walker.desk.children(cycle)
    with pytest.raises(NotAllowed):
        bank.execute(CancelInstance(tasks[0], "客户要求取消"), "zhou")
    bank.execute(CancelInstance(cycle, "客户并入集团，另行维护"), "zhou")
    assert [walker.status(one) for one in (cycle, *tasks)] == ["cancelled"] * 4
    assert walker.desk.seats(tasks[0]) == []
