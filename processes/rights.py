"""The checks inside the lock: who may know an item, and who may not work on it (E1)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, bindparam, select

from processes.context import CommandContext
from processes.database.rows import table_of
from processes.errors import FourEyes, ItemFinished, ItemWithdrawn, NotFound
from processes.instances import item_of
from processes.models import WorkItem

ITEMS = table_of(WorkItem)
COMPLETED = (
    select(ITEMS.c.name, ITEMS.c.completed_by_id)
    .where(
        ITEMS.c.instance_id == bindparam("instance"),
        ITEMS.c.element_id.in_(bindparam("elements", expanding=True)),
        ITEMS.c.status == "completed",
    )
    .order_by(ITEMS.c.id)
)


def item_for(context: CommandContext, work_item_id: int) -> WorkItem:
    """The item, when the actor may know of it: his, his group's, or of an instance he sees; else NotFound."""
    item = item_of(context.session, work_item_id)
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


def _checked(context: CommandContext, instance_id: int, not_by: list[str]) -> Sequence[Row[str, int | None]]:
    if not not_by:
        return []
    wanted = {"instance": instance_id, "elements": not_by}
    return context.session.connection().execute(COMPLETED, wanted).all()


def _may_know(context: CommandContext, item: WorkItem) -> bool:
    actor = context.actor
    if actor.user_id is not None and actor.user_id in (item.assignee_id, item.completed_by_id):
        return True
    if actor.groups & {group.group for group in item.groups}:
        return True
    return context.runtime.ports.access.may_see_instance(context.session, actor, item.instance)
