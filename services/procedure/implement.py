"""Step 6: the plan in force becomes tasks, and the cycle waits until none is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from processes.forms.submission import FieldError
from processes.models import WorkItem
from processes.operations import OperationContext, ReadContext, check, operation, prefill
from services.models import MaintenanceTask, PlanVersion
from services.procedure.basis import plan_in_force
from services.procedure.form_values import Row, day, is_active, money, money_text, refusal, rows, text, whole
from services.procedure.open_work import count_open
from services.procedure.plan_forms import period_values
from services.procedure.tasks import OpenMaintenanceTask


@prefill("task_breakdown")
def task_breakdown(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """One task a measure of the plan in force, for the supervisor to split."""
    plan = plan_running(context.session, context.instance.id)
    return {
        **period_values(plan),
        "plan_total": money_text(plan.total),
        "tasks": [
            {
                "measure_no": number,
                **{key: row.get(key) for key in ("measure", "kind", "way", "budget")},
                "assignee": row.get("person"),
                "due_date": row.get("date"),
            }
            for number, row in enumerate(rows(plan.values, "measures"), start=1)
        ],
    }


@check("check_breakdown")
def check_breakdown(context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """Each measure has a task, each task its person and its date in the period, the budgets fit the plan."""
    plan = plan_running(context.session, context.instance.id)
    tasks = rows(values, "tasks")
    errors = [error for number, row in enumerate(tasks) for error in _task_errors(context.session, plan, number, row)]
    count = len(rows(plan.values, "measures"))
    missing = sorted(set(range(1, count + 1)) - {whole(row["measure_no"]) for row in tasks})
    if missing:
        zh, en = "措施 {numbers} 没有任务。", "No task for measure {numbers}."
        errors.append(refusal("tasks", "measure_without_task", zh, en, numbers=", ".join(map(str, missing))))
    total = sum((money(row.get("budget")) for row in tasks), Decimal(0))
    if total > plan.total:
        zh, en = "任务费用合计超过方案合计 {total} 元。", "The tasks cost more than the plan's CNY {total}."
        errors.append(refusal("tasks", "above_plan", zh, en, total=money_text(plan.total)))
    return errors


@operation("open_tasks")
def open_tasks(context: OperationContext, customer_id: int) -> dict[str, object]:
    """Create the tasks of the breakdown and start a process for each."""
    tasks = rows(context.submission("break_down_tasks"), "tasks")
    for row in tasks:
        add_task(context, context.instance.id, customer_id, row)
    return {"opened": len(tasks)}


@operation("count_open_tasks")
def count_open_tasks(context: OperationContext) -> dict[str, object]:
    """How much of this cycle's implementation is open."""
    return {"open": count_open(context.session, context.instance.id)}


def add_task(
    context: OperationContext, cycle_id: int, customer_id: int, row: Row, adjustment_id: int | None = None
) -> MaintenanceTask:
    """Create a task 维护任务 and start its process after this step. ``row``: of the breakdown or an adjustment."""
    task = MaintenanceTask(
        cycle_id=cycle_id,
        adjustment_id=adjustment_id,
        customer_id=customer_id,
        kind=text(row["kind"]),
        way=text(row["way"]),
        measure=text(row["measure"]),
        assignee_id=whole(row["assignee"]),
        due_date=day(row["due_date"]),
        budget=money(row.get("budget")),
        status="open",
        reason=text(row.get("reason")) or None,
    )
    context.session.add(task)
    context.session.flush()
    context.then(OpenMaintenanceTask(task.id))
    return task


def plan_running(session: Session, cycle_id: int) -> PlanVersion:
    """The cycle's plan in force; LookupError when none is."""
    plan = plan_in_force(session, cycle_id)
    if plan is None:
        raise LookupError(f"no plan in force in cycle {cycle_id}")
    return plan


def assignment_errors(
    session: Session, path: str, period: tuple[date, date], assignee: object, due: object
) -> list[FieldError]:
    """What is wrong with a task's person and date; either may be empty. ``period``: from and to, inclusive."""
    errors = []
    if assignee is not None and not is_active(session, assignee):
        zh, en = "执行人已停用，请改派。", "The assignee is not active; choose another."
        errors.append(refusal(f"{path}.assignee", "owner_inactive", zh, en))
    if due is not None and not period[0] <= day(due) <= period[1]:
        zh, en = "完成日期不在方案期间内。", "The due date is outside the plan's period."
        errors.append(refusal(f"{path}.due_date", "date_outside", zh, en))
    return errors


def _task_errors(session: Session, plan: PlanVersion, number: int, row: Row) -> list[FieldError]:
    path, period = f"tasks.{number}", (plan.period_from, plan.period_to)
    errors = assignment_errors(session, path, period, row.get("assignee"), row.get("due_date"))
    count = len(rows(plan.values, "measures"))
    if whole(row["measure_no"]) > count:
        zh, en = "方案只有 {count} 项措施。", "The plan has {count} measures."
        errors.append(refusal(f"{path}.measure_no", "not_in_plan", zh, en, count=count))
    return errors
