"""What waits at one element of a process, for an actor who may know its customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from processes.actors import Actor
from processes.models import IS_OPEN, IS_RUNNING, IS_UNRESOLVED, DefinitionVersion, Incident, Instance, WorkItem
from services.models import Customer, User
from services.readings.paging import Page, page_of
from services.visibility import visible_instances

MOST_INCIDENTS = 200


@dataclass(frozen=True)
class WaitingItem:
    """An open item. ``assignee``: empty where it waits for one of ``groups``."""

    id: int
    instance_id: int
    version: int
    customer_id: int | None
    customer_number: str
    customer_name: str
    due_date: date | None
    opened_at: datetime
    assignee: str
    groups: tuple[str, ...]


def items_at(
    session: Session, actor: Actor, version_ids: tuple[int, ...], element_id: str, number: int
) -> Page[WaitingItem]:
    """A page of the open items that the actor may see at an element of these versions, the longest due first."""
    query = (
        select(WorkItem, Customer, User.name, DefinitionVersion.version)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(DefinitionVersion, DefinitionVersion.id == Instance.definition_version_id)
        .outerjoin(Customer, Customer.id == WorkItem.subject_id)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .options(selectinload(WorkItem.groups))
        .where(IS_OPEN, IS_RUNNING, WorkItem.element_id == element_id)
        .where(Instance.definition_version_id.in_(version_ids), visible_instances(actor))
        .order_by(WorkItem.due_date.nulls_last(), WorkItem.id)
    )
    return page_of(session, query, number, _row)


def incidents_at(
    session: Session, actor: Actor, version_ids: tuple[int, ...], element_id: str
) -> list[tuple[Incident, Customer | None]]:
    """The open incidents at an element of these versions, the oldest first."""
    query = (
        select(Incident, Customer)
        .join(Instance, Instance.id == Incident.instance_id)
        .outerjoin(Customer, Customer.id == Instance.subject_id)
        .where(IS_UNRESOLVED, Incident.element_id == element_id)
        .where(Instance.definition_version_id.in_(version_ids), visible_instances(actor))
        .order_by(Incident.id)
        .limit(MOST_INCIDENTS)
    )
    return [(incident, customer) for incident, customer in session.execute(query)]


def _row(found: Any) -> WaitingItem:
    item, customer, assignee, version = found
    return WaitingItem(
        item.id,
        item.instance_id,
        version,
        customer.id if customer else None,
        customer.number if customer else "",
        customer.name if customer else "",
        item.due_date,
        item.opened_at,
        assignee or "",
        tuple(sorted(group.group for group in item.groups)),
    )
