"""Escalation of late work items (E10): 1 working day → assignee, 3 → supervisor, 5 → command centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select, update

from processes.command_registry import handles
from processes.context import CommandContext
from processes.models import IS_OPEN, WorkItem

LEVELS = ((5, 3), (3, 2), (1, 1))  # working days late, level of escalation
AT_ONCE = 200  # items of one transaction: people wait behind it


@dataclass(frozen=True)
class EscalateOverdue:
    """Look at every open item past its due date and tell whom the rule names; each level once."""


@handles(EscalateOverdue)
def escalate_overdue(context: CommandContext, _command: EscalateOverdue) -> int:
    """How many items rose a level; what is left over for another round follows as a job of its own."""
    due = [(WorkItem.due_date <= _due_by(context, days)) & (WorkItem.escalation < level) for days, level in LEVELS]
    late = context.session.scalars(
        select(WorkItem).where(IS_OPEN, or_(*due)).order_by(WorkItem.due_date, WorkItem.id).limit(AT_ONCE)
    ).all()
    if len(late) == AT_ONCE:
        context.schedule(EscalateOverdue(), context.now)
    return sum(_escalate(context, item) for item in late)


def _due_by(context: CommandContext, days: int) -> date:
    """The latest due date that is so many working days late today."""
    calendar, due = context.runtime.ports.calendar, context.today
    while calendar.working_days_late(context.session, due, context.today) < days:
        due -= timedelta(days=1)
    return due


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
