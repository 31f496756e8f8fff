"""An instance's open items as another version of its process describes them; who has them and when stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from processes.context import CommandContext
from processes.database.rows import table_of
from processes.item_columns import Columns
from processes.items import change_item
from processes.models import Instance, WorkItem, WorkItemGroup

GROUPS = table_of(WorkItemGroup)
OPEN = select(WorkItem).where(WorkItem.instance_id == bindparam("instance"), WorkItem.status == "open")
STEP = update(GROUPS).where(GROUPS.c.work_item_id == bindparam("item")).values(step=bindparam("new"))


def kept_of(context: CommandContext, instance: Instance) -> dict[str, Columns]:
    """Item id → those columns now, of every open item."""
    return {str(item.id): _now(item) for item in open_items_of(context, instance)}


def redescribe(
    context: CommandContext, instance: Instance, wanted: Mapping[str, Mapping[str, object]]
) -> list[Columns]:
    """Give open items other columns (item id → columns); one entry for each that changed, with old and new."""
    changed: list[Columns] = []
    for item in open_items_of(context, instance):
        before, after = _now(item), wanted.get(str(item.id), {})
        differing = {name: value for name, value in after.items() if before[name] != value}
        if differing:
            change_item(context, item, **differing)
            if "step" in differing:
                context.session.connection().execute(STEP, {"item": item.id, "new": item.step})
            pairs = {name: [before[name], value] for name, value in differing.items()}
            changed.append({"item": item.id, "element": item.element_id, "changed": pairs})
    return changed


def open_items_of(context: CommandContext, instance: Instance) -> list[WorkItem]:
    """The open items of an instance."""
    return list(context.session.scalars(OPEN.order_by(WorkItem.id), {"instance": instance.id}))


def _now(item: WorkItem) -> Columns:
    names = ("lane_id", "step", "name", "name_en", "form_key", "not_by", "prefill", "check")
    return {name: getattr(item, name) for name in names}
