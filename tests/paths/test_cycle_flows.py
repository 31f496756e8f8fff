"""The maintenance cycle: every sequence flow is taken, every loop at least twice in one instance."""

from __future__ import annotations

import pytest

from services.demo.answers import measure
from tests.paths.walking import Step, Walker

COMPLETE, OVER_BUDGET, VETOED = "K0001", "K0002", ("K1001", "K1002", "K1003", "K1004")
RETURN = {"decision": "return", "comments": "依据不足，请补充"}
PROHIBITED = ("supply_bank_figures", {"aml_risk": "禁止"})
LOST_AM = {"channels": [], "frequency": None, "potential": None}
LOST_BS = {"loan_class": None, "aml_risk": None, "overdue_days": None}
KNOWN_AM = {"channels": ["走访"], "frequency": "每月", "potential": "4"}
KNOWN_BS = {"loan_class": "正常", "aml_risk": "低", "overdue_days": 0}
BACK = ("decide_incomplete_file", {"decision": "return"})
ASSESSED: list[str | Step] = ["assess_relationship", "map_relations", "confirm_assessment"]
TIERED: list[str | Step] = ["rate_customer", "approve_tier"]
SUMMED_UP: list[str | Step] = [
    "write_summary", "write_report", "give_guidance", "evaluate_maintenance",
    "propose_improvements", "decide_improvements", "apply_improvements",
]  # fmt: skip


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


def everything_returned(walker: Walker) -> int:
    """One cycle in which every return is taken at least twice and each third one opens a meeting."""
    cycle = walker.start_cycle(COMPLETE)
    walker.walk(
        cycle,
        [
            *[("collect_status_record", LOST_AM), ("supply_bank_figures", LOST_BS), BACK],
            *[("collect_status_record", LOST_AM), ("supply_bank_figures", KNOWN_BS), BACK],
            *[("collect_status_record", KNOWN_AM)],
            *["assess_relationship", "map_relations", ("confirm_assessment", RETURN)],
            *["assess_relationship", "map_relations", ("confirm_assessment", RETURN), *ASSESSED],
            *["rate_customer", ("approve_tier", RETURN)] * 3,
            "hold_tier_meeting",
            *["rate_customer", ("approve_tier", RETURN), *TIERED],
        ],
    )
    for _ in range(3):
        walker.walk(cycle, ["propose_measures", "draft_plan", ("review_plan", RETURN)])
    walker.walk(cycle, ["hold_plan_meeting", "propose_measures", "draft_plan", "review_plan", "break_down_tasks"])
    walker.finish_children(cycle)
    walker.walk(cycle, SUMMED_UP)
    return cycle


def passed_and_over_budget(walker: Walker) -> int:
    """An incomplete file let pass; a plan above the allowed budget returned twice and approved by the head."""
    cycle = walker.start_cycle(OVER_BUDGET)
    walker.walk(
        cycle,
        [
            ("collect_status_record", LOST_AM),
            "supply_bank_figures",
            ("decide_incomplete_file", {"decision": "pass", "reason": "客户搬迁，下期补齐"}),
            *ASSESSED,
            *TIERED,
        ],
    )
    for decision in (RETURN, RETURN, {"decision": "approve", "comments": "旺季活动，同意"}):
        propose_over_budget(walker, cycle)
        walker.walk(cycle, [("review_plan_as_head", decision)])
    return cycle


def propose_over_budget(walker: Walker, cycle: int) -> None:
    """Propose and draft a plan between 100 % and 150 % of the allowed budget."""
    facts = walker.desk.facts(walker.desk.seat(cycle, "propose_measures"))
    allowed = walker.data(cycle)["record_tier"]["allowed_budget"]
    rows = [
        measure(facts, budget=f"{float(allowed) * 1.2:.2f}"),
        measure(facts, kind="关键人强化", measure="当面沟通", aim="总经理", budget="0.00", date=facts.in_days(9)),
    ]
    walker.walk(cycle, [("propose_measures", {"measures": rows}), ("draft_plan", {"budget_reason": "旺季客户活动"})])


def exits(walker: Walker) -> list[int]:
    """Four vetoed customers: each of three says no once, and one exit goes through."""
    no = {"decision": "no", "comments": "证据不足，继续维护", "reason": "客户已整改，继续维护观察"}
    cycles = []
    for number, answers in zip(
        VETOED,
        (
            [("reason_exit", no)],
            ["reason_exit", ("decide_exit", no)],
            ["reason_exit", "decide_exit", ("concur_exit", no)],
            ["reason_exit", "decide_exit", "concur_exit"],
        ),
        strict=True,
    ):
        cycle = walker.start_cycle(number)
        walker.walk(cycle, ["collect_status_record", PROHIBITED, *ASSESSED, *TIERED, *answers])
        cycles.append(cycle)
    return cycles


def test_every_flow_of_the_cycle_is_taken(walker):
    first = everything_returned(walker)
    cycles = [first, passed_and_over_budget(walker), *exits(walker)]
    taken = walker.taken(*cycles)
    assert walker.flows(first) - set(taken) == set()


def test_every_loop_runs_twice_in_one_cycle(walker):
    cycle = everything_returned(walker)
    taken = walker.taken(cycle)
    assert {flow: taken[flow] for flow in BACKWARD if taken[flow] < 2} == {}
    assert walker.status(cycle) == "completed"


def test_a_return_to_one_owner_asks_nobody_else(walker):
    cycle = walker.start_cycle(COMPLETE)
    walker.walk(cycle, [("collect_status_record", LOST_AM), "supply_bank_figures", BACK])
    assert [seat.element_id for seat in walker.desk.seats(cycle)] == ["collect_status_record"]


def test_a_no_at_the_exit_leads_back_to_a_plan_and_a_yes_marks_the_customer(walker):
    cycles = exits(walker)
    assert [[seat.element_id for seat in walker.desk.seats(cycle)] for cycle in cycles] == [
        ["propose_measures"], ["propose_measures"], ["propose_measures"], [],
    ]  # fmt: skip
    assert walker.customer(VETOED[3]).status == "exiting"
    assert walker.customer(VETOED[0]).status == "active"


BACKWARD = (
    "flow_incomplete_passed_to_choose_owners",
    "flow_choose_owners_to_clear_collected",
    "flow_assessment_confirmed_to_assess_relationship",
    "flow_tier_approved_to_count_tier_return",
    "flow_tier_meeting_due_to_rate_customer",
    "flow_plan_reviewed_to_count_plan_return",
    "flow_plan_meeting_due_to_propose_measures",
    "flow_tasks_closed_caught_to_count_open_tasks",
)
