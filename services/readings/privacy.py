"""Requests of persons, legal holds, and what is kept about one person, for one actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from processes.actors import Actor
from processes.definitions import DefinitionCache
from processes.errors import NotFound
from services.calendar import BankCalendar
from services.models import AUD, CC_HEAD, Customer, LegalHold, PrivacyRequest, User
from services.privacy.finding import Hit, search
from services.privacy.requests import OPEN
from services.readings.paging import Page, page_of
from services.visibility import visible_customers

Asked = Row[PrivacyRequest, Customer, str, str | None]
READS_HITS = (CC_HEAD, AUD)
TAKER, DECIDER = aliased(User), aliased(User)


@dataclass(frozen=True)
class RequestRow:
    """A line of the queue. ``days_late``: working days, 0 when it is in time or decided."""

    request: PrivacyRequest
    customer: Customer
    taken_by: str
    decided_by: str
    days_late: int


def requests_page(session: Session, actor: Actor, today: date, status: str, number: int) -> Page[RequestRow]:
    """The requests that the actor sees: what is open first, by the day it is due."""
    query = _asked(actor).order_by((PrivacyRequest.status != OPEN), PrivacyRequest.due_on, PrivacyRequest.id)
    if status:
        query = query.where(PrivacyRequest.status == status)

    def row(found: Asked) -> RequestRow:
        return _row(session, found, today)

    return page_of(session, query, number, row)


def request_for(session: Session, actor: Actor, request_id: int, today: date) -> RequestRow:
    """One request; NotFound for one about a customer that the actor does not see."""
    found = session.execute(_asked(actor).where(PrivacyRequest.id == request_id)).first()
    if found is None:
        raise NotFound(str(request_id))
    return _row(session, found, today)


def hits_for(
    session: Session, definitions: DefinitionCache, actor: Actor, row: RequestRow, today: date
) -> list[Hit] | None:
    """Where the person is found; None for who may not see it, and when the person's name was erased itself."""
    if actor.role not in READS_HITS or row.request.person is None:
        return None
    return search(session, definitions, row.customer, row.request.person, row.request.post or "", today).hits()


def holds_in_force(session: Session) -> list[tuple[LegalHold, Customer, str]]:
    """Every hold that is not released, with its customer and who placed it."""
    asked = select(LegalHold, Customer, User.name).join(Customer, Customer.id == LegalHold.customer_id)
    asked = asked.join(User, User.id == LegalHold.placed_by_id).where(LegalHold.released_at.is_(None))
    return [(hold, customer, name) for hold, customer, name in session.execute(asked.order_by(LegalHold.id))]


def customer_numbered(session: Session, actor: Actor, number: str) -> int:
    """Id of a customer whom the actor sees; NotFound."""
    asked = select(Customer.id).where(Customer.number == number.strip(), visible_customers(actor))
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound(number)
    return found


def _asked(actor: Actor) -> Select[PrivacyRequest, Customer, str, str | None]:
    return (
        select(PrivacyRequest, Customer, TAKER.name, DECIDER.name)
        .join(Customer, Customer.id == PrivacyRequest.customer_id)
        .join(TAKER, TAKER.id == PrivacyRequest.taken_by_id)
        .outerjoin(DECIDER, DECIDER.id == PrivacyRequest.decided_by_id)
        .where(visible_customers(actor))
    )


def _row(session: Session, found: Asked, today: date) -> RequestRow:
    request, customer, taken, decided = found
    late = BankCalendar().working_days_late(session, request.due_on, today) if request.status == OPEN else 0
    return RequestRow(request, customer, taken, decided or "", late)
