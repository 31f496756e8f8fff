"""The inbox of one person: his open items, those his groups may claim, those he finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, Select, TextClause, and_, bindparam, select
from sqlalchemy.orm import Session, selectinload

from processes.actors import Actor
from processes.database.rows import table_of
from processes.models import IS_OPEN, IS_WAITING, WorkItem, WorkItemGroup
from services.customers import matching
from services.models import Customer
from services.readings.counting import counted
from services.readings.paging import Page, page_of

View = Literal["mine", "groups", "done"]
SOON = timedelta(days=7)
ITEMS, GROUPS = table_of(WorkItem), table_of(WorkItemGroup)
MINE = counted(select(ITEMS.c.id).where(IS_OPEN, ITEMS.c.assignee_id == bindparam("user")))
LATE = counted(
    select(ITEMS.c.id).where(
        IS_OPEN, ITEMS.c.assignee_id == bindparam("user"), ITEMS.c.due_date < bindparam("today", type_=Date)
    )
)
OF_GROUP = counted(select(GROUPS.c.work_item_id).where(IS_WAITING, GROUPS.c.candidate_group == bindparam("group")))
OF_GROUPS = counted(
    select(GROUPS.c.work_item_id)
    .where(IS_WAITING, GROUPS.c.candidate_group.in_(bindparam("groups", expanding=True)))
    .distinct()
)


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
    customer_id: int | None


@dataclass(frozen=True)
class InboxFilter:
    """What the person wants to see. ``due``: overdue, week or empty; ``text``: part of a customer's name or number."""

    view: View = "mine"
    step: str = ""
    due: str = ""
    text: str = ""


def inbox_page(session: Session, actor: Actor, wanted: InboxFilter, today: date, number: int) -> Page[ItemRow]:
    """A page of items: the longest overdue first, finished ones the newest first."""
    if wanted.view == "groups":
        return _claimable_page(session, actor, wanted, today, number)
    query = select(WorkItem, Customer).outerjoin(Customer, Customer.id == WorkItem.subject_id)
    query = query.options(selectinload(WorkItem.groups)).where(_scope(actor, wanted.view))
    query = _narrowed(query, wanted, WorkItem.due_date, WorkItem.step, today)
    if wanted.view == "done":
        query = query.order_by(WorkItem.completed_at.desc(), WorkItem.id.desc())
    else:
        query = query.order_by(WorkItem.due_date.is_(None), WorkItem.due_date, WorkItem.id)
    return page_of(session, query, number, _row)


def count_mine(session: Session, actor: Actor) -> int:
    """How many open items the actor has; see `counted`."""
    return _once(session, ("mine", actor.user_id), MINE, {"user": actor.user_id})


def count_unclaimed(session: Session, actor: Actor) -> int:
    """How many open items his groups may claim; see `counted`."""
    groups = tuple(sorted(actor.groups))
    if not groups:
        return 0
    if len(groups) == 1:
        return _once(session, ("unclaimed", groups), OF_GROUP, {"group": groups[0]})
    # One group names an item once; only an item of several groups could be counted twice.
    return _once(session, ("unclaimed", groups), OF_GROUPS, {"groups": groups})


def count_overdue(session: Session, actor: Actor, today: date) -> int:
    """How many of his own open items are late; see `counted`."""
    return _once(session, ("late", actor.user_id), LATE, {"user": actor.user_id, "today": today})


def _scope(actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "done":
        return (WorkItem.status == "completed") & (WorkItem.completed_by_id == actor.user_id)
    if view == "groups":
        grouped = select(WorkItemGroup.work_item_id).where(WorkItemGroup.group.in_(sorted(actor.groups)))
        return (WorkItem.status == "open") & WorkItem.assignee_id.is_(None) & WorkItem.id.in_(grouped)
    return and_(IS_OPEN, WorkItem.assignee_id == actor.user_id)


def _claimable_page(session: Session, actor: Actor, wanted: InboxFilter, today: date, number: int) -> Page[ItemRow]:
    groups = tuple(sorted(actor.groups))
    query = select(WorkItemGroup.work_item_id, WorkItemGroup.due_order).where(*_waiting_for(groups))
    if wanted.text:
        query = query.join(WorkItem, WorkItem.id == WorkItemGroup.work_item_id)
        query = query.join(Customer, Customer.id == WorkItem.subject_id)
    query = _narrowed(query, wanted, WorkItemGroup.due_order, WorkItemGroup.step, today)
    if len(groups) > 1:
        query = query.distinct()
    query = query.order_by(WorkItemGroup.due_order, WorkItemGroup.work_item_id)
    is_whole = not (wanted.text or wanted.step or wanted.due)
    total = count_unclaimed(session, actor) if is_whole else None
    page = page_of(session, query, number, lambda found: int(found[0]), total)
    return Page(_rows(session, page.rows), page.number, page.pages, page.total, page.is_open)


def _rows(session: Session, item_ids: Sequence[int]) -> list[ItemRow]:
    query = select(WorkItem, Customer).outerjoin(Customer, Customer.id == WorkItem.subject_id)
    found = session.execute(query.options(selectinload(WorkItem.groups)).where(WorkItem.id.in_(item_ids)))
    rows = {row.id: row for row in map(_row, found)}
    return [rows[item_id] for item_id in item_ids]


def _waiting_for(groups: Sequence[str]) -> tuple[TextClause, ColumnElement[bool]]:
    one = WorkItemGroup.group == groups[0] if len(groups) == 1 else WorkItemGroup.group.in_(groups)
    return (IS_WAITING, one)


def _narrowed(
    query: Select[*tuple[Any, ...]], wanted: InboxFilter, due: Any, step: Any, today: date
) -> Select[*tuple[Any, ...]]:
    if wanted.step:
        query = query.where(step == wanted.step)
    if wanted.due == "overdue":
        query = query.where(due < today)
    if wanted.due == "week":
        query = query.where(due <= today + SOON)
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
        item.subject_id,
    )


def _once(session: Session, key: tuple[object, ...], query: Select[int], wanted: dict[str, object]) -> int:
    # The header and the page tell the same number of the same snapshot.
    known: dict[tuple[object, ...], int] = session.info.setdefault("inbox counts", {})
    if key not in known:
        known[key] = session.connection().execute(query, wanted).scalar_one()
    return known[key]
