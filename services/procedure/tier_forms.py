"""The forms of step 3: what they show, and what a supervisor may propose (B3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.forms.submission import FieldError
from processes.models import WorkItem
from processes.operations import ReadContext, check, prefill
from processes.submissions import latest_submission
from services.models import CC_HEAD, Customer, TierRecord, User
from services.procedure.form_values import part, refusal, text
from services.procedure.rating import latest_assessment
from services.standard.authority import NEIGHBOURS

VETO_RULE = "T1"
MONTHS_OF_HALF = 6


@prefill("tier_proposal")
def tier_proposal(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The computed results; the recommendation as the first proposal, and what was typed before a return."""
    computed = computed_values(context)
    earlier = latest_submission(context.session, context.instance.id, item.element_id)
    typed = earlier.values if earlier else {}
    proposed = {name: typed.get(name) for name in ("decision", "tier", "reason", "advice", "note")}
    first = {"decision": "confirm", "result": computed["recommendation"]}
    return {**first, **{name: value for name, value in proposed.items() if value}, **computed}


@prefill("tier_approval")
def tier_approval(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The supervisor's proposal beside the computed tier."""
    computed = computed_values(context)
    submitted = latest_submission(context.session, context.instance.id, "rate_customer")
    proposal = submitted.values if submitted else {}
    moved = proposal.get("decision") == "override"
    return {
        **computed,
        "customer_name": context.session.get_one(Customer, item.subject_id).name,
        "proposed_tier": proposal.get("tier") if moved else computed["effective_tier"],
        "overridden": moved,
        "reason": proposal.get("reason"),
        "result": proposal.get("result"),
        "advice": proposal.get("advice"),
    }


@check("check_tier_proposal")
def check_tier_proposal(context: ReadContext, item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """Moving a tier: one step from the effective tier, never with a veto, at most 10 % a half-year (B3)."""
    if values.get("decision") != "override":
        return []
    effective, rule = text(values["effective_tier"]), text(values["rule"])
    if rule == VETO_RULE:
        return [_refused("veto", "一票否决的客户不能调整等级。", "A vetoed customer's tier cannot be moved.")]
    if text(values["tier"]) not in NEIGHBOURS[effective]:
        allowed = "、".join(NEIGHBOURS[effective])
        return [
            refusal(
                "tier",
                "more_than_one_step",
                "只能从 {effective} 调整一级：{allowed}。",
                "Only one step from {effective}: {allowed}.",
                effective=effective,
                allowed=allowed,
            )
        ]
    if _used_up(
        context.session, context.actor.user_id, latest_assessment(context.session, context.instance).rating_date
    ):
        return [
            _refused(
                "overrides_used_up",
                "本半年的调整名额（10%）已用完。",
                "This half-year's share of moves (10 %) is used up.",
            )
        ]
    return []


@check("check_tier_approval")
def check_tier_approval(context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """A moved tier is approved by the head of the command centre (domain: Roles)."""
    if values.get("decision") != "approve" or not values.get("overridden") or context.actor.role == CC_HEAD:
        return []
    return [
        refusal(
            "decision",
            "head_approves_overrides",
            "等级经主管调整，须由指挥中心负责人审批；请放回待领，由负责人领取。",
            "The tier was moved: the head of the command centre approves it. Give the item back for the head to claim.",
        )
    ]


def computed_values(context: ReadContext) -> dict[str, object]:
    """What the tier forms show of the computation."""
    computed = part(context.instance.data, "compute_tier")
    shown = ("computed_tier", "effective_tier", "rule", "grace", "recommendation", "recommendation_rule")
    result = latest_assessment(context.session, context.instance).result
    return {
        **{name: computed.get(name) for name in shown},
        **{name: result[name] for name in ("net_relation", "share_percent", "gaps")},
        "final_score": result["score"],
    }


def _used_up(session: Session, user_id: int | None, day: date) -> bool:
    first_month = 1 if day.month <= MONTHS_OF_HALF else MONTHS_OF_HALF + 1
    begin = date(day.year, first_month, 1)
    moved = session.scalar(
        select(func.count(TierRecord.id)).where(
            TierRecord.rated_by_id == user_id, TierRecord.override_from.is_not(None), TierRecord.rating_date >= begin
        )
    )
    team_id = session.get_one(User, user_id).team_id
    managers = select(User.id).where(User.team_id == team_id)
    customers = session.scalar(select(func.count(Customer.id)).where(Customer.am_id.in_(managers))) or 0
    return (moved or 0) >= max(1, customers // 10)


def _refused(code: str, zh: str, en: str) -> FieldError:
    return refusal("decision", code, zh, en)
