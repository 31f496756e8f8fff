"""Four eyes, approval by approval: who did it, who checked it, why each could, who else could, and who could not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, or_, select
from sqlalchemy.orm import Session

from processes.models import FormSubmission, HistoryEvent, WorkItem
from services.customers import matching
from services.models import Customer
from services.procedure.segregation import DUTIES
from services.readings.audit_reports.report import Said, Wanted, queried
from services.readings.audit_reports.rights import Right, Rights, names_of

CHECKING = sorted({duty.approved for duty in DUTIES})


@dataclass(frozen=True)
class Approval:
    """A form that decides on others' work. ``kept``: whether none of those who did the work decided on it."""

    at: datetime
    customer: str
    step: Said
    decision: Said
    approver: str
    approver_could: tuple[Said, ...]
    prepared: tuple[Said, ...]
    others: tuple[Said, ...]
    excluded: tuple[Said, ...]
    kept: Said
    customer_id: int
    instance_id: int
    work_item_id: int


def _query(_session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    checks = or_(cast(WorkItem.not_by, String) != "[]", WorkItem.form_key.in_(CHECKING))
    return (
        select(FormSubmission, WorkItem, Customer)
        .join(WorkItem, WorkItem.id == FormSubmission.work_item_id)
        .join(Customer, Customer.id == WorkItem.subject_id)
        .where(checks, wanted.holds(FormSubmission.submitted_at), matching(wanted.text))
        .order_by(FormSubmission.id.desc())
    )


class _Evidence:
    """Finds what stands behind approvals; people and their rights are looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rights = Rights(session)
        self._names = names_of(session)

    def __call__(self, found: Any) -> Approval:
        submission, item, customer = found
        before = self._prepared(item)
        barred = {one.completed_by_id: one for one in before}
        kept = item.completed_by_id not in barred
        return Approval(
            at=submission.submitted_at,
            customer=f"{customer.number} {customer.name}",
            step=Said("named", {"zh": item.name, "en": item.name_en}),
            decision=Said("decision", {"word": submission.values.get("decision") or "—"}),
            approver=submission.submitted_by_name,
            approver_could=self._why(item),
            prepared=tuple(said for one in before for said in (_did(one), *self._why(one))),
            others=tuple(self._people(self._candidates(item) - {item.completed_by_id} - set(barred), item)),
            excluded=tuple(_did(one) for one in barred.values()),
            kept=Said("kept" if kept else "broken"),
            customer_id=customer.id,
            instance_id=item.instance_id,
            work_item_id=item.id,
        )

    def _prepared(self, item: WorkItem) -> list[WorkItem]:
        """The finished items whose work this one checks, the last of each person and element."""
        if not item.not_by:
            return []
        found = select(WorkItem).where(
            WorkItem.instance_id == item.instance_id,
            WorkItem.element_id.in_(item.not_by),
            WorkItem.status == "completed",
            WorkItem.completed_at <= item.completed_at,
        )
        last = {
            (one.element_id, one.completed_by_id): one for one in self._session.scalars(found.order_by(WorkItem.id))
        }
        return list(last.values())

    def _why(self, item: WorkItem) -> tuple[Said, ...]:
        """Why whoever finished an item could: as the item was opened, claimed and given on."""
        assert item.completed_at is not None
        right = self._rights.of(item.completed_by_id, item.completed_at)
        found = [Said("as_role", {"role": right.role, "team": right.team})] if right is not None else []
        lane = item.lane_id or "—"
        for event in self._events(item):
            if event["action"] == "item:claim":
                groups = sorted(right.groups & set(_groups(item))) if right is not None else []
                found.append(Said("claimed", {"groups": groups, "at": event["at"]}))
            elif event["action"] == "item:reassign" and event.get("after") == item.completed_by_id:
                found.append(Said("reassigned", {"by": event["by"], "at": event["at"]}))
            elif event["action"] == "item:open" and event.get("assignee") == item.completed_by_id:
                found.append(Said("assigned", {"lane": lane, "at": event["at"]}))
        return tuple(found)

    def _events(self, item: WorkItem) -> list[dict[str, Any]]:
        kinds = ("item:open", "item:claim", "item:reassign")
        found = select(HistoryEvent).where(
            HistoryEvent.stream == f"instance:{item.instance_id}", HistoryEvent.action.in_(kinds)
        )
        events = [
            {**json.loads(one.context), "action": one.action, "at": one.at, "by": one.actor.partition(":")[2]}
            for one in self._session.scalars(found.order_by(HistoryEvent.seq))
        ]
        return [one for one in events if one.get("item") == item.id]

    def _candidates(self, item: WorkItem) -> set[int | None]:
        """Who could have taken it when it was finished: the members of its groups; one assigned shares it with none."""
        groups = set(_groups(item))
        assert item.completed_at is not None
        return {one.user_id for one in self._rights.at(item.completed_at) if one.groups & groups}

    def _people(self, ids: set[int | None], item: WorkItem) -> list[Said]:
        assert item.completed_at is not None
        rights = [self._rights.of(one, item.completed_at) for one in sorted(one for one in ids if one is not None)]
        return [self._said(one) for one in rights if one is not None]

    def _said(self, right: Right) -> Said:
        return Said("person", {"name": self._names.get(right.user_id, right.login), "role": right.role})


def _groups(item: WorkItem) -> list[str]:
    return sorted(group.group for group in item.groups)


def _did(item: WorkItem) -> Said:
    return Said("did", {"name": item.completed_by_name or "", "zh": item.name, "en": item.name_en})


APPROVALS = queried(
    "four-eyes",
    ("at", "customer", "step", "decision", "approver", "approver_could", "prepared", "others", "excluded", "kept"),
    _query,
    _Evidence,
    by_customer=True,
)
