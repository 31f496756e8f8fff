"""The process of one task: its start, its cost (E5), its service record, its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.commands import StartInstance
from processes.commands.instances import start_instance
from processes.context import BANK_ZONE, CommandContext
from processes.forms.attached import files_in
from processes.models import FormSubmission
from processes.operations import OperationContext, operation
from services.models import MaintenanceTask, ServiceRecord
from services.procedure.form_values import day, money, money_text, text
from services.procedure.open_work import wake_cycle

TASK = "maintenance-task"
TOLERATED = Decimal("1.1")  # of the task's budget, without approval (E5)


@dataclass(frozen=True)
class OpenMaintenanceTask:
    """Start the process of a task; the system gives it to itself."""

    task_id: int


@handles(OpenMaintenanceTask)
def open_maintenance_task(context: CommandContext, command: OpenMaintenanceTask) -> int:
    """The instance's id; the same one when the task has been started before."""
    task = context.session.get_one(MaintenanceTask, command.task_id)
    if task.instance_id is None:
        data = {
            "cycle_id": task.cycle_id,
            "customer_id": task.customer_id,
            "task_id": task.id,
            "assignee_id": task.assignee_id,
            "due_date": task.due_date.isoformat(),
            "budget": money_text(task.budget),
            "check_task_cost": None,  # named by the diagram before that element has run
        }
        start = StartInstance(TASK, data, subject_id=task.customer_id, parent_id=task.cycle_id)
        task.instance_id = start_instance(context, start)
    return task.instance_id


@operation("check_task_cost")
def check_task_cost(context: OperationContext, task_id: int) -> dict[str, object]:
    """Whether the supervisor must approve: more money is asked for, or the cost is above 110 % of the budget
    and above what was approved (E5). Gives the task's present assignee and date for a further round."""
    task = context.session.get_one(MaintenanceTask, task_id)
    values = context.submission("carry_out_task") or {}
    approved = approved_cost(context.session, context.instance.id)
    limit = max(task.budget * TOLERATED, approved or Decimal(0))
    needed = values.get("outcome") == "extra_cost" or money(values.get("cost")) > limit
    if needed:
        task.status = "active"
    return {"needs_approval": needed, "assignee_id": task.assignee_id, "due_date": task.due_date.isoformat()}


@operation("file_service_record")
def file_service_record(context: OperationContext, task_id: int) -> dict[str, object]:
    """File the contact with the customer as a 客服工作记录 (B1, C5)."""
    task = context.session.get_one(MaintenanceTask, task_id)
    values = context.submission("carry_out_task") or {}
    record = ServiceRecord(
        customer_id=task.customer_id,
        cycle_id=task.cycle_id,
        task_id=task.id,
        kind=text(values["record_kind"]),
        channel=text(values["channel"]),
        contact=text(values.get("contact")),  # erased again, perhaps, after a restore
        content=text(values.get("content")),
        feedback=text(values.get("feedback")) or None,
        attachments=[file.value for file in files_in(values.get("attachments"))] or None,
        staff_id=context.submitted_by("carry_out_task"),
        happened_at=happened_at(values),
        filed_at=context.now,
    )
    context.session.add(record)
    context.session.flush()
    return {"record_id": record.id}


@operation("close_task")
def close_task(context: OperationContext, task_id: int) -> dict[str, object]:
    """End the task with its result and wake the cycle, which counts what is left."""
    task = context.session.get_one(MaintenanceTask, task_id)
    values = context.submission("carry_out_task") or {}
    task.status, task.done_at = "done", context.now
    task.cost = money(values.get("cost"))
    task.result, task.feedback = text(values.get("result")), text(values.get("feedback"))
    wake_cycle(context, task.cycle_id)
    return {"cost": money_text(task.cost)}


def approved_cost(session: Session, instance_id: int) -> Decimal | None:
    """The cost that the supervisor last approved for a task's instance, CNY; None when he approved none."""
    asked: Mapping[str, object] = {}
    approved = None
    found = select(FormSubmission).where(FormSubmission.instance_id == instance_id).order_by(FormSubmission.id)
    for form in session.scalars(found):
        if form.element_id == "carry_out_task":
            asked = form.values
        elif form.element_id == "approve_task_cost" and form.values.get("decision") == "approve":
            approved = money(asked.get("cost"))
    return approved


def happened_at(values: Mapping[str, object]) -> datetime:
    """The moment of the contact; the form holds the bank's day and time."""
    clock = time.fromisoformat(text(values["time"]))
    return datetime.combine(day(values["day"]), clock, BANK_ZONE)
