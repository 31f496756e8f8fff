"""Operations of steps 4 and 5: file a plan's version, note its review, put it in force."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from processes.models import FormSubmission
from processes.operations import OperationContext, operation
from processes.submissions import latest_submission
from services.models import ImprovementMeasure, PlanVersion
from services.procedure.approvals import Unapproved, said
from services.procedure.basis import latest_plan, plan_basis
from services.procedure.form_values import day, money_text, rows, text, whole
from services.procedure.plan_rules import total_of

REVIEWS = ("review_plan", "review_plan_as_head")


@operation("file_plan_draft")
def file_plan_draft(context: OperationContext, customer_id: int) -> dict[str, object]:
    """File the submitted plan as the cycle's next version; `over_allowed` sends it to the head (E2)."""
    record_plan_return(context)
    values = context.submission("draft_plan") or {}
    before = latest_plan(context.session, context.instance.id)
    plan = PlanVersion(
        customer_id=customer_id,
        instance_id=context.instance.id,
        version=1 if before is None else before.version + 1,
        status="submitted",
        values=dict(values),
        period_from=day(values["period_from"]),
        period_to=day(values["period_to"]),
        total=total_of(values),
        allowed=plan_basis(context.session, context.instance, context.today).allowed,
        submitted_by_id=context.submitted_by("draft_plan"),
        submitted_at=context.now,
    )
    context.session.add(plan)
    context.session.flush()
    context.history("plan:submit", version=plan.version, total=money_text(plan.total))
    return {
        "version": plan.version,
        "total": money_text(plan.total),
        "over_allowed": plan.total > plan.allowed,
    }


def record_plan_return(context: OperationContext) -> None:
    """Mark the submitted version as returned, with the reviewer's comments (L3); nothing when none waits."""
    plan = latest_plan(context.session, context.instance.id)
    review = latest_review(context.session, context.instance.id)
    if plan is None or plan.status != "submitted" or review is None:
        return
    _decide(plan, review, "returned")
    context.history("plan:return", version=plan.version, by=review.submitted_by_name)


@operation("put_plan_in_force")
def put_plan_in_force(context: OperationContext, customer_id: int) -> dict[str, object]:
    """Run the approved version and note how it answers each improvement carried over (L5)."""
    plan = latest_plan(context.session, context.instance.id)
    review = latest_review(context.session, context.instance.id)
    if plan is None or review is None:
        raise LookupError(f"no reviewed plan for customer {customer_id}")
    if not said(review):
        raise Unapproved(review.element_id)
    _decide(plan, review, "running")
    for row in rows(plan.values, "carried"):
        _answer_carried(context, row)
    context.history("plan:approve", version=plan.version, by=review.submitted_by_name)
    return {"version": plan.version}


def latest_review(session: Session, cycle_id: int) -> FormSubmission | None:
    """The last review of a cycle's plan, by the command centre or its head; None before the first."""
    found = [latest_submission(session, cycle_id, element) for element in REVIEWS]
    return max((one for one in found if one is not None), key=lambda one: one.id, default=None)


def _decide(plan: PlanVersion, review: FormSubmission, status: str) -> None:
    plan.status = status
    plan.decided_by_id = review.submitted_by_id
    plan.decided_at = review.submitted_at
    plan.comments = text(review.values.get("comments")) or None


def _answer_carried(context: OperationContext, row: Mapping[str, object]) -> None:
    measure = context.session.get_one(ImprovementMeasure, whole(row["measure_id"]))
    taken = row.get("answer") == "taken_up"
    measure.carried_to_id = context.instance.id
    measure.carried_answer = f"taken_up: {row.get('measure_no')}" if taken else f"declined: {text(row.get('reason'))}"
