"""The notices a person has not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import WorkItem
from services.models import Customer, Notification

NEWEST = 20


@dataclass(frozen=True)
class NoticeRow:
    """``code`` and ``parameters`` make the sentence; the item may be None."""

    code: str
    parameters: Mapping[str, object]
    at: datetime
    item: WorkItem | None
    customer_name: str


def unread_notices(session: Session, actor: Actor) -> list[NoticeRow]:
    """The newest first."""
    found = session.execute(
        select(Notification, WorkItem, Customer)
        .outerjoin(WorkItem, WorkItem.id == Notification.work_item_id)
        .outerjoin(Customer, Customer.id == WorkItem.subject_id)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .order_by(Notification.id.desc())
        .limit(NEWEST)
    )
    return [
        NoticeRow(notice.code, notice.parameters, notice.created_at, item, customer.name if customer else "")
        for notice, item, customer in found
    ]
