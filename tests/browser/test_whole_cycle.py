"""A customer through all eight steps in a real browser, each role in turn, to the next cycle's start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from processes.jobs.worker import run_due
from processes.models import Instance
from services.demo.answers import measures
from services.demo.desk import Desk
from services.models import Customer, MaintenanceTask
from services.procedure.cycle import CYCLE
from tests.browser.conftest import Visitor
from tests.browser.filling import do_item

pytestmark = pytest.mark.browser
Changes = Mapping[str, object]
NEXT_RATING_DAY = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)


class Actors:
    """Everybody of the bank at one browser, one after another."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.desk = Desk(visitor.site.bank.runtime)
        self.signed_in = ""

    def start(self, number: str) -> int:
        """The account manager finds the customer and starts a cycle with one click."""
        runtime = self.visitor.site.bank.runtime
        with runtime.read_session() as session:
            customer = session.scalars(select(Customer).where(Customer.number == number)).one()
            manager = customer.am.login
        self.sit(manager)
        self.visitor.open("/customers/?q=" + number)
        self.visitor.press(f"text={customer.name}")
        self.visitor.press("main form[action$='/cycle'] button")
        with runtime.read_session() as session:
            return session.scalars(select(Instance.id).where(Instance.subject_id == customer.id)).one()

    def sit(self, login: str) -> None:
        """Sign in as that person unless he sits there already."""
        if login != self.signed_in:
            self.visitor.sign_in(login)
            self.signed_in = login

    def do(self, instance_id: int, element: str, **changes: object) -> None:
        """Whoever may, signs in, fills the item's form in the page and completes it."""
        seat = self.desk.seat(instance_id, element)
        self.sit(seat.user.login)
        do_item(self.visitor, seat.item_id, self.desk.posted(seat, changes))

    def do_all(self, instance_id: int, *elements: str) -> None:
        for element in elements:
            self.do(instance_id, element)


def tasks_of(visitor: Visitor, cycle: int) -> list[MaintenanceTask]:
    with visitor.site.bank.runtime.read_session() as session:
        return list(session.scalars(select(MaintenanceTask).where(MaintenanceTask.cycle_id == cycle)))


def test_k0001_from_step_1_to_a_started_next_cycle(visitor):
    actors, runtime = Actors(visitor), visitor.site.bank.runtime
    cycle = actors.start("K0001")
    actors.do_all(cycle, "collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations")
    actors.do_all(cycle, "confirm_assessment", "rate_customer", "approve_tier")

    facts = actors.desk.facts(actors.desk.seat(cycle, "propose_measures"))
    rows = [*measures(facts), {**measures(facts)[0], "measure": "季度末再访", "date": facts.in_days(40)}]
    actors.do(cycle, "propose_measures", measures=rows)
    actors.do(cycle, "draft_plan")
    actors.do(cycle, "review_plan", decision="return", comments="请说明走访目标")
    actors.do_all(cycle, "propose_measures", "draft_plan", "review_plan", "break_down_tasks")
    assert len(tasks_of(visitor, cycle)) == 4

    add_a_task(actors, cycle)
    assert len(tasks_of(visitor, cycle)) == 5
    for task in tasks_of(visitor, cycle):
        assert task.instance_id is not None
        actors.do(task.instance_id, "carry_out_task")

    actors.do_all(cycle, "write_summary", "write_report", "give_guidance", "evaluate_maintenance")
    actors.do_all(cycle, "propose_improvements", "decide_improvements", "apply_improvements")
    assert status_of(visitor, cycle) == "completed"

    visitor.site.bank.clock.set(NEXT_RATING_DAY)
    run_due(runtime)
    with runtime.read_session() as session:
        cycles = session.scalars(select(Instance).where(Instance.definition_key == CYCLE).order_by(Instance.id)).all()
    assert [one.status for one in cycles] == ["completed", "running"]
    assert cycles[1].data["rating_date"] == "2026-06-30"
    assert len(cycles[1].data["carried_measures"]) == 1
    assert visitor.complaints == []


def test_a_vetoed_customer_goes_down_the_exit_path(visitor):
    actors = Actors(visitor)
    cycle = actors.start("K0002")
    actors.do(cycle, "collect_status_record")
    actors.do(cycle, "supply_bank_figures", aml_risk="禁止")
    actors.do_all(cycle, "assess_relationship", "map_relations", "confirm_assessment", "rate_customer", "approve_tier")
    actors.do_all(cycle, "reason_exit", "decide_exit", "concur_exit")
    assert status_of(visitor, cycle) == "completed"
    with visitor.site.bank.runtime.read_session() as session:
        customer = session.scalars(select(Customer).where(Customer.number == "K0002")).one()
    assert (customer.status, customer.tier) == ("exiting", "D")
    assert visitor.complaints == []


def add_a_task(actors: Actors, cycle: int) -> None:
    """The supervisor adjusts the plan in force from the cycle's page; added cost goes to approval."""
    actors.sit("zhou")
    actors.visitor.open(f"/cycles/{cycle}")
    actors.visitor.press("main form[action$='/adjust'] button")
    adjustment = next(one for one in actors.desk.children(cycle) if is_adjustment(actors, one))
    facts = actors.desk.facts(actors.desk.seat(adjustment, "propose_adjustment"))
    change = {
        "action": "add", "kind": "拜访", "way": "走访", "measure": "补充走访财务总监", "assignee": facts.customer.am_id,
        "due_date": facts.in_days(20), "budget": "50.00", "reason": "客户提出新的融资需求",
    }  # fmt: skip
    actors.do(adjustment, "propose_adjustment", changes=[change])
    actors.do(adjustment, "approve_adjustment")


def is_adjustment(actors: Actors, instance_id: int) -> bool:
    return any(seat.element_id == "propose_adjustment" for seat in actors.desk.seats(instance_id))


def status_of(visitor: Visitor, instance_id: int) -> str:
    with visitor.site.bank.runtime.read_session() as session:
        return session.get_one(Instance, instance_id).status
