"""Commands on work items: claim, give back, reassign, draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import ItemTaken, NotAllowed
from processes.items import change_item
from processes.models import Draft, WorkItem
from processes.rights import item_for, open_item_for, refuse_four_eyes


@dataclass(frozen=True)
class ClaimWorkItem:
    """Take an item that the actor's group may claim."""

    work_item_id: int


@dataclass(frozen=True)
class UnclaimWorkItem:
    """Give a claimed item back to its groups."""

    work_item_id: int


@dataclass(frozen=True)
class ReassignWorkItem:
    """Give an item to another person; ``due_date`` replaces its due date when given (ISO).

    ``reason``: why, for the history.
    """

    work_item_id: int
    user_id: int
    due_date: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class SaveDraft:
    """Keep what the actor typed; ``values``: HTML name → texts as posted."""

    work_item_id: int
    values: Mapping[str, object]


@handles(ClaimWorkItem)
def claim_work_item(context: CommandContext, command: ClaimWorkItem) -> None:
    """ItemTaken when somebody else has it; FourEyes when the actor did what it checks (E1)."""
    item = open_item_for(context, command.work_item_id)
    take(context, item)


def take(context: CommandContext, item: WorkItem) -> None:
    """Make the actor the item's assignee, if he may be; nothing when he is."""
    refuse_four_eyes(context, item)
    if item.assignee_id == context.actor.user_id:
        return
    if item.assignee_id is not None:
        raise ItemTaken(context.runtime.ports.people.name_of(context.session, item.assignee_id))
    if not context.actor.groups & {group.group for group in item.groups}:
        raise NotAllowed
    change_item(context, item, assignee_id=context.actor.user_id, claimed_at=context.now)
    context.history(f"instance:{item.instance_id}", "item:claim", item=item.id, element=item.element_id)


@handles(UnclaimWorkItem)
def unclaim_work_item(context: CommandContext, command: UnclaimWorkItem) -> None:
    """NotAllowed unless the actor claimed it from a group."""
    item = open_item_for(context, command.work_item_id)
    if item.assignee_id != context.actor.user_id or not item.has_groups:
        raise NotAllowed
    change_item(context, item, assignee_id=None, claimed_at=None)
    context.history(f"instance:{item.instance_id}", "item:unclaim", item=item.id, element=item.element_id)


@handles(ReassignWorkItem)
def reassign_work_item(context: CommandContext, command: ReassignWorkItem) -> None:
    """NotAllowed unless the access policy lets the actor reassign it."""
    item = item_for(context, command.work_item_id)
    access = context.runtime.ports.access
    if item.status != "open" or not access.may_reassign(context.session, context.actor, item, command.user_id):
        raise NotAllowed
    before, due = item.assignee_id, command.due_date
    dated = {} if due is None else {"due_date": date.fromisoformat(due), "escalation": 0}
    change_item(context, item, assignee_id=command.user_id, **dated)
    context.history(
        f"instance:{item.instance_id}",
        "item:reassign",
        item=item.id,
        element=item.element_id,
        before=before,
        after=command.user_id,
        due=item.due_date,
        reason=command.reason,
    )


@handles(SaveDraft)
def save_draft(context: CommandContext, command: SaveDraft) -> None:
    """One draft a person and item; claims a group's item, for whoever types works on it."""
    item = open_item_for(context, command.work_item_id)
    take(context, item)
    assert context.actor.user_id is not None
    draft = context.session.get(Draft, (item.id, context.actor.user_id))
    if draft is None:
        draft = Draft(work_item_id=item.id, user_id=context.actor.user_id)
        context.session.add(draft)
    draft.values, draft.saved_at = dict(command.values), context.now
