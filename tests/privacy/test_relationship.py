"""The day on which a relationship ended is kept once an exit was agreed; the terms of identity data count from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from processes.context import bank_day
from processes.errors import NotAllowed
from processes.models import HistoryEvent
from services.models import Customer
from services.privacy.relationship import EndRefused, EndRelationship
from tests.paths.walking import Walker
from tests.privacy.disposing import NUMBER, later, left, listed, proposed
from tests.support.bank import Bank


def exiting(bank: Bank) -> Customer:
    customer = Walker(bank.runtime).customer(NUMBER)
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.id == customer.id).values(status="exiting"))
    return customer


def test_an_exit_that_nobody_agreed_to_does_not_end_a_relationship(bank: Bank) -> None:
    customer, today = Walker(bank.runtime).customer(NUMBER), bank_day(bank.clock())
    with pytest.raises(EndRefused, match="not_exiting"):
        bank.execute(EndRelationship(customer.id, today), "gao")


def test_the_command_centre_says_it_once_nothing_runs_and_of_no_day_to_come(bank: Bank) -> None:
    cycle, customer, today = Walker(bank.runtime).start_cycle(NUMBER), exiting(bank), bank_day(bank.clock())
    assert cycle
    with pytest.raises(NotAllowed):
        bank.execute(EndRelationship(customer.id, today), "lin")
    with pytest.raises(EndRefused, match="running"):
        bank.execute(EndRelationship(customer.id, today), "gao")
    other = Walker(bank.runtime).customer("K0002")
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.id == other.id).values(status="exiting"))
    with pytest.raises(EndRefused, match="day"):
        bank.execute(EndRelationship(other.id, today + timedelta(days=1)), "gao")
    bank.execute(EndRelationship(other.id, today - timedelta(days=30)), "gao")
    with bank.runtime.read_session() as session:
        found = session.get_one(Customer, other.id)
        assert (found.status, found.ended_on) == ("exited", today - timedelta(days=30))
        told = (
            select(HistoryEvent.action).where(HistoryEvent.stream == f"customer:{other.id}").order_by(HistoryEvent.seq)
        )
        assert list(session.scalars(told))[-1:] == ["customer:end"]


def test_a_day_before_the_last_process_is_refused(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.id == customer.id).values(status="exiting"))
    with pytest.raises(EndRefused, match="day"):
        bank.execute(EndRelationship(customer.id, bank_day(bank.clock()) - timedelta(days=1)), "gao")


def test_identity_counts_from_the_end_of_the_relationship_not_of_the_last_process(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    bank.clock.advance(days=400)
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.id == customer.id).values(ended_on=bank_day(bank.clock())))
    bank.clock.advance(days=-400)
    ten = proposed(bank, later(bank, 10))
    assert {kind for kind, _record in listed(bank, ten.id)} == {"form"}, "key persons alone: five years"
