"""Step 8: improvements are decided and applied; the rating day starts the next cycle with the adopted ones."""

from __future__ import annotations

from datetime import date, timedelta

from processes.context import day_begins
from processes.models import WorkItem
from processes.operations import OperationContext, ReadContext, operation, prefill
from processes.submissions import latest_submission
from services.models import ImprovementMeasure
from services.procedure.basis import plan_in_force
from services.procedure.cycle import StartNextCycle
from services.procedure.form_values import Row, day, name_of, rows, text, whole
from services.rating_days import next_rating_day


@prefill("improvement_decision")
def improvement_decision(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The proposed improvements, one row each."""
    return {"measures": _proposed(context)}


@prefill("improvement_application")
def improvement_application(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The adopted improvements, for the account manager to apply."""
    found = latest_submission(context.session, context.instance.id, "decide_improvements")
    decided = rows(None if found is None else found.values, "measures")
    return {"measures": [row for row in decided if row.get("decision") == "adopt"]}


@operation("schedule_next_cycle")
def schedule_next_cycle(context: OperationContext, customer_id: int, rating_date: str) -> dict[str, object]:
    """Close the plan, record the improvements, and start the next cycle when the rating day begins (L5, L6)."""
    _record_effects(context)
    _record_improvements(context, customer_id)
    plan = plan_in_force(context.session, context.instance.id)
    rating_day = next_start(day(rating_date), None if plan is None else plan.period_to)
    if plan is not None:
        plan.status = "closed"
    context.session.flush()
    context.schedule(
        StartNextCycle(customer_id, rating_day.isoformat()),
        at=day_begins(rating_day),
        dedupe=f"cycle:{customer_id}:{rating_day.isoformat()}",
    )
    return {"date": rating_day.isoformat()}


def next_start(rating_date: date, plan_end: date | None) -> date:
    """The rating day on or after the plan's end; without a plan the one after this cycle's rating."""
    after = rating_date if plan_end is None else max(rating_date, plan_end - timedelta(days=1))
    return next_rating_day(after)


def _proposed(context: ReadContext) -> list[dict[str, object]]:
    found = latest_submission(context.session, context.instance.id, "propose_improvements")
    proposed = rows(None if found is None else found.values, "measures")
    return [{**row, "owner": name_of(context.session, row.get("owner"))} for row in proposed]


def _record_improvements(context: OperationContext, customer_id: int) -> None:
    proposed = rows(context.submission("propose_improvements"), "measures")
    decided = rows(context.submission("decide_improvements"), "measures")
    for row, decision in zip(proposed, decided, strict=True):
        context.session.add(_improvement(context, customer_id, row, decision))


def _improvement(context: OperationContext, customer_id: int, row: Row, decision: Row) -> ImprovementMeasure:
    return ImprovementMeasure(
        customer_id=customer_id,
        cycle_id=context.instance.id,
        problem=text(row["problem"]),
        measure=text(row["measure"]),
        owner_id=whole(row["owner"]),
        due_date=day(row["due_date"]),
        expected_effect=text(row["expected_effect"]),
        decision=text(decision["decision"]),
        reason=text(decision.get("reason")) or None,
    )


def _record_effects(context: OperationContext) -> None:
    """What the report says about the improvements that this cycle took over (their effect is checked next cycle)."""
    for row in rows(context.submission("write_report"), "carried"):
        measure = context.session.get_one(ImprovementMeasure, whole(row["measure_id"]))
        measure.actual_effect = text(row.get("actual_effect"))
