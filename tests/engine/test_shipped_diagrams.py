"""Every way through the three shipped diagrams, with the state stored and loaded after every task."""

from __future__ import annotations

from collections import Counter

import pytest

from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec
from tests.engine.diagrams import Answers, open_ids, shipped, submit

CYCLE = {"customer_id": 1, "rating_date": "2026-01-01", "carried_measures": []}
TASK = {
    "check_task_cost": None,
    "cycle_id": 1,
    "customer_id": 1,
    "task_id": 3,
    "assignee_id": 4,
    "due_date": "2026-02-01",
    "budget": "1",
}
RETURN, APPROVE, CONFIRM = {"decision": "return"}, {"decision": "approve"}, {"decision": "confirm"}
YES, NO, PASS = {"decision": "yes"}, {"decision": "no"}, {"decision": "pass"}
BOTH = {"am": True, "bs": True}
STRAIGHT = {
    **{"open_cycle": BOTH, "file_archive": {"complete": True}, "record_tier": {"exit": False}},
    **{"file_plan_draft": {"over_allowed": False}, "count_open_tasks": {"open": 0}},
}
AGREED = {"confirm_assessment": CONFIRM, "approve_tier": APPROVE, "review_plan": APPROVE}


class Drive:
    """Runs a process to its end, answering user tasks and operations from tables."""

    def __init__(
        self, key: str, data: dict[str, object], results: dict[str, object], people: dict[str, object]
    ) -> None:
        self.spec: ProcessSpec = shipped(key)
        self._answers = Answers(results)
        self._people = {k: list(v) if isinstance(v, list) else v for k, v in people.items()}
        self.visits: Counter[str] = Counter()
        self.flows: Counter[str] = Counter()
        self.largest = 0
        self.instance = EngineInstance.start(self.spec, data, self._answers)
        while not self.instance.is_completed:
            self._note()
            self.instance = EngineInstance.load(self.spec, self.instance.dump(), self._answers)
            self._act()
        self._note()

    def _note(self) -> None:
        self.visits.update(element for _, element in self.instance.visited)
        self.flows.update(self.instance.flows_taken)
        self.largest = max(self.largest, len(self.instance.dump()))

    def _act(self) -> None:
        task = self.instance.open_tasks()[-1]
        if task.kind == "message":
            assert task.name == "tasks_closed"
            assert self.instance.correlate("tasks_closed", {}, {"customer_id": 1})
            return
        answer = self._people.get(task.element_id, {})
        if isinstance(answer, list):
            answer = answer.pop(0)
        assert isinstance(answer, dict)
        self.instance.complete_user_task(task.task_id, answer)


def test_the_straight_way_visits_every_step_once() -> None:
    drive = Drive("relationship-maintenance", CYCLE, STRAIGHT, AGREED)
    assert set(drive.visits.values()) == {1}
    assert drive.visits["cycle_closed"] == 1
    assert drive.flows["flow_exit_proposed_to_exit_merge_1"] == 1


def test_every_return_is_gone_through_at_least_twice() -> None:
    results = {
        "open_cycle": BOTH,
        "choose_owners": BOTH,
        "file_archive": [{"complete": False}, {"complete": False}, {"complete": True}],
        "count_tier_return": [{"meeting": False}, {"meeting": False}, {"meeting": True}, {"meeting": True}],
        "record_tier": {"exit": False},
        "file_plan_draft": [{"over_allowed": over} for over in (True, False, True, False, True)],
        "count_plan_return": [{"meeting": False}, {"meeting": False}, {"meeting": True}, {"meeting": True}],
        "count_open_tasks": [{"open": 2}, {"open": 1}, {"open": 0}],
    }
    people = {
        "decide_incomplete_file": RETURN,
        "confirm_assessment": [RETURN, RETURN, CONFIRM],
        "approve_tier": [RETURN, RETURN, RETURN, RETURN, APPROVE],
        "review_plan": RETURN,
        "review_plan_as_head": [RETURN, RETURN, APPROVE],
    }
    drive = Drive("relationship-maintenance", CYCLE, results, people)
    twice = (
        *("choose_owners", "assess_relationship", "count_tier_return", "hold_tier_meeting", "review_plan"),
        *("count_plan_return", "hold_plan_meeting", "review_plan_as_head", "tasks_closed_caught"),
    )
    assert [element for element in twice if drive.visits[element] < 2] == []
    assert drive.visits["collect_join"] == drive.visits["file_archive"] == 3
    assert drive.visits["cycle_closed"] == 1
    assert drive.largest < 8_000


@pytest.mark.parametrize(
    ("reason", "decide", "concur", "end"),
    [
        (YES, YES, YES, "customer_exiting"),
        (NO, None, None, "cycle_closed"),
        (YES, NO, None, "cycle_closed"),
        (YES, YES, NO, "cycle_closed"),
    ],
)
def test_an_exit_needs_all_three_to_agree(reason: object, decide: object, concur: object, end: str) -> None:
    people = {**AGREED, "reason_exit": reason, "decide_exit": decide, "concur_exit": concur}
    drive = Drive("relationship-maintenance", CYCLE, {**STRAIGHT, "record_tier": {"exit": True}}, people)
    assert drive.visits[end] == 1
    assert drive.visits["propose_measures"] == (1 if end == "cycle_closed" else 0)


def test_an_incomplete_file_can_be_passed() -> None:
    results = {**STRAIGHT, "file_archive": {"complete": False}}
    drive = Drive("relationship-maintenance", CYCLE, results, {**AGREED, "decide_incomplete_file": PASS})
    assert drive.flows["flow_incomplete_passed_to_score_customer"] == 1


@pytest.mark.parametrize("first", ["collect_status_record", "supply_bank_figures"])
def test_the_collecting_loop_waits_for_exactly_those_who_are_asked(first: str) -> None:
    rounds = [BOTH, {"am": True, "bs": False}, BOTH, {"am": False, "bs": True}, BOTH, BOTH]
    answers = Answers({"open_cycle": rounds[0], "choose_owners": rounds[1:], "file_archive": {"complete": False}})
    spec = shipped("relationship-maintenance")
    instance = EngineInstance.start(spec, CYCLE, answers)
    for number, needs in enumerate(rounds, start=1):
        asked = {"collect_status_record": needs["am"], "supply_bank_figures": needs["bs"]}
        waiting = sorted(element for element, needed in asked.items() if needed)
        assert open_ids(instance) == waiting
        assert not {"collect_status_record", "supply_bank_figures"} & set(instance.data)
        for element in sorted(waiting, key=lambda element: element != first):
            archived = sum(call.element_id == "file_archive" for call in answers.calls)
            submit(instance, element, mark=archived)
            instance = EngineInstance.load(spec, instance.dump(), answers)
        assert open_ids(instance) == ["decide_incomplete_file"]
        assert sum(call.element_id == "file_archive" for call in answers.calls) == archived + 1
        assert {element for element in asked if element in instance.data} == set(waiting)
        if number < len(rounds):
            submit(instance, "decide_incomplete_file", decision="return")


def test_a_maintenance_task_returns_until_its_cost_is_approved() -> None:
    results: dict[str, object] = {"check_task_cost": {"needs_approval": True}}
    done = {"outcome": "done"}
    people = {"approve_task_cost": [RETURN, RETURN, APPROVE], "carry_out_task": [done, done, done]}
    drive = Drive("maintenance-task", TASK, results, people)
    assert drive.visits["carry_out_task"] == 3
    assert drive.visits["close_task"] == drive.visits["task_closed"] == 1


def test_a_maintenance_task_within_its_budget_needs_no_approval() -> None:
    drive = Drive("maintenance-task", TASK, {"check_task_cost": {"needs_approval": False}}, {})
    assert "approve_task_cost" not in drive.visits
    assert drive.flows["flow_cost_needs_approval_to_file_service_record"] == 1


def test_a_plan_adjustment_returns_from_both_approvers() -> None:
    weighed = [{"added_cost": True, "over_allowed": over} for over in (True, False, True, False)]
    people: dict[str, object] = {
        "approve_adjustment": [RETURN, APPROVE],
        "approve_adjustment_as_head": [RETURN, RETURN],
    }
    drive = Drive("plan-adjustment", {"cycle_id": 1, "customer_id": 1}, {"weigh_adjustment": weighed}, people)
    assert drive.visits["propose_adjustment"] == 4
    assert drive.visits["apply_adjustment"] == 1


def test_a_plan_adjustment_without_added_cost_applies_at_once() -> None:
    weighed: dict[str, object] = {"weigh_adjustment": {"added_cost": False, "over_allowed": False}}
    drive = Drive("plan-adjustment", {"cycle_id": 1, "customer_id": 1}, weighed, {})
    assert drive.flows["flow_cost_added_to_apply_adjustment"] == 1
