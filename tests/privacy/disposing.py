"""A customer who left, and disposals of what has fallen due since."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from processes.actors import SYSTEM
from processes.commands import CancelInstance
from processes.context import bank_day
from processes.jobs.working import work
from services.models import Customer, Disposal, DisposalEntry
from services.privacy.disposals import DecideDisposal, ProposeDisposal
from services.privacy.relationship import EndRelationship
from services.privacy.terms import due_on
from tests.paths.walking import Walker
from tests.support.bank import Bank

NUMBER, OTHER = "K0001", "K0002"
STEPS = ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"]


def left(bank: Bank, number: str) -> Customer:
    """A customer whose cycle got to the key persons, was cancelled, and whose relationship ended that day."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(number)
    walker.walk(cycle, STEPS)
    bank.runtime.execute(CancelInstance(cycle, "test"), SYSTEM)
    customer = walker.customer(number)
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.id == customer.id).values(status="exiting"))
    bank.execute(EndRelationship(customer.id, bank_day(bank.clock())), "chen")
    return customer


def later(bank: Bank, years: int) -> date:
    """The day on which a term of so many years that began today has ended; the clock goes there."""
    today = bank.clock().date()
    day = due_on(today, years)
    bank.clock.advance(days=(day - today).days)
    return day


def do_jobs(bank: Bank) -> None:
    """Everything that waits."""
    while work(bank.runtime, "worker"):
        pass


def proposed(bank: Bank, until: date) -> Disposal:
    """Chen's list of what is due by then, collected."""
    number = bank.execute(ProposeDisposal(until), "chen")
    do_jobs(bank)
    return stored(bank, number)


def stored(bank: Bank, number: int) -> Disposal:
    """As it is now."""
    with bank.runtime.read_session() as session:
        return session.get_one(Disposal, number)


def listed(bank: Bank, number: int) -> dict[tuple[str, int], str]:
    """Record → status."""
    with bank.runtime.read_session() as session:
        found = session.scalars(select(DisposalEntry).where(DisposalEntry.disposal_id == number))
        return {(one.kind, one.record_id): one.status for one in found}


def approve(bank: Bank, disposal: Disposal, login: str = "gao") -> dict[tuple[str, int], str]:
    """What became of each record."""
    bank.execute(DecideDisposal(disposal.id, True, disposal.digest or ""), login)
    do_jobs(bank)
    return listed(bank, disposal.id)
