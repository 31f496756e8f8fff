"""What the forms of steps 4 and 5 start from."""

from __future__ import annotations

from collections.abc import Mapping

from processes.models import WorkItem
from processes.operations import ReadContext, prefill
from processes.submissions import latest_submission
from services.models import Customer, PlanVersion
from services.procedure.basis import PlanBasis, customer_name, latest_plan, plan_basis
from services.procedure.form_values import Row, money_text, name_of, rows, text, whole
from services.procedure.measure_rules import STRENGTHENING

CHECKED = ("capacity", "bs", "consent", "way_reason")  # what the supervisor adds to a proposed measure


@prefill("measures_proposal")
def measures_proposal(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The basis and the own earlier proposal; before the first, a row for each gap and weak key person."""
    basis = plan_basis(context.session, context.instance, context.today)
    weak = _weak_relations(context)
    earlier = _submitted(context, "propose_measures")
    return {
        **_basis_values(basis),
        "weak_relations": "；".join(f"{text(row.get('post'))} {text(row.get('name'))}".strip() for row in weak),
        "carried_text": "\n".join(measure.measure for measure in basis.carried),
        "comments_returned": _comments(context),
        "analysis": earlier.get("analysis"),
        "measures": rows(earlier, "measures") or _suggested(context, basis, weak),
    }


@prefill("maintenance_plan")
def maintenance_plan(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The proposed measures, with what the supervisor had entered for them in the version sent back."""
    basis = plan_basis(context.session, context.instance, context.today)
    proposal = _submitted(context, "propose_measures")
    earlier = _submitted(context, "draft_plan")
    return {
        **_basis_values(basis),
        "analysis": proposal.get("analysis"),
        "comments_returned": _comments(context),
        "period_from": earlier.get("period_from") or context.today.isoformat(),
        "period_to": earlier.get("period_to") or basis.latest_end.isoformat(),
        "objectives": rows(earlier, "objectives"),
        "measures": _with_checks(rows(proposal, "measures"), rows(earlier, "measures")),
        "budget_reason": earlier.get("budget_reason"),
        "carried": _carried(basis, rows(earlier, "carried")),
    }


@prefill("plan_review")
def plan_review(context: ReadContext, _item: WorkItem) -> dict[str, object]:
    """The version to review; LookupError before the first."""
    plan = latest_plan(context.session, context.instance.id)
    if plan is None:
        raise LookupError("no plan to review")
    return {
        "customer_name": customer_name(context.session, context.instance),
        "version": plan.version,
        **period_values(plan),
        "total": money_text(plan.total),
        "allowed_budget": money_text(plan.allowed),
        "over_allowed": plan.total > plan.allowed,
        "budget_reason": plan.values.get("budget_reason"),
        "measures": [
            {**row, "person": name_of(context.session, row.get("person"))} for row in rows(plan.values, "measures")
        ],
    }


def period_values(plan: PlanVersion) -> dict[str, object]:
    """The plan's period as a form shows it."""
    return {"period_from": plan.period_from.isoformat(), "period_to": plan.period_to.isoformat()}


def _basis_values(basis: PlanBasis) -> dict[str, object]:
    return {
        "customer_name": basis.customer_name,
        "tier": basis.tier,
        "result": basis.result,
        "gaps": list(basis.gaps),
        "allowed_budget": money_text(basis.allowed),
        "next_rating_day": basis.latest_end.isoformat(),
    }


def _submitted(context: ReadContext, element_id: str) -> Mapping[str, object]:
    found = latest_submission(context.session, context.instance.id, element_id)
    return {} if found is None else found.values


def _comments(context: ReadContext) -> str | None:
    plan = latest_plan(context.session, context.instance.id)
    return None if plan is None else plan.comments


def _weak_relations(context: ReadContext) -> list[Row]:
    """The key persons to whom a competitor is closer (C3)."""
    mapped = _submitted(context, "map_relations")
    people = [row for field in mapped for row in rows(mapped, field) if "own_relation" in row]
    return [row for row in people if _relation(row, "own_relation") < _relation(row, "competitor_relation")]


def _relation(row: Row, key: str) -> int:
    return 0 if row.get(key) in (None, "") else whole(row[key])


def _suggested(context: ReadContext, basis: PlanBasis, weak: list[Row]) -> list[dict[str, object]]:
    customer = context.session.get(Customer, context.instance.subject_id)
    person = None if customer is None else customer.am_id
    strengthening: list[dict[str, object]] = [
        {
            **{"kind": STRENGTHENING, "way": "走访", "aim": text(row.get("post"))},
            **{"measure": row.get("measures"), "person": row.get("owner") or person},
        }
        for row in weak
    ]
    gaps: list[dict[str, object]] = [{"aim": gap, "person": person} for gap in basis.gaps]
    return [*strengthening, *gaps]


def _with_checks(proposed: list[Row], earlier: list[Row]) -> list[dict[str, object]]:
    known = {text(row.get("measure")): row for row in earlier}
    return [{**row, **{key: known.get(text(row.get("measure")), {}).get(key) for key in CHECKED}} for row in proposed]


def _carried(basis: PlanBasis, earlier: list[Row]) -> list[dict[str, object]]:
    known = {row.get("measure_id"): row for row in earlier}
    return [
        {
            **known.get(measure.id, {}),
            "measure_id": measure.id,
            "measure": measure.measure,
            "expected_effect": measure.expected_effect,
        }
        for measure in basis.carried
    ]
