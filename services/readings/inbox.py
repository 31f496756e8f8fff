"""The inbox of one person: his open items, those his groups may claim, those he finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import WorkItem, WorkItemGroup
from services.customers import matching
from services.models import Customer
from services.readings.paging import Page, page_of

View = Literal["mine", "groups", "done"]
SOON = timedelta(days=7)


@dataclass(frozen=True)
class ItemRow:
    """One item of a list. ``status``: open or completed."""

    id: int
    name: str
    name_en: str
    step: str | None
    due_date: date | None
    customer_number: str
    customer_name: str
    tier: str | None
    instance_id: int
    status: str
    opened_at: datetime
    completed_at: datetime | None
    groups: tuple[str, ...]


@dataclass(frozen=True)
class InboxFilter:
    """What the person wants to see. ``due``: overdue, week or empty; ``text``: part of a customer's name or number."""

    view: View = "mine"
    step: str = ""
    due: str = ""
    text: str = ""


def inbox_page(session: Session, actor: Actor, wanted: InboxFilter, today: date, number: int) -> Page[ItemRow]:
    """A page of items: the longest overdue first, finished ones the newest first."""
    query = select(WorkItem, Customer).outerjoin(Customer, Customer.id == WorkItem.subject_id)
    query = query.where(_scope(actor, wanted.view))
    query = _narrowed(query, wanted, today)
    if wanted.view == "done":
        query = query.order_by(WorkItem.completed_at.desc(), WorkItem.id.desc())
    else:
        query = query.order_by(WorkItem.due_date.is_(None), WorkItem.due_date, WorkItem.id)
    return page_of(session, query, number, _row)


def count_mine(session: Session, actor: Actor) -> int:
    """How many open items the actor has."""
    return _count(session, _scope(actor, "mine"))


def count_unclaimed(session: Session, actor: Actor) -> int:
    """How many open items his groups may claim."""
    return _count(session, _scope(actor, "groups"))


def count_overdue(session: Session, actor: Actor, today: date) -> int:
    """How many of his own open items are late."""
    return _count(session, _scope(actor, "mine") & (WorkItem.due_date < today))


def next_item_id(session: Session, actor: Actor, instance_id: int) -> int | None:
    """The item of an instance that is the actor's now, his own before his groups'; None when none is."""
    either = or_(_scope(actor, "mine"), _scope(actor, "groups"))
    found = select(WorkItem.id).where(WorkItem.instance_id == instance_id, either)
    return session.scalars(found.order_by(WorkItem.assignee_id.is_(None), WorkItem.id)).first()


def _scope(actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "done":
        return (WorkItem.status == "completed") & (WorkItem.completed_by_id == actor.user_id)
    if view == "groups":
        grouped = select(WorkItemGroup.work_item_id).where(WorkItemGroup.group.in_(sorted(actor.groups)))
        return (WorkItem.status == "open") & WorkItem.assignee_id.is_(None) & WorkItem.id.in_(grouped)
    return (WorkItem.status == "open") & (WorkItem.assignee_id == actor.user_id)


def _narrowed(query: Select[*tuple[Any, ...]], wanted: InboxFilter, today: date) -> Select[*tuple[Any, ...]]:
    if wanted.step:
        query = query.where(WorkItem.step == wanted.step)
    if wanted.due == "overdue":
        query = query.where(WorkItem.due_date < today)
    if wanted.due == "week":
        query = query.where(WorkItem.due_date <= today + SOON)
    if wanted.text:
        query = query.where(matching(wanted.text))
    return query


def _row(found: Any) -> ItemRow:
    item: WorkItem = found[0]
    customer: Customer | None = found[1]
    return ItemRow(
        item.id,
        item.name,
        item.name_en,
        item.step,
        item.due_date,
        customer.number if customer else "",
        customer.name if customer else "",
        customer.tier if customer else None,
        item.instance_id,
        item.status,
        item.opened_at,
        item.completed_at,
        tuple(sorted(group.group for group in item.groups)),
    )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(WorkItem.id)).where(condition)) or 0
