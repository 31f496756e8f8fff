"""Cycles and other instances for one actor: lists, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.database.rows import table_of
from processes.errors import NotFound
from processes.history import first_broken
from processes.models import IS_RUNNING, DefinitionVersion, FormSubmission, Instance, WorkItem
from services.customers import matching
from services.models import Customer, MaintenanceTask, PlanVersion, User
from services.procedure.adjust import may_adjust
from services.procedure.cycle import CYCLE
from services.readings.history import PATH, HistoryRow, history_row, stream_events
from services.readings.paging import Page, page_of
from services.visibility import KEY_PERSON_FORM, KEY_PERSON_ROLES, visible_instances

FORMS = table_of(FormSubmission)
SUBMISSIONS = (
    select(*(column for column in FORMS.c if column.name != "form_values"))
    .where(FORMS.c.instance_id == bindparam("instance"), FORMS.c.form_key != bindparam("hidden"))
    .order_by(FORMS.c.id)
)


@dataclass(frozen=True)
class InstanceRow:
    """A line of the list of cycles."""

    id: int
    status: str
    step: str | None
    started_at: datetime
    ended_at: datetime | None
    customer_id: int
    customer_number: str
    customer_name: str
    tier: str | None


@dataclass(frozen=True)
class InstancePage:
    """Everything that the page of an instance shows; forms that the actor may not see are left out."""

    instance: Instance
    version: DefinitionVersion
    customer: Customer | None
    open_items: list[tuple[WorkItem, str]]
    submissions: list[FormSubmission]
    plans: list[PlanVersion]
    tasks: list[tuple[MaintenanceTask, str]]
    children: list[Instance]
    history: list[HistoryRow]
    chain_intact: bool
    may_adjust: bool


def cycles_page(session: Session, actor: Actor, status: str, text: str, number: int) -> Page[InstanceRow]:
    """The cycles that the actor sees, the newest first. ``status``: running, completed or empty for all."""
    query = (
        select(Instance, Customer)
        .join(Customer, Customer.id == Instance.subject_id)
        .where(Instance.definition_key == CYCLE, visible_instances(actor), matching(text))
        .order_by(Instance.id.desc())  # as they were started, without sorting them all
    )
    if status:
        query = query.where(IS_RUNNING if status == "running" else Instance.status == status)
    return page_of(session, query, number, _row)


def instance_for(session: Session, actor: Actor, instance_id: int) -> Instance:
    """The instance, when the actor sees it; else NotFound."""
    found = session.scalars(select(Instance).where(Instance.id == instance_id, visible_instances(actor))).first()
    if found is None:
        raise NotFound(str(instance_id))
    return found


def instance_page(session: Session, actor: Actor, instance_id: int) -> InstancePage:
    """The page of an instance; NotFound for a foreign one."""
    instance = instance_for(session, actor, instance_id)
    events = stream_events(session, f"instance:{instance.id}")
    return InstancePage(
        instance=instance,
        version=instance.definition_version,
        customer=None if instance.subject_id is None else session.get(Customer, instance.subject_id),
        open_items=_open_items(session, instance),
        submissions=_whole(session, visible_submissions(session, actor, instance.id)),
        plans=_plans(session, instance),
        tasks=_tasks(session, instance),
        children=_children(session, instance),
        history=[history_row(event) for event in events if event.action != PATH],
        chain_intact=first_broken(events) is None,
        may_adjust=may_adjust(session, actor, instance),
    )


def visible_submissions(session: Session, actor: Actor, instance_id: int) -> Sequence[Row[Any]]:
    """The forms submitted in an instance, in order; key persons (C3) only for who may see them.

    Rows without what the forms say: a list of titles needs none of it.
    """
    hidden = "" if actor.role in KEY_PERSON_ROLES else KEY_PERSON_FORM
    return session.connection().execute(SUBMISSIONS, {"instance": instance_id, "hidden": hidden}).all()


def _whole(session: Session, submissions: Sequence[Row[Any]]) -> list[FormSubmission]:
    """The same, with what they say, read at once."""
    found = select(FormSubmission).where(FormSubmission.id.in_([one.id for one in submissions]))
    return list(session.scalars(found.order_by(FormSubmission.id)))


def element_names(definition: Any, language: str) -> dict[str, str]:
    """Element id → what the diagram calls it."""
    return {
        key: (element.name_en if language == "en" else element.name) or element.name or key
        for key, element in definition.spec.elements.items()
    }


def is_late(due: date | None, today: date) -> bool:
    """Whether a due date has passed."""
    return due is not None and due < today


def _open_items(session: Session, instance: Instance) -> list[tuple[WorkItem, str]]:
    found = select(WorkItem).where(WorkItem.instance_id == instance.id, WorkItem.status == "open")
    return [(item, _name(session, item.assignee_id)) for item in session.scalars(found.order_by(WorkItem.id))]


def _name(session: Session, user_id: int | None) -> str:
    user = None if user_id is None else session.get(User, user_id)
    return "" if user is None else user.name


def _plans(session: Session, instance: Instance) -> list[PlanVersion]:
    found = select(PlanVersion).where(PlanVersion.instance_id == instance.id).order_by(PlanVersion.version)
    return list(session.scalars(found))


def _tasks(session: Session, instance: Instance) -> list[tuple[MaintenanceTask, str]]:
    found = select(MaintenanceTask).where(MaintenanceTask.cycle_id == instance.id).order_by(MaintenanceTask.id)
    return [(task, _name(session, task.assignee_id)) for task in session.scalars(found)]


def _children(session: Session, instance: Instance) -> list[Instance]:
    found = select(Instance).where(Instance.parent_id == instance.id).order_by(Instance.id)
    return list(session.scalars(found))


def _row(found: Any) -> InstanceRow:
    instance: Instance = found[0]
    customer: Customer = found[1]
    return InstanceRow(
        instance.id,
        instance.status,
        instance.step,
        instance.started_at,
        instance.ended_at,
        customer.id,
        customer.number,
        customer.name,
        customer.tier,
    )
