"""Opens, changes and withdraws work items as the engine's user tasks come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from processes.access import Assignment
from processes.actors import Actor
from processes.context import CommandContext
from processes.database.rows import change, insert_row, insert_rows, table_of
from processes.definitions import LoadedDefinition
from processes.engine.elements import Element
from processes.engine.expressions import evaluate_as
from processes.engine.instance import OpenTask
from processes.item_columns import described, listed, part_of
from processes.models import Instance, WorkItem, WorkItemGroup
from processes.rights import barred_from

GROUPS, ITEMS = table_of(WorkItemGroup), table_of(WorkItem)
MOST_WORKING_DAYS = 2500  # ten years
COPIED = frozenset({"status", "assignee_id", "due_date"})
COPY = (
    update(GROUPS)
    .where(GROUPS.c.work_item_id == bindparam("item"))
    .values(waiting=bindparam("is_waiting"), due_order=bindparam("due"))
)
OPEN = select(WorkItem).where(WorkItem.instance_id == bindparam("instance"), WorkItem.status == "open")
OPEN_TASKS = select(ITEMS.c.engine_task_id).where(
    ITEMS.c.instance_id == bindparam("instance"), ITEMS.c.status == "open"
)

CLAIMABLE = select(GROUPS.c.work_item_id).where(GROUPS.c.candidate_group.in_(bindparam("groups", expanding=True)))
NEXT = (
    select(ITEMS.c.id)
    .where(
        ITEMS.c.instance_id == bindparam("instance"),
        ITEMS.c.status == "open",
        or_(
            ITEMS.c.assignee_id == bindparam("user"),
            ITEMS.c.assignee_id.is_(None) & ITEMS.c.id.in_(CLAIMABLE.where(GROUPS.c.work_item_id == ITEMS.c.id)),
        ),
    )
    .order_by(ITEMS.c.assignee_id.is_(None), ITEMS.c.id)
    .limit(1)
)


def open_tasks_of(session: Session, instance: Instance) -> frozenset[str]:
    """The engine's tasks that have an open item; none of an instance that has just been made."""
    if instance.state is None:
        return frozenset()
    return frozenset(session.connection().execute(OPEN_TASKS, {"instance": instance.id}).scalars())


def open_items(
    context: CommandContext,
    instance: Instance,
    definition: LoadedDefinition,
    tasks: list[OpenTask],
    known: frozenset[str],
    at: Callable[[str], None],
) -> None:
    """Make the open items equal to the engine's open user tasks. ``known``: what `open_tasks_of` tells; ``at``: is told
    the element of each item before its texts are evaluated."""
    for task in tasks:
        if task.task_id not in known:
            at(task.element_id)
            _open_item(context, instance, definition.spec.elements[task.element_id], task)
    if known - {task.task_id for task in tasks}:
        withdraw_items(context, instance, keep=frozenset(task.task_id for task in tasks))


def withdraw_items(context: CommandContext, instance: Instance, keep: frozenset[str] = frozenset()) -> None:
    """Withdraw what is open, but for the engine tasks to ``keep``: the instance has ended or gone on without it."""
    for item in context.session.scalars(OPEN, {"instance": instance.id}).all():
        if item.engine_task_id not in keep:
            change_item(context, item, status="withdrawn")
            context.history(f"instance:{item.instance_id}", "item:withdraw", item=item.id, element=item.element_id)


def change_item(context: CommandContext, item: WorkItem, **values: object) -> None:
    """Change an item's columns; its groups' copies follow. Raises StaleDataError when another was first."""
    may_be_claimed = item.has_groups
    change(context.session, item, **values)
    if may_be_claimed and COPIED & values.keys():
        copies = {"item": item.id, "is_waiting": item.is_waiting, "due": item.due_order}
        context.session.connection().execute(COPY, copies)


def next_item_id(session: Session, actor: Actor, instance_id: int) -> int | None:
    """The item of an instance that is the actor's now, his own before his groups'; None when none is."""
    wanted = {"instance": instance_id, "user": actor.user_id, "groups": sorted(actor.groups)}
    return session.connection().execute(NEXT, wanted).scalar()


def _open_item(context: CommandContext, instance: Instance, element: Element, task: OpenTask) -> None:
    properties, part = element.properties, part_of(task.one)
    columns = described(element, part)
    # Not a copy for each: many may open at once, and evaluating changes nothing.
    barred = barred_from(context, instance.id, listed(properties.get("not_by")))
    assignment = _assignment(context, element, task.seen, barred)
    due = _due(context, properties, task.seen)
    item_id = insert_row(
        context.session,
        WorkItem,
        instance_id=instance.id,
        subject_id=instance.subject_id,
        element_id=element.id,
        engine_task_id=task.task_id,
        **columns,
        part=part,
        status="open",
        assignee_id=assignment.assignee_id,
        due_date=due,
        opened_at=context.now,
        revision=1,
    )
    copies = {"work_item_id": item_id, "waiting": True, "due_order": due or date.max, "step": properties.get("step")}
    insert_rows(context.session, WorkItemGroup, [{**copies, "group": group} for group in assignment.groups])
    context.history(
        f"instance:{instance.id}",
        "item:open",
        item=item_id,
        element=element.id,
        assignee=assignment.assignee_id,
        groups=list(assignment.groups),
        due=due,
        **({} if part is None else {"number": part["number"], "count": part["count"]}),
    )


def _assignment(
    context: CommandContext, element: Element, data: Mapping[str, object], barred: frozenset[int]
) -> Assignment:
    properties = element.properties
    if "assignee" in properties:
        return Assignment(evaluate_as(_person, properties["assignee"], data))
    if "candidate_groups" in properties:
        return Assignment(None, tuple(listed(properties["candidate_groups"])))
    return context.runtime.ports.people.assign(context.session, element.lane_id, data, barred)


def _due(context: CommandContext, properties: Mapping[str, str], data: Mapping[str, object]) -> date | None:
    if "due_date" in properties:
        return evaluate_as(_day, properties["due_date"], data)
    if "due_working_days" in properties:
        days = evaluate_as(_working_days, properties["due_working_days"], data)
        return context.runtime.ports.calendar.add_working_days(context.session, context.today, days)
    return None


# What an expression gives may be any number; counting working days one by one, or storing it, takes bounded ones.
def _person(text: str) -> int:
    return _between(1, int(text), 2**31 - 1)


def _working_days(text: str) -> int:
    return _between(0, int(text), MOST_WORKING_DAYS)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    _between(1990, day.year, 2200)
    return day


def _between(least: int, number: int, most: int) -> int:
    if not least <= number <= most:
        raise ValueError("out of range")
    return number
