"""The checks inside the lock: who may know an item, and who may not work on it (E1)."""

from __future__ import annotations

from sqlalchemy import select

from processes.context import CommandContext
from processes.database.locking import locks_rows
from processes.errors import FourEyes, ItemFinished, ItemWithdrawn, NotFound
from processes.models import Instance, WorkItem


def item_for(context: CommandContext, work_item_id: int) -> WorkItem:
    """The item, when the actor may know of it: his, his group's, or of an instance he sees; else NotFound."""
    _lock_instance(context, work_item_id)
    item = context.session.get(WorkItem, work_item_id, with_for_update=True)
    if item is None or not _may_know(context, item):
        raise NotFound(str(work_item_id))
    return item


def open_item_for(context: CommandContext, work_item_id: int) -> WorkItem:
    """As `item_for`; ItemFinished tells who completed it and when, ItemWithdrawn that it is not needed."""
    item = item_for(context, work_item_id)
    if item.status == "completed":
        assert item.completed_at is not None
        raise ItemFinished(item.completed_by_name or "", item.completed_at)
    if item.status != "open":
        raise ItemWithdrawn(item.element_id)
    return item


def refuse_four_eyes(context: CommandContext, item: WorkItem) -> None:
    """FourEyes when the actor completed one of the elements whose work this item checks."""
    for earlier in _checked(context, item.instance_id, item.not_by):
        if earlier.completed_by_id == context.actor.user_id:
            raise FourEyes(earlier.name)


def barred_from(context: CommandContext, instance_id: int, not_by: list[str]) -> frozenset[int]:
    """Who may not work on an item that checks these elements: whoever completed one of them in the instance."""
    done = _checked(context, instance_id, not_by)
    return frozenset(item.completed_by_id for item in done if item.completed_by_id is not None)


def _checked(context: CommandContext, instance_id: int, not_by: list[str]) -> list[WorkItem]:
    if not not_by:
        return []
    found = select(WorkItem).where(
        WorkItem.instance_id == instance_id, WorkItem.element_id.in_(not_by), WorkItem.status == "completed"
    )
    return list(context.session.scalars(found.order_by(WorkItem.id)))


def _lock_instance(context: CommandContext, work_item_id: int) -> None:
    # Always the instance before its items: a timer, which starts at the instance, would otherwise wait for
    # whoever started at the item, and he for it.
    if locks_rows(context.session):
        of_item = select(WorkItem.instance_id).where(WorkItem.id == work_item_id).scalar_subquery()
        context.session.execute(select(Instance.id).where(Instance.id == of_item).with_for_update())


def _may_know(context: CommandContext, item: WorkItem) -> bool:
    actor = context.actor
    if actor.user_id is not None and actor.user_id in (item.assignee_id, item.completed_by_id):
        return True
    if actor.groups & {group.group for group in item.groups}:
        return True
    return context.runtime.ports.access.may_see_instance(context.session, actor, item.instance)
