"""Customers for one actor: the list, and the page of one with his file, ratings, plans and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.instances import running_about
from processes.models import Instance
from services.archive import current_archive
from services.customers import customer_for, matching
from services.models import (
    AM,
    SUP,
    ArchiveVersion,
    Assessment,
    Customer,
    LegalHold,
    PlanVersion,
    ServiceRecord,
    TierRecord,
    User,
)
from services.privacy.holds import hold_on
from services.procedure.cycle import CYCLE
from services.readings.paging import Page, page_of
from services.visibility import visible_customers


@dataclass(frozen=True)
class CustomerRow:
    """A line of the list. ``cycle_id``: the running cycle, None when none runs."""

    id: int
    number: str
    name: str
    tier: str | None
    status: str
    manager: str
    cycle_id: int | None
    step: str | None


@dataclass(frozen=True)
class CustomerPage:
    """Everything that the page of a customer shows."""

    customer: Customer
    manager: User
    archive: ArchiveVersion | None
    versions: list[ArchiveVersion]
    ratings: list[tuple[TierRecord, Assessment, str, str]]
    cycles: list[Instance]
    plans: list[PlanVersion]
    records: list[tuple[ServiceRecord, str]]
    may_start: bool
    hold: LegalHold | None = None


def customers_page(session: Session, actor: Actor, text: str, tier: str, number: int) -> Page[CustomerRow]:
    """The customers that the actor sees, by number."""
    running = select(Instance).where(Instance.definition_key == CYCLE, Instance.status == "running").subquery()
    query = (
        select(Customer, User.name, running.c.id, running.c.step)
        .join(User, User.id == Customer.am_id)
        .outerjoin(running, running.c.subject_id == Customer.id)
        .where(visible_customers(actor), matching(text))
        .order_by(Customer.number)
    )
    if tier:
        query = query.where(Customer.tier == tier)
    return page_of(session, query, number, _row)


def customer_page(session: Session, actor: Actor, customer_id: int) -> CustomerPage:
    """The page of a customer; NotFound for a foreign one."""
    customer = customer_for(session, actor, customer_id)
    is_running = running_about(session, CYCLE, customer.id) is not None
    return CustomerPage(
        customer=customer,
        manager=session.get_one(User, customer.am_id),
        archive=current_archive(session, customer.id),
        versions=_all(session, ArchiveVersion, customer.id, ArchiveVersion.version.desc()),
        ratings=_ratings(session, customer.id),
        cycles=_cycles(session, customer.id),
        plans=_all(session, PlanVersion, customer.id, PlanVersion.id.desc()),
        records=_records(session, customer.id),
        may_start=actor.role in (AM, SUP) and not is_running and customer.status == "active",
        hold=hold_on(session, customer.id),
    )


def _ratings(session: Session, customer_id: int) -> list[tuple[TierRecord, Assessment, str, str]]:
    found = select(TierRecord).where(TierRecord.customer_id == customer_id).order_by(TierRecord.id.desc())
    return [
        (
            record,
            session.get_one(Assessment, record.assessment_id),
            session.get_one(User, record.rated_by_id).name,
            session.get_one(User, record.approved_by_id).name,
        )
        for record in session.scalars(found)
    ]


def _cycles(session: Session, customer_id: int) -> list[Instance]:
    found = select(Instance).where(Instance.subject_id == customer_id, Instance.definition_key == CYCLE)
    return list(session.scalars(found.order_by(Instance.id.desc())))


def _records(session: Session, customer_id: int) -> list[tuple[ServiceRecord, str]]:
    found = (
        select(ServiceRecord, User.name)
        .join(User, User.id == ServiceRecord.staff_id)
        .where(ServiceRecord.customer_id == customer_id)
        .order_by(ServiceRecord.happened_at.desc(), ServiceRecord.id.desc())
    )
    return [(record, name) for record, name in session.execute(found)]


def _all(session: Session, kind: Any, customer_id: int, order: Any) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.customer_id == customer_id).order_by(order)))


def _row(found: Any) -> CustomerRow:
    customer, manager, cycle_id, step = found
    return CustomerRow(
        customer.id, customer.number, customer.name, customer.tier, customer.status, manager, cycle_id, step
    )
