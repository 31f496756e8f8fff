"""A bank in which cycles have come to every outcome that a search asks for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from processes.commands import CancelInstance, ReassignWorkItem
from services.models import User
from tests.paths.walking import Walker
from tests.support.bank import Bank

RETURN = {"decision": "return", "comments": "依据不足，请补充"}


@dataclass(frozen=True)
class Eventful:
    """Cycles by what happened in them."""

    smooth: int  # finished, in time
    returned: int  # a tier was, and a plan; runs
    cancelled: int
    exited: int
    late: int  # runs; an item was completed after its day
    overdue: int  # runs; an item waits past its day, nothing was escalated
    reassigned: int


def eventful(bank: Bank) -> Eventful:
    """The first is the oldest."""
    walker = Walker(bank.runtime)
    smooth = walker.start_cycle("K0001")
    walker.desk.run_to(smooth, "closed")
    found = Eventful(
        smooth=smooth,
        returned=_returned(walker),
        cancelled=walker.start_cycle("K1002"),
        exited=_exited(walker),
        late=walker.start_cycle("K1004"),
        overdue=walker.start_cycle("K1005"),
        reassigned=walker.start_cycle("K1006"),
    )
    bank.execute(CancelInstance(found.cancelled, "客户已并入他行"), supervisor(bank, walker, "K1002"))
    _reassign(bank, walker, found.reassigned)
    bank.clock.advance(days=30)
    walker.walk(found.late, ["supply_bank_figures"])
    return found


def supervisor(bank: Bank, walker: Walker, number: str) -> str:
    """The login of whoever leads the customer's team."""
    with bank.runtime.read_session() as session:
        team = walker.manager(number).team_id
        return session.scalars(select(User.login).where(User.role == "sup", User.team_id == team)).one()


def _returned(walker: Walker) -> int:
    cycle = walker.start_cycle("K0002")
    for element in ("approve_tier", "review_plan"):
        walker.desk.run_to(cycle, element)
        walker.desk.complete(cycle, element, **RETURN)
    return cycle


def _exited(walker: Walker) -> int:
    cycle = walker.start_cycle("K0003")
    walker.walk(cycle, ["collect_status_record", ("supply_bank_figures", {"aml_risk": "禁止"})])
    walker.desk.run_to(cycle, "closed")
    return cycle


def _reassign(bank: Bank, walker: Walker, cycle: int) -> None:
    seat = next(one for one in walker.desk.seats(cycle) if one.element_id == "collect_status_record")
    lead = supervisor(bank, walker, "K1006")
    with bank.runtime.read_session() as session:
        team = session.get_one(User, seat.user.id).team_id
        other = select(User.id).where(User.team_id == team, User.role == "am", User.id != seat.user.id)
        heir = session.scalars(other).first()
    assert heir is not None
    bank.execute(ReassignWorkItem(seat.item_id, heir), lead)
