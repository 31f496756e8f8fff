"""Which rows an actor may see, as SQL conditions and as questions (domain: Roles and what they see)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, false, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from processes.actors import Actor
from processes.models import FormSubmission, Instance, WorkItem, WorkItemGroup
from processes.submissions import latest_submission
from services.models import AM, AUD, BS, CC, CC_HEAD, SUP, Customer, User

ITEM = (
    select(WorkItem)
    .join(WorkItem.instance)
    .options(contains_eager(WorkItem.instance))
    .where(WorkItem.id == bindparam("id"))
)
EVERYTHING = (CC, CC_HEAD, AUD)
KEY_PERSON_FORM = "relation-map"
KEY_PERSON_ROLES = (AM, SUP, CC, CC_HEAD, AUD)  # who may see C3, within the customers they see


def visible_customers(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Customer`."""
    if actor.is_system or actor.role in EVERYTHING:
        return true()
    if actor.role == AM:
        return Customer.am_id == actor.user_id
    if actor.role == SUP and actor.team_id is not None:
        return Customer.am_id.in_(select(User.id).where(User.team_id == actor.team_id))
    return false()


def visible_instances(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Instance`: those about a customer that the actor sees."""
    if actor.is_system or actor.role in EVERYTHING:
        return true()
    return Instance.subject_id.in_(select(Customer.id).where(visible_customers(actor)))


def visible_items(actor: Actor) -> ColumnElement[bool]:
    """The condition on `WorkItem`: the actor's own, his groups', and those about customers he sees."""
    grouped = select(WorkItemGroup.work_item_id).where(WorkItemGroup.group.in_(sorted(actor.groups)))
    return or_(
        WorkItem.assignee_id == actor.user_id,
        WorkItem.completed_by_id == actor.user_id,
        WorkItem.id.in_(grouped),
        true()
        if actor.role in EVERYTHING
        else WorkItem.subject_id.in_(select(Customer.id).where(visible_customers(actor))),
    )


def item_for(session: Session, actor: Actor, work_item_id: int) -> WorkItem | None:
    """The item with its instance, when the actor may see it; None else."""
    found = session.scalars(ITEM, {"id": work_item_id}).first()
    if found is None or actor.user_id in (found.assignee_id, found.completed_by_id):
        return found  # his own: the commonest case needs no second question
    seen = select(WorkItem.id).where(WorkItem.id == work_item_id, visible_items(actor))
    return None if session.scalar(seen) is None else found


def may_see_customer(session: Session, actor: Actor, customer_id: int) -> bool:
    """Whether the actor may know that customer."""
    found = select(Customer.id).where(Customer.id == customer_id, visible_customers(actor))
    return session.scalars(found).first() is not None


def may_see_form(session: Session, actor: Actor, submission: FormSubmission) -> bool:
    """Whether a page of the actor's shows the submitted form: its item's, its instance's, or the page of another item
    of the same cycle, which shows the latest form of each element (business support sees its own items only)."""
    if submission.form_key == KEY_PERSON_FORM and actor.role not in KEY_PERSON_ROLES:
        return False
    if item_for(session, actor, submission.work_item_id) is not None:
        return True
    if actor.role == BS:
        return False
    cycle_id = submission.instance_id
    beside = (
        select(WorkItem.id)
        .join(WorkItem.instance)
        .where(or_(Instance.id == cycle_id, Instance.parent_id == cycle_id), visible_items(actor))
    )
    latest = latest_submission(session, cycle_id, submission.element_id)
    return latest is not None and latest.id == submission.id and session.scalar(beside.limit(1)) is not None
