"""Escalation of late work items (E10): 1 working day → assignee, 3 → supervisor, 5 → command centre."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from processes.commands.registry import handles
from processes.context import CommandContext
from processes.models import WorkItem

LEVELS = ((5, 3), (3, 2), (1, 1))  # working days late, level of escalation


@dataclass(frozen=True)
class EscalateOverdue:
    """Look at every open item past its due date and tell whom the rule names; each level once."""


@handles(EscalateOverdue)
def escalate_overdue(context: CommandContext, _command: EscalateOverdue) -> int:
    """How many items rose a level."""
    late = context.session.scalars(
        select(WorkItem).where(
            WorkItem.status == "open", WorkItem.due_date < context.today, WorkItem.escalation < LEVELS[0][1]
        )
    ).all()
    return sum(_escalate(context, item) for item in late)


def _escalate(context: CommandContext, item: WorkItem) -> bool:
    assert item.due_date is not None
    calendar = context.runtime.ports.calendar
    days = calendar.working_days_late(context.session, item.due_date, context.today)
    level = next((level for least, level in LEVELS if days >= least), 0)
    if level <= item.escalation:
        return False
    for step in range(item.escalation + 1, level + 1):
        told = _whom(context, item, step)
        context.runtime.ports.people.notify(context.session, told, f"overdue_{step}", item, {"days": days}, context.now)
        context.history(
            f"instance:{item.instance_id}",
            "item:escalate",
            item=item.id,
            element=item.element_id,
            level=step,
            told=told,
        )
    # Without the revision: a page that is open on the item is not out of date because of a reminder.
    context.session.execute(update(WorkItem).where(WorkItem.id == item.id).values(escalation=level))
    context.session.refresh(item)
    return True


def _whom(context: CommandContext, item: WorkItem, level: int) -> list[int]:
    people = context.runtime.ports.people
    if level == 1:
        return [] if item.assignee_id is None else [item.assignee_id]
    if level == 2:
        return people.supervisor_of(context.session, item)
    return people.command_centre(context.session)
