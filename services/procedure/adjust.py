"""Operations of a plan adjustment (L4): weigh the added cost, then add, change and drop tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.command_registry import handles
from processes.commands import CancelInstance, ReassignWorkItem, StartInstance
from processes.commands.instances import start_instance
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from processes.models import Instance, WorkItem
from processes.operations import OperationContext, operation
from services.models import SUP, MaintenanceTask
from services.procedure.basis import plan_in_force
from services.procedure.cycle import CYCLE
from services.procedure.form_values import Row, day, money, money_text, rows, text, whole
from services.procedure.implement import add_task, plan_running
from services.procedure.open_work import ADJUSTMENT, OPEN, wake_cycle
from services.standard.authority import MOST_OF_ALLOWED

Applied = Callable[[OperationContext, int, Row], int | None]  # the task's id; None when it has ended meanwhile


@dataclass(frozen=True)
class StartAdjustment:
    """Open an adjustment of the plan in force of a cycle (L4)."""

    cycle_id: int


@handles(StartAdjustment)
def start_adjustment(context: CommandContext, command: StartAdjustment) -> int:
    """The adjustment's id. NotFound for a foreign cycle, NotAllowed unless `may_adjust`."""
    cycle = context.session.get(Instance, command.cycle_id, with_for_update=True)
    access = context.runtime.ports.access
    if cycle is None or not access.may_see_instance(context.session, context.actor, cycle):
        raise NotFound(str(command.cycle_id))
    if not may_adjust(context.session, context.actor, cycle):
        raise NotAllowed
    data = {"cycle_id": cycle.id, "customer_id": cycle.subject_id}
    return start_instance(context, StartInstance(ADJUSTMENT, data, cycle.subject_id, cycle.id))


def may_adjust(session: Session, actor: Actor, cycle: Instance) -> bool:
    """Whether a supervisor may open an adjustment: a plan is in force, and no other adjustment runs."""
    if actor.role != SUP or cycle.definition_key != CYCLE or cycle.status != "running":
        return False
    adjusting = select(Instance.id).where(
        Instance.parent_id == cycle.id, Instance.definition_key == ADJUSTMENT, Instance.status == "running"
    )
    return plan_in_force(session, cycle.id) is not None and session.scalars(adjusting).first() is None


@dataclass(frozen=True)
class Weighed:
    """Totals of a cycle's tasks before and after an adjustment, and the allowed budget; CNY."""

    before: Decimal
    after: Decimal
    allowed: Decimal

    @property
    def added_cost(self) -> bool:
        """Whether the adjustment costs more than the plan in force: it needs approval (L4)."""
        return self.after > self.before

    @property
    def over_allowed(self) -> bool:
        """Whether the head must approve it (E2)."""
        return self.after > self.allowed

    @property
    def above_authority(self) -> bool:
        """Whether nobody may approve it (E2)."""
        return self.after > self.allowed * MOST_OF_ALLOWED


def weigh(session: Session, cycle_id: int, changes: list[Row]) -> Weighed:
    """The totals of budgets with these changes; cancelled tasks count for nothing."""
    found = select(MaintenanceTask).where(MaintenanceTask.cycle_id == cycle_id, MaintenanceTask.status != "cancelled")
    budgets = {task.id: task.budget for task in session.scalars(found)}
    before = sum(budgets.values(), Decimal(0))
    after = before + sum((_difference(budgets, row) for row in changes), Decimal(0))
    return Weighed(before, after, plan_running(session, cycle_id).allowed)


def _difference(budgets: dict[int, Decimal], row: Row) -> Decimal:
    if row.get("action") == "add":
        return money(row.get("budget"))
    now = budgets.get(whole(row["task_no"]), Decimal(0))
    if row.get("action") == "drop":
        return -now
    return Decimal(0) if row.get("budget") is None else money(row["budget"]) - now


@operation("weigh_adjustment")
def weigh_adjustment(context: OperationContext, cycle_id: int) -> dict[str, object]:
    """Who must approve: nobody, the command centre, or its head."""
    weighed = weigh(context.session, cycle_id, rows(context.submission("propose_adjustment"), "changes"))
    return {
        "added_cost": weighed.added_cost,
        "over_allowed": weighed.over_allowed,
        "before": money_text(weighed.before),
        "after": money_text(weighed.after),
    }


@operation("apply_adjustment")
def apply_adjustment(context: OperationContext, cycle_id: int) -> dict[str, object]:
    """Do the changes, each in the cycle's history with its reason; a task that has ended meanwhile stays as it is."""
    counts = {"add": 0, "change": 0, "drop": 0, "skipped": 0}
    for row in rows(context.submission("propose_adjustment"), "changes"):
        action = text(row["action"])
        task_id = APPLY[action](context, cycle_id, row)
        done = action if task_id is not None else "skipped"
        counts[done] += 1
        context.command.history(
            f"instance:{cycle_id}",
            f"plan:{done}",
            task=task_id if task_id is not None else row.get("task_no"),
            reason=row.get("reason"),
            adjustment=context.instance.id,
        )
    wake_cycle(context, cycle_id)
    return dict(counts)


def _add(context: OperationContext, cycle_id: int, row: Row) -> int | None:
    customer_id = plan_running(context.session, cycle_id).customer_id
    return add_task(context, cycle_id, customer_id, row, adjustment_id=context.instance.id).id


def _change(context: OperationContext, cycle_id: int, row: Row) -> int | None:
    task = open_task(context.session, cycle_id, row.get("task_no"))
    if task is None:
        return None
    task.kind, task.way = text(row.get("kind")) or task.kind, text(row.get("way")) or task.way
    task.measure, task.reason = text(row.get("measure")) or task.measure, text(row["reason"])
    task.budget = task.budget if row.get("budget") is None else money(row["budget"])
    if row.get("assignee") is not None or row.get("due_date") is not None:
        task.assignee_id = task.assignee_id if row.get("assignee") is None else whole(row["assignee"])
        task.due_date = task.due_date if row.get("due_date") is None else day(row["due_date"])
        _reassign(context, task)
    return task.id


def _reassign(context: OperationContext, task: MaintenanceTask) -> None:
    found = select(WorkItem.id).where(
        WorkItem.instance_id == task.instance_id, WorkItem.element_id == "carry_out_task", WorkItem.status == "open"
    )
    for item_id in context.session.scalars(found):
        context.then(ReassignWorkItem(item_id, task.assignee_id, task.due_date.isoformat(), task.reason or ""))


def _drop(context: OperationContext, cycle_id: int, row: Row) -> int | None:
    task = open_task(context.session, cycle_id, row.get("task_no"))
    if task is None:
        return None
    task.status, task.reason = "cancelled", text(row["reason"])
    if task.instance_id is not None:
        context.then(CancelInstance(task.instance_id, task.reason))
    return task.id


def open_task(session: Session, cycle_id: int, task_no: object) -> MaintenanceTask | None:
    """The cycle's open task of a number; None when there is none."""
    task = None if task_no is None else session.get(MaintenanceTask, whole(task_no))
    return task if task is not None and task.cycle_id == cycle_id and task.status in OPEN else None


APPLY: dict[str, Applied] = {"add": _add, "change": _change, "drop": _drop}
