"""Counts what keeps a cycle in its implementation: open tasks and open adjustments."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.commands import CorrelateMessage
from processes.models import Instance
from processes.operations import OperationContext
from services.models import MaintenanceTask

ADJUSTMENT = "plan-adjustment"
OPEN = ("open", "active")


def count_open(session: Session, cycle_id: int) -> int:
    """Open tasks and open adjustments of a cycle."""
    tasks = select(func.count(MaintenanceTask.id)).where(
        MaintenanceTask.cycle_id == cycle_id, MaintenanceTask.status.in_(OPEN)
    )
    adjustments = select(func.count(Instance.id)).where(
        Instance.parent_id == cycle_id,
        Instance.definition_key == ADJUSTMENT,
        Instance.status == "running",
    )
    return (session.scalar(tasks) or 0) + (session.scalar(adjustments) or 0)


def wake_cycle(context: OperationContext, cycle_id: int) -> None:
    """Tell the cycle that something closed: it counts what is open after this step, and waits on or goes on."""
    context.then(CorrelateMessage(cycle_id, "tasks_closed"))
