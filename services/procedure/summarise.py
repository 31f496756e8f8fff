"""Step 7: the figures of a cycle, and what summary, report and guidance start from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select

from processes.context import bank_day
from processes.models import WorkItem
from processes.operations import OperationContext, ReadContext, operation, prefill
from processes.submissions import latest_submission
from services.models import MaintenanceTask, ServiceRecord
from services.procedure.basis import carried_measures, customer_name
from services.procedure.form_values import money_text, part
from services.procedure.implement import plan_running
from services.procedure.plan_forms import period_values


@operation("summarise_figures")
def summarise_figures(context: OperationContext, customer_id: int) -> dict[str, object]:
    """Tasks done and done late, contacts filed, cost and budget (CNY) of the cycle's tasks; dropped ones apart."""
    found = select(MaintenanceTask).where(MaintenanceTask.cycle_id == context.instance.id)
    tasks = list(context.session.scalars(found))
    done = [task for task in tasks if task.status == "done"]
    contacts = select(func.count(ServiceRecord.id)).where(
        ServiceRecord.cycle_id == context.instance.id, ServiceRecord.customer_id == customer_id
    )
    return {
        "tasks_done": len(done),
        "tasks_late": sum(task.done_at is not None and bank_day(task.done_at) > task.due_date for task in done),
        "tasks_dropped": sum(task.status == "cancelled" for task in tasks),
        "contacts": context.session.scalar(contacts) or 0,
        "cost": money_text(sum((task.cost or Decimal(0) for task in done), Decimal(0))),
        "budget": money_text(sum((task.budget for task in done), Decimal(0))),
    }


@prefill("summary")
def summary(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The figures; the account manager writes the rest."""
    return _figures(context)


@prefill("report")
def report(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The figures, the account manager's summary, and the improvements whose effect is to be judged (L5)."""
    written = _submitted(context, "write_summary")
    told = ("feedback", "effect", "problems", "suggestions")
    return {
        **_figures(context),
        **{f"summary_{key}": written.get(key) for key in told},
        "carried": [
            {"measure_id": one.id, "measure": one.measure, "expected_effect": one.expected_effect}
            for one in carried_measures(context.session, context.instance)
        ],
    }


@prefill("guidance")
def guidance(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The figures and the supervisor's report."""
    written = _submitted(context, "write_report")
    return {**_figures(context), **{key: written.get(key) for key in ("development", "proposed")}}


def _figures(context: ReadContext) -> dict[str, object]:
    return {
        "customer_name": customer_name(context.session, context.instance),
        **period_values(plan_running(context.session, context.instance.id)),
        **part(context.instance.data, "summarise_figures"),
    }


def _submitted(context: ReadContext, element_id: str) -> Mapping[str, object]:
    found = latest_submission(context.session, context.instance.id, element_id)
    return {} if found is None else found.values
