"""Roles and what they see: table tests over the demo bank's people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.commands import ReassignWorkItem, StartInstance
from processes.errors import NotAllowed, NotFound
from processes.models import Instance, WorkItem
from services.archive import current_values
from services.customers import customer_for, search_customers
from services.demo.desk import Desk
from services.models import Customer
from services.procedure.cycle import StartCycle
from services.visibility import may_see_customer, visible_instances, visible_items
from tests.support.bank import Bank

OWN, TEAM, FOREIGN = "K0001", "K0002", "K1001"  # of lin; of he, same team; of qian, the other team


def customer_id(bank: Bank, number: str) -> int:
    """The id of a customer of the demo bank."""
    with bank.runtime.read_session() as session:
        return session.scalars(select(Customer.id).where(Customer.number == number)).one()


@pytest.mark.parametrize(
    ("login", "own", "team", "foreign"),
    [
        ("lin", True, False, False),
        ("zhou", True, True, False),
        ("fang", False, False, True),
        ("chen", True, True, True),
        ("gao", True, True, True),
        ("shen", True, True, True),
        ("xu", False, False, False),
        ("jiang", False, False, False),
        ("admin", False, False, False),
    ],
)
def test_each_role_sees_the_customers_of_its_line_in_the_roles_table(
    bank: Bank, login: str, own: bool, team: bool, foreign: bool
) -> None:
    actor = bank.actor(login)
    with bank.runtime.read_session() as session:
        seen = {number: may_see_customer(session, actor, customer_id(bank, number)) for number in (OWN, TEAM, FOREIGN)}
    assert seen == {OWN: own, TEAM: team, FOREIGN: foreign}


def test_a_foreign_customer_is_not_found_and_not_forbidden(bank: Bank) -> None:
    with bank.runtime.read_session() as session, pytest.raises(NotFound):
        customer_for(session, bank.actor("qian"), customer_id(bank, OWN))


@pytest.mark.parametrize("text", ["恒岚", "henglan", "szhl", "k0001", "HengLan"])
def test_a_customer_is_found_by_name_pinyin_initials_and_number(bank: Bank, text: str) -> None:
    with bank.runtime.read_session() as session:
        found = search_customers(session, bank.actor("lin"), text)
        assert [customer.number for customer in found] == [OWN]
        assert search_customers(session, bank.actor("qian"), text) == []


@pytest.mark.parametrize("login", ["chen", "gao", "xu", "shen", "jiang", "admin"])
def test_only_account_managers_and_supervisors_start_cycles(bank: Bank, login: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        bank.execute(StartCycle(customer_id(bank, OWN)), login)


@pytest.mark.parametrize(
    ("login", "process"),
    [("lin", "maintenance-task"), ("zhou", "maintenance-task"), ("lin", "plan-adjustment"), ("zhou", "unknown")],
)
def test_what_the_system_starts_nobody_starts_by_hand(bank: Bank, login: str, process: str) -> None:
    subject = customer_id(bank, OWN)
    with pytest.raises(NotAllowed):
        bank.execute(StartInstance(process, {"customer_id": subject}, subject), login)


def test_business_support_sees_the_asked_item_but_neither_customer_nor_cycle(bank: Bank) -> None:
    bank.execute(StartCycle(customer_id(bank, OWN)), "lin")
    actor = bank.actor("xu")
    with bank.runtime.read_session() as session:
        items = session.scalars(select(WorkItem.element_id).where(visible_items(actor))).all()
        assert items == ["supply_bank_figures"]
        assert session.scalars(select(Instance).where(visible_instances(actor))).all() == []


def test_a_supervisors_decision_cannot_be_handed_to_the_account_manager(bank: Bank) -> None:
    desk = Desk(bank.runtime)
    cycle = bank.execute(StartCycle(customer_id(bank, OWN)), "lin")
    desk.run_to(cycle, "rate_customer")
    item = desk.seat(cycle, "rate_customer").item_id
    for login in ("lin", "he"):
        with pytest.raises(NotAllowed):
            bank.execute(ReassignWorkItem(item, bank.actor(login).user_id or 0), "zhou")


def test_an_account_managers_item_can_be_handed_on_within_the_team_only(bank: Bank) -> None:
    desk = Desk(bank.runtime)
    cycle = bank.execute(StartCycle(customer_id(bank, OWN)), "lin")
    item = desk.seat(cycle, "collect_status_record").item_id
    with pytest.raises(NotAllowed):
        bank.execute(ReassignWorkItem(item, bank.actor("qian").user_id or 0), "zhou")
    bank.execute(ReassignWorkItem(item, bank.actor("he").user_id or 0), "zhou")
    with bank.runtime.read_session() as session:
        assert session.get_one(WorkItem, item).assignee_id == bank.actor("he").user_id
        assert current_values(session, customer_id(bank, OWN))["customer_name"]
