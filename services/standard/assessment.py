"""The whole assessment of a customer: score, tier, recommendation and budget (D1–D3, D5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.standard.budget import allowed_budget, contribution
from services.standard.figures import read_figures
from services.standard.recommendation import recommend
from services.standard.scoring import score_figures
from services.standard.standard import Standard
from services.standard.tiering import decide_tier


@dataclass(frozen=True)
class Assessment:
    """The result for one record under one standard; it can be computed again from both (E3).

    ``indicators`` (scores 0–100), ``weights`` (%), ``points`` (their product ÷ 100): keyed I1 to I8.
    ``score``: 0.0–100.0. ``tier``: computed; ``effective_tier``: after ``grace``. ``net_relation``: one decimal;
    ``share_percent``: unrounded; None: unknown. ``gaps``: indicators below target; ``data_gaps``: those scored 0
    for want of a figure. ``contribution``: 万元 a year, unrounded; ``allowed_budget``, ``budget_cap``: CNY a year;
    ``gift_cap``: CNY a person and occasion. ``rules``: what was decided → matched row of its table.
    """

    customer_id: str
    rating_date: date | None
    standard_version: str
    indicators: Mapping[str, Decimal]
    weights: Mapping[str, Decimal]
    points: Mapping[str, Decimal]
    score: Decimal
    veto: bool
    tier_rule: str
    tier: str
    effective_tier: str
    grace: bool
    recommendation_rule: str
    recommendation: str
    net_relation: Decimal | None
    share_percent: Decimal | None
    gaps: tuple[str, ...]
    data_gaps: tuple[str, ...]
    contribution: Decimal
    allowed_budget: Decimal
    budget_cap: Decimal
    gift_cap: Decimal
    rules: Mapping[str, str]


def assess(record: Mapping[str, object], standard: Standard, rating_date: date | None = None) -> Assessment:
    """Assess a record with the keys of form C1 under the standard in force on the rating date.

    The date is noted and changes nothing: choosing the standard by it is the caller's. Raises `RecordInvalid`.
    """
    figures = read_figures(record)
    scoring = score_figures(figures, standard)
    tiering = decide_tier(figures, scoring, standard)
    advice = recommend(figures, scoring, tiering.tier, standard)
    contributed = contribution(figures, standard)
    budget = allowed_budget(tiering.effective_tier, contributed, standard)
    decided = {"tier": tiering.rule, "grace": tiering.grace_rule, "recommendation": advice.row, "budget": budget.rule}
    return Assessment(
        customer_id=figures.record,
        rating_date=rating_date,
        standard_version=standard.version,
        indicators=scoring.indicators,
        weights=scoring.weights,
        points=scoring.points,
        score=scoring.score,
        veto=scoring.veto,
        tier_rule=tiering.rule,
        tier=tiering.tier,
        effective_tier=tiering.effective_tier,
        grace=tiering.grace,
        recommendation_rule=advice.rule,
        recommendation=advice.result,
        net_relation=advice.net_relation,
        share_percent=advice.share,
        gaps=scoring.gaps,
        data_gaps=scoring.data_gaps,
        contribution=contributed,
        allowed_budget=budget.allowed,
        budget_cap=budget.cap,
        gift_cap=budget.gift_cap,
        rules={**scoring.rules, **decided},
    )
