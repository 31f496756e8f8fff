"""Step 3, tier 分级: compute tier and recommendation, propose, approve, enter in the catalogue (D2, D3, L3)."""

from __future__ import annotations

from collections.abc import Mapping

from processes.operations import OperationContext, operation
from services.archive import current_values, file_version
from services.models import Assessment, Customer, TierRecord
from services.procedure.approvals import refuse_unapproved
from services.procedure.form_values import money, money_text, rows, text
from services.procedure.rating import assess_now, latest_assessment, parts_of
from services.standard.budget import allowed_budget, contribution
from services.standard.figures import read_figures
from services.standard_versions import standard_on

TERMINATE = "终止关系"
KEY_PERSON = ("post", "name", "influence", "own_relation", "competitor_relation", "competitor")


@operation("compute_tier")
def compute_tier(context: OperationContext, customer_id: int, rating_date: str) -> dict[str, object]:
    """File the mapped relations, then compute tier, grace, recommendation and budget (D2, D3, D5)."""
    mapped = rows(context.submission("map_relations"), "rows")
    values = current_values(context.session, customer_id)
    values["key_persons"] = [{name: row.get(name) for name in KEY_PERSON} for row in mapped]
    file_version(context.session, customer_id, values, "relation_map", context.actor, context.now, context.instance.id)
    result = assess_now(context, customer_id, rating_date).result
    kept = parts_of(
        result, "score", "effective_tier", "recommendation", "recommendation_rule", "net_relation", "share_percent"
    )
    return {
        **kept,
        "computed_tier": result["tier"],
        "rule": result["tier_rule"],
        "grace": result["effective_tier"] != result["tier"],
        "allowed_budget": money_text(money(result["allowed_budget"])),
    }


@operation("record_tier")
def record_tier(context: OperationContext, customer_id: int, rating_date: str) -> dict[str, object]:
    """Enter the approved tier in archive and catalogue; `exit` opens the exit path (L7)."""
    refuse_unapproved(context, "approve_tier")
    stored = latest_assessment(context.session, context.instance)
    proposal = context.submission("rate_customer") or {}
    record = _catalogue_line(context, stored, proposal)
    context.session.add(record)
    customer = context.session.get_one(Customer, customer_id)
    customer.tier, customer.tier_grace, customer.tier_since = record.tier, record.grace, stored.rating_date
    values = current_values(context.session, customer_id) | {"tier": record.tier, "tier_rating_date": rating_date}
    file_version(context.session, customer_id, values, "record_tier", context.actor, context.now, context.instance.id)
    context.history(
        "tier:record",
        tier=record.tier,
        computed=record.computed_tier,
        override=record.override_reason,
        result=record.result,
    )
    return {
        "tier": record.tier,
        "result": record.result,
        "allowed_budget": _allowed(context, stored, record.tier),
        "exit": record.result == TERMINATE,
    }


def _catalogue_line(context: OperationContext, stored: Assessment, proposal: Mapping[str, object]) -> TierRecord:
    effective, computed = text(stored.result["effective_tier"]), text(stored.result["tier"])
    moved = proposal.get("decision") == "override"
    return TierRecord(
        customer_id=stored.customer_id,
        instance_id=context.instance.id,
        assessment_id=stored.id,
        rating_date=stored.rating_date,
        computed_tier=computed,
        tier=text(proposal["tier"]) if moved else effective,
        grace=not moved and effective != computed,
        override_from=effective if moved else None,
        override_reason=text(proposal["reason"]) if moved else None,
        result=text(proposal["result"]),
        advice=text(proposal["advice"]),
        rated_by_id=context.submitted_by("rate_customer"),
        approved_by_id=context.submitted_by("approve_tier"),
        recorded_at=context.now,
    )


def _allowed(context: OperationContext, stored: Assessment, tier: str) -> str:
    standard = standard_on(context.session, stored.rating_date)
    return f"{allowed_budget(tier, contribution(read_figures(stored.inputs), standard), standard).allowed:.2f}"
