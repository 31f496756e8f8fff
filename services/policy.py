"""Answers the runtime's questions about rights (domain: Roles and what they see; E1, E2). Deny by default."""

from __future__ import annotations

from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import FormSubmission, Instance, WorkItem
from services.models import ADMIN, AM, CC, CC_HEAD, OWNER, SUP, User
from services.privacy.restricted import hidden_from
from services.visibility import may_see_customer, may_see_form

STARTERS = {"relationship-maintenance": (AM, SUP), "plan-adjustment": (SUP,)}  # process → roles; others: the system


class BankPolicy:
    """The bank's `AccessPolicy`."""

    def may_start(self, session: Session, actor: Actor, definition_key: str, subject_id: int | None) -> bool:
        """A cycle: the AM for own customers, SUP within the team. An adjustment: SUP."""
        if actor.is_system:
            return True
        if subject_id is None or actor.role not in STARTERS.get(definition_key, ()):
            return False
        return may_see_customer(session, actor, subject_id)

    def may_see_instance(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """Whoever sees the customer sees his instances."""
        if actor.is_system:
            return True
        return instance.subject_id is not None and may_see_customer(session, actor, instance.subject_id)

    def may_see_form(self, session: Session, actor: Actor, submission: FormSubmission) -> bool:
        """Whoever finds it on a page of his, and its personal data there."""
        if actor.is_system:
            return True
        is_hidden = submission.id in hidden_from(session, actor, "form", [submission.id])
        return not is_hidden and may_see_form(session, actor, submission)

    def may_cancel(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """The supervisor of the customer's team; a task only by adjusting its plan, so that the cycle learns of it."""
        if actor.is_system:
            return True
        return actor.role == SUP and instance.parent_id is None and self.may_see_instance(session, actor, instance)

    def may_draft(self, actor: Actor) -> bool:
        """Process owners."""
        return actor.is_system or actor.role == OWNER

    def may_publish(self, actor: Actor) -> bool:
        """The command centre, for definitions as for the standard (E2)."""
        return actor.is_system or actor.role in (CC, CC_HEAD)

    def may_migrate(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """Who confirms a publication sees its customers, and answers for what becomes of their cycles."""
        return self.may_migrate_many(actor)

    def may_migrate_many(self, actor: Actor) -> bool:
        """The command centre, which sees every cycle. A process owner sees counts; an administrator never."""
        return actor.is_system or actor.role in (CC, CC_HEAD)

    def may_ask_impact(self, actor: Actor) -> bool:
        """Whoever drafts, and whoever decides on a draft; who changes is for the command centre alone to see."""
        return actor.is_system or actor.role in (OWNER, CC, CC_HEAD)

    def may_handle_incidents(self, actor: Actor) -> bool:
        """Administrators."""
        return actor.is_system or actor.role == ADMIN

    def may_reassign(self, session: Session, actor: Actor, work_item: WorkItem, user_id: int) -> bool:
        """A supervisor, within the team, to somebody who may do that work."""
        if actor.is_system:
            return True
        if actor.role != SUP or work_item.has_groups or work_item.subject_id is None:
            return False
        heir = session.get(User, user_id)
        return (
            heir is not None
            and heir.active
            and heir.team_id == actor.team_id
            and _may_work(work_item, heir)
            and may_see_customer(session, actor, work_item.subject_id)
        )


def _may_work(item: WorkItem, heir: User) -> bool:
    # A supervisor decides what an AM prepared (seed conflict; E1). Where four eyes guard the item they suffice.
    if item.lane_id == "lane_sup" and not item.not_by:
        return heir.role == SUP
    return heir.role in (AM, SUP)
