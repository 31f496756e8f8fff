"""What the forms of a plan adjustment start from, and the check of its changes (L4, E2)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from processes.forms.submission import FieldError
from processes.models import WorkItem
from processes.operations import ReadContext, check, prefill
from processes.submissions import latest_submission
from services.models import MaintenanceTask
from services.procedure.adjust import Weighed, open_task, weigh
from services.procedure.basis import customer_name, plan_in_force
from services.procedure.form_values import Row, money_text, name_of, refusal, rows, text, whole
from services.procedure.implement import assignment_errors, plan_running
from services.procedure.open_work import OPEN
from services.procedure.plan_forms import period_values

CHANGEABLE = ("kind", "way", "measure", "assignee", "due_date", "budget")


@prefill("plan_adjustment")
def plan_adjustment(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The plan in force, its open tasks, and the own earlier proposal when it was sent back."""
    cycle_id = _cycle_id(context)
    plan = plan_running(context.session, cycle_id)
    earlier = _submitted(context)
    return {
        "customer_name": customer_name(context.session, context.instance),
        **period_values(plan),
        "allowed_budget": money_text(plan.allowed),
        "tasks_total": money_text(weigh(context.session, cycle_id, []).before),
        "comments_returned": _comments(context),
        "tasks": _open_tasks(context, cycle_id),
        "changes": rows(earlier, "changes"),
        "budget_reason": earlier.get("budget_reason"),
    }


@prefill("adjustment_approval")
def adjustment_approval(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The changes to approve, a changed or dropped task with what it is now."""
    cycle_id, proposed = _cycle_id(context), _submitted(context)
    changes = rows(proposed, "changes")
    weighed = weigh(context.session, cycle_id, changes)
    return {
        "customer_name": customer_name(context.session, context.instance),
        "allowed_budget": money_text(weighed.allowed),
        "total_before": money_text(weighed.before),
        "total_after": money_text(weighed.after),
        "over_allowed": weighed.over_allowed,
        "budget_reason": proposed.get("budget_reason"),
        "changes": [_change_values(context, cycle_id, row) for row in changes],
    }


@check("check_adjustment")
def check_adjustment(context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """Each change names an open task or a whole new one; the total stays within authority."""
    cycle_id, changes = _cycle_id(context), rows(values, "changes")
    if plan_in_force(context.session, cycle_id) is None:
        zh, en = "该周期没有生效的方案。", "The cycle has no plan in force."
        return [refusal("changes", "no_plan", zh, en)]
    errors = [error for number, row in enumerate(changes) for error in _row_errors(context, cycle_id, number, row)]
    named = [row.get("task_no") for row in changes if row.get("action") != "add"]
    if len(named) != len(set(named)):
        zh, en = "同一任务只能调整一次。", "A task may appear only once."
        errors.append(refusal("changes", "task_twice", zh, en))
    return errors or _budget_errors(values, weigh(context.session, cycle_id, changes))


def _row_errors(context: ReadContext, cycle_id: int, number: int, row: Row) -> list[FieldError]:
    path = f"changes.{number}"
    if row.get("action") != "add" and open_task(context.session, cycle_id, row.get("task_no")) is None:
        zh, en = "没有该编号的未结任务。", "There is no open task of this number."
        return [refusal(f"{path}.task_no", "no_open_task", zh, en)]
    if row.get("action") == "change" and all(row.get(key) in (None, "") for key in CHANGEABLE):
        zh, en = "请填写要变更的内容。", "Enter what changes."
        return [refusal(f"{path}.action", "nothing_changed", zh, en)]
    plan = plan_running(context.session, cycle_id)
    period = plan.period_from, plan.period_to
    return assignment_errors(context.session, path, period, row.get("assignee"), row.get("due_date"))


def _budget_errors(values: Mapping[str, object], weighed: Weighed) -> list[FieldError]:
    if not weighed.added_cost:
        return []
    if weighed.above_authority:
        zh, en = "调整后合计超过可用费用的 150%。", "The total would be above 150 % of the allowed budget."
        return [refusal("changes", "above_authority", zh, en)]
    if weighed.over_allowed and not text(values.get("budget_reason")):
        zh, en = "合计超过可用费用，请说明理由。", "The total is above the allowed budget; give the reason."
        return [refusal("budget_reason", "reason_missing", zh, en)]
    return []


def _cycle_id(context: ReadContext) -> int:
    return whole(context.instance.data["cycle_id"])


def _submitted(context: ReadContext) -> Mapping[str, object]:
    found = latest_submission(context.session, context.instance.id, "propose_adjustment")
    return {} if found is None else found.values


def _comments(context: ReadContext) -> object:
    elements = ("approve_adjustment", "approve_adjustment_as_head")
    found = [latest_submission(context.session, context.instance.id, element) for element in elements]
    last = max((one for one in found if one is not None), key=lambda one: one.id, default=None)
    return None if last is None else last.values.get("comments")


def _open_tasks(context: ReadContext, cycle_id: int) -> list[dict[str, object]]:
    found = select(MaintenanceTask).where(MaintenanceTask.cycle_id == cycle_id, MaintenanceTask.status.in_(OPEN))
    return [_task_values(context, task) for task in context.session.scalars(found.order_by(MaintenanceTask.due_date))]


def _task_values(context: ReadContext, task: MaintenanceTask) -> dict[str, object]:
    return {
        "task_no": task.id,
        "measure": task.measure,
        "assignee": name_of(context.session, task.assignee_id),
        "due_date": task.due_date.isoformat(),
        "budget": money_text(task.budget),
    }


def _change_values(context: ReadContext, cycle_id: int, row: Row) -> dict[str, object]:
    task = open_task(context.session, cycle_id, row.get("task_no"))
    new = {key: row[key] for key in ("measure", "due_date", "budget") if row.get(key) is not None}
    if row.get("assignee") is not None:
        new["assignee"] = name_of(context.session, row["assignee"])
    now = {"task_no": row.get("task_no")} if task is None else _task_values(context, task)
    return {**now, **new, "action": row.get("action"), "reason": row.get("reason")}
