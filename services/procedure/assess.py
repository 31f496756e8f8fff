"""Step 2, assess 评估: score the eight indicators, map the relations, confirm (C2, C3, L2)."""

from __future__ import annotations

from collections.abc import Mapping

from processes.forms.submission import FieldError
from processes.models import FormSubmission, WorkItem
from processes.operations import OperationContext, ReadContext, check, operation, prefill
from processes.submissions import latest_submission
from services.archive import current_values
from services.models import Assessment, Customer
from services.procedure.form_values import part, refusal, rows, text
from services.procedure.rating import assess_now, latest_assessment, parts_of
from services.standard.figures import read_figures
from services.standard.standard import Standard
from services.standard_versions import standard_on

# Which facts of the record an indicator rests on, for the first proposal of its evidence.
BASIS = {
    "I1": ("日均存款", "avg_deposit", "万元"),
    "I2": ("日均贷款", "avg_loan", "万元"),
    "I3": ("结算产品", "settlement_products", ""),
    "I4": ("理财余额", "wealth_balance", "万元"),
    "I5": ("存款占比", "share_percent", "%"),
    "I6": ("客户满意度", "satisfaction", ""),
    "I7": ("潜力", "potential", ""),
    "I8": ("五级分类", "loan_class", ""),
}


@operation("score_customer")
def score_customer(context: OperationContext, customer_id: int, rating_date: str) -> dict[str, object]:
    """Score by the standard in force on the rating date and list the gaps (D1)."""
    stored = assess_now(context, customer_id, rating_date)
    kept = parts_of(stored.result, "score", "indicators", "gaps", "standard")
    return {**kept, "assessment_id": stored.id}


@prefill("assessment")
def assessment(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The computed scores with a first proposal of each evidence; what was typed before a return stays."""
    stored = latest_assessment(context.session, context.instance)
    customer = context.session.get_one(Customer, stored.customer_id)
    earlier = latest_submission(context.session, context.instance.id, item.element_id)
    before = earlier.values if earlier else {}
    standard = standard_on(context.session, stored.rating_date)
    return {
        "customer_name": customer.name,
        "number": f"{customer.number}-{stored.rating_date:%Y%m%d}",
        "standard": stored.standard_version,
        "rating_date": stored.rating_date.isoformat(),
        "rows": _score_rows(stored, standard, before),
        "final_score": stored.result["score"],
        "tier": stored.result["tier"],
        "analysis": before.get("analysis"),
    }


@prefill("relation_map")
def relation_map(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The key persons as last known, owned by the customer's account manager."""
    earlier = latest_submission(context.session, context.instance.id, item.element_id)
    if earlier is not None:
        return dict(earlier.values)
    customer = context.session.get_one(Customer, item.subject_id)
    persons = rows(current_values(context.session, customer.id), "key_persons")
    return {"rows": [{"owner": customer.am_id, **person} for person in persons]}


@check("check_relation_map")
def check_relation_map(_context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """A schedule ends on or after its beginning (C3)."""
    return [
        refusal(
            f"rows.{number}.scheduled_to",
            "schedule_reversed",
            "结束日期早于开始日期，请修改。",
            "The end is before the beginning: please correct it.",
        )
        for number, row in enumerate(rows(values, "rows"))
        if text(row.get("scheduled_to")) < text(row.get("scheduled_from"))
    ]


@prefill("assessment_confirmation")
def assessment_confirmation(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The assessment that the supervisor confirms or returns."""
    stored = latest_assessment(context.session, context.instance)
    submitted = latest_submission(context.session, context.instance.id, "assess_relationship")
    values = submitted.values if submitted else {}
    return {
        "final_score": stored.result["score"],
        "tier": stored.result["tier"],
        "gaps": stored.result["gaps"],
        "net_relation": net_of(latest_submission(context.session, context.instance.id, "map_relations")),
        "rows": values.get("rows"),
        "analysis": values.get("analysis"),
    }


def net_of(submitted: FormSubmission | None) -> str | None:
    """Net relation of a submitted strengthening form, one decimal; None before it."""
    if submitted is None:
        return None
    net = read_figures({"customer_id": "", "key_persons": list(rows(submitted.values, "rows"))}).net_relation
    return None if net is None else f"{net:.1f}"


def _score_rows(stored: Assessment, standard: Standard, before: Mapping[str, object]) -> list[dict[str, object]]:
    typed = {row.get("indicator"): row.get("evidence") for row in rows(before, "rows")}
    points, gaps = part(stored.result, "indicators"), stored.result["gaps"]
    return [
        {
            "indicator": one.id,
            "weight": f"{one.weight:f}",
            "score": points[one.id],
            "target": f"{one.target:f}",
            "gap": isinstance(gaps, list) and one.id in gaps,
            "evidence": typed.get(one.id) or _evidence(one.id, stored),
        }
        for one in standard.parameters.indicators
    ]


def _evidence(indicator: str, stored: Assessment) -> str:
    label, field, unit = BASIS[indicator]
    value = stored.result.get(field) if field == "share_percent" else stored.inputs.get(field)
    shown = "、".join(str(one) for one in value) if isinstance(value, list) else text(value)
    return f"{label} {shown or '未知'}{unit if shown else ''}（档案第 {stored.archive_version} 版）"
