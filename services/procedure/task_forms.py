"""What the forms of a task start from, and the check of its result."""

from __future__ import annotations

from collections.abc import Mapping

from processes.forms.submission import FieldError
from processes.models import WorkItem
from processes.operations import ReadContext, check, prefill
from processes.submissions import latest_submission
from services.models import MaintenanceTask
from services.procedure.form_values import money_text, name_of, refusal, whole
from services.procedure.tasks import approved_cost, happened_at


@prefill("task_result")
def task_result(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The task, and in a further round what was entered before and what the supervisor said about the cost."""
    task = _task(context)
    approved = approved_cost(context.session, context.instance.id)
    approval = latest_submission(context.session, context.instance.id, "approve_task_cost")
    return {
        **_submitted(context),
        "measure": task.measure,
        "kind": task.kind,
        "way": task.way,
        "due": task.due_date.isoformat(),
        "budget": money_text(task.budget),
        "approved_cost": None if approved is None else money_text(approved),
        "comments_returned": None if approval is None else approval.values.get("comments"),
    }


@prefill("task_cost_approval")
def task_cost_approval(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The task and the cost that its assignee asks for (E5)."""
    task, asked = _task(context), _submitted(context)
    return {
        "measure": task.measure,
        "assignee_name": name_of(context.session, task.assignee_id),
        "budget": money_text(task.budget),
        "cost": asked.get("cost"),
        "cost_reason": asked.get("cost_reason"),
    }


@check("check_task_result")
def check_task_result(context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """A contact lies in the past (C5)."""
    if not values.get("day") or not values.get("time") or happened_at(values) <= context.now:
        return []
    zh, en = "沟通时间不能晚于现在。", "The contact cannot be later than now."
    return [refusal("time", "in_future", zh, en)]


def _task(context: ReadContext) -> MaintenanceTask:
    return context.session.get_one(MaintenanceTask, whole(context.instance.data["task_id"]))


def _submitted(context: ReadContext) -> Mapping[str, object]:
    found = latest_submission(context.session, context.instance.id, "carry_out_task")
    return {} if found is None else found.values
