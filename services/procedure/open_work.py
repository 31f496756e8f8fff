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


def count_open(session: Session, cycle_id: int, but: int | None = None) -> int:
    """Open tasks and open adjustments of a cycle; ``but``: an adjustment's instance that is just ending."""
    tasks = select(func.count(MaintenanceTask.id)).where(
        MaintenanceTask.cycle_id == cycle_id, MaintenanceTask.status.in_(OPEN)
    )
    adjustments = select(func.count(Instance.id)).where(
        Instance.parent_id == cycle_id,
        Instance.definition_key == ADJUSTMENT,
        Instance.status == "running",
        Instance.id != (but or 0),
    )
    return (session.scalar(tasks) or 0) + (session.scalar(adjustments) or 0)


def wake_cycle(context: OperationContext, cycle_id: int) -> None:
    """Tell the cycle when nothing is open but, perhaps, the instance that calls; harmless when it does not wait."""
    context.session.flush()
    if count_open(context.session, cycle_id, but=context.instance.id) == 0:
        context.then(CorrelateMessage(cycle_id, "tasks_closed"))
