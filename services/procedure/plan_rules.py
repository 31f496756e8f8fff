"""The check of a plan before it goes to review (step 4: C4, E2, E4, E5, L5, L7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from processes.forms.submission import FieldError
from processes.models import WorkItem
from processes.operations import ReadContext, check
from services.procedure.basis import PlanBasis, plan_basis
from services.procedure.form_values import Row, day, is_active, money, refusal, rows, text, whole
from services.procedure.measure_rules import STRENGTHENING, Measure, measure_errors

IMPROVE = "改进关系"


@check("check_plan")
def check_plan(context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """Every reason for which the plan may not be submitted."""
    basis = plan_basis(context.session, context.instance, context.today)
    measures = [
        Measure(number, row, is_active(context.session, row.get("person")))
        for number, row in enumerate(rows(values, "measures"), start=1)
    ]
    return plan_errors(values, measures, basis)


def plan_errors(values: Mapping[str, object], measures: list[Measure], basis: PlanBasis) -> list[FieldError]:
    """The plan's errors; ``values``: parsed form C4, its required fields filled."""
    period = day(values["period_from"]), day(values["period_to"])
    return [
        *_period_errors(period, basis),
        *_budget_errors(values, total_of(values), basis),
        *_strengthening_errors(measures, basis),
        *_carried_errors(rows(values, "carried"), len(measures)),
        *measure_errors(measures, basis, period),
    ]


def total_of(values: Mapping[str, object]) -> Decimal:
    """The sum of the measures' budgets, CNY."""
    return sum((money(row.get("budget")) for row in rows(values, "measures")), Decimal(0))


def a_year_after(start: date) -> date:
    """The same day of the next year, 28 February for 29 February."""
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28)


def _period_errors(period: tuple[date, date], basis: PlanBasis) -> list[FieldError]:
    start, end = period
    errors = []
    if end >= a_year_after(start):
        zh, en = "方案期间不得超过十二个月。", "The period may be at most twelve months."
        errors.append(refusal("period_to", "period_too_long", zh, en))
    if end > basis.latest_end:
        zh, en = "方案须在下一评级日 {day} 前结束。", "The plan must end by the next rating day, {day}."
        errors.append(refusal("period_to", "after_rating_day", zh, en, day=basis.latest_end.isoformat()))
    return errors


def _budget_errors(values: Mapping[str, object], total: Decimal, basis: PlanBasis) -> list[FieldError]:
    if total > basis.most:
        zh = "合计 {total} 元超过可用费用的 150%（{most} 元），请减少费用。"
        en = "The total of CNY {total} is above 150 % of the allowed budget (CNY {most}); plan less."
        return [refusal("measures", "above_authority", zh, en, total=f"{total:.2f}", most=f"{basis.most:.2f}")]
    if total > basis.allowed and not text(values.get("budget_reason")):
        zh, en = "合计超过可用费用，请说明理由。", "The total is above the allowed budget; give the reason."
        return [refusal("budget_reason", "reason_missing", zh, en)]
    return []


def _strengthening_errors(measures: list[Measure], basis: PlanBasis) -> list[FieldError]:
    if basis.result != IMPROVE or any(measure.row.get("kind") == STRENGTHENING for measure in measures):
        return []
    zh = "评估结果为改进关系，方案至少须有一项关键人强化措施。"
    en = "The result is “improve”: the plan needs at least one measure that strengthens a key person."
    return [refusal("measures", "strengthening_missing", zh, en)]


def _carried_errors(carried: list[Row], count: int) -> list[FieldError]:
    return [error for number, row in enumerate(carried) if (error := _carried_error(number, row, count)) is not None]


def _carried_error(number: int, row: Row, count: int) -> FieldError | None:
    if row.get("answer") == "declined":
        if text(row.get("reason")):
            return None
        zh, en = "不采纳上期改进措施须填写原因。", "Give the reason for declining this improvement."
        return refusal(f"carried.{number}.reason", "reason_missing", zh, en)
    taken = row.get("measure_no")
    if taken is not None and 1 <= whole(taken) <= count:
        return None
    zh, en = "请填写方案中对应的措施序号（1–{count}）。", "Enter the number of the plan's measure (1–{count})."
    return refusal(f"carried.{number}.measure_no", "not_in_plan", zh, en, count=count)
