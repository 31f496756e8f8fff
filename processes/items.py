"""Opens and withdraws work items as the engine's user tasks come and go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from processes.access import Assignment
from processes.context import CommandContext
from processes.definitions import LoadedDefinition
from processes.engine.elements import Element
from processes.engine.expressions import evaluate
from processes.engine.instance import OpenTask
from processes.models import Instance, WorkItem, WorkItemGroup
from processes.rights import barred_from


def open_items(
    context: CommandContext, instance: Instance, definition: LoadedDefinition, tasks: list[OpenTask]
) -> None:
    """Make the open items equal to the engine's open user tasks."""
    known = {item.engine_task_id: item for item in _open(context, instance)}
    for task in tasks:
        if task.task_id not in known:
            _open_item(context, instance, definition.spec.elements[task.element_id], task)
    wanted = {task.task_id for task in tasks}
    for engine_task_id, item in known.items():
        if engine_task_id not in wanted:
            _withdraw(context, item)


def withdraw_items(context: CommandContext, instance: Instance) -> None:
    """Withdraw whatever is open: the instance has ended."""
    for item in _open(context, instance):
        _withdraw(context, item)


def _open(context: CommandContext, instance: Instance) -> list[WorkItem]:
    found = select(WorkItem).where(WorkItem.instance_id == instance.id, WorkItem.status == "open")
    return list(context.session.scalars(found))


def _open_item(context: CommandContext, instance: Instance, element: Element, task: OpenTask) -> None:
    properties = element.properties
    not_by = listed(properties.get("not_by"))
    assignment = _assignment(context, element, task.data, barred_from(context, instance.id, not_by))
    item = WorkItem(
        instance_id=instance.id,
        subject_id=instance.subject_id,
        element_id=element.id,
        engine_task_id=task.task_id,
        lane_id=element.lane_id,
        step=properties.get("step"),
        name=element.name,
        name_en=element.name_en or element.name,
        form_key=properties.get("form"),
        not_by=not_by,
        prefill=properties.get("prefill"),
        check=properties.get("check"),
        status="open",
        assignee_id=assignment.assignee_id,
        due_date=_due(context, properties, task.data),
        opened_at=context.now,
        groups=[WorkItemGroup(group=group) for group in assignment.groups],
    )
    context.session.add(item)
    context.session.flush()
    context.history(
        f"instance:{instance.id}",
        "item:open",
        item=item.id,
        element=element.id,
        assignee=item.assignee_id,
        groups=list(assignment.groups),
        due=item.due_date,
    )


def _assignment(
    context: CommandContext, element: Element, data: Mapping[str, object], barred: frozenset[int]
) -> Assignment:
    properties = element.properties
    if "assignee" in properties:
        return Assignment(int(str(evaluate(properties["assignee"], data))))
    if "candidate_groups" in properties:
        return Assignment(None, tuple(listed(properties["candidate_groups"])))
    return context.runtime.ports.people.assign(context.session, element.lane_id, data, barred)


def _due(context: CommandContext, properties: Mapping[str, str], data: Mapping[str, object]) -> date | None:
    if "due_date" in properties:
        return date.fromisoformat(str(evaluate(properties["due_date"], data)))
    if "due_working_days" in properties:
        days = int(str(evaluate(properties["due_working_days"], data)))
        return context.runtime.ports.calendar.add_working_days(context.session, context.today, days)
    return None


def listed(text: str | None) -> list[str]:
    """The parts of a comma-separated property."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _withdraw(context: CommandContext, item: WorkItem) -> None:
    item.status = "withdrawn"
    context.history(f"instance:{item.instance_id}", "item:withdraw", item=item.id, element=item.element_id)
