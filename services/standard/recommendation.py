"""Whether to maintain, improve or terminate the relationship (D3). Terminating is only a proposal."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from services.standard.figures import Figures
from services.standard.rounding import ZERO
from services.standard.scoring import Scoring
from services.standard.standard import Standard


class Recommendation(NamedTuple):
    """``rule``: Z1 to Z4; ``row``: the matched row, which says why; ``result``: 维持关系, 改进关系 or 终止关系.

    ``net_relation``: one decimal; ``share``: % of deposits, unrounded; None: unknown.
    """

    rule: str
    row: str
    result: str
    net_relation: Decimal | None
    share: Decimal | None


def recommend(figures: Figures, scoring: Scoring, tier: str, standard: Standard) -> Recommendation:
    """The recommendation by the computed tier (D3). An unknown loan does not count as no loan."""
    net, share = figures.net_relation, figures.share
    fall = ZERO if figures.previous_score is None else figures.previous_score - scoring.score
    decision = standard.decide(
        "recommendation",
        veto=scoring.veto,
        tier=tier,
        previous_tier=figures.previous_tier or "",
        potential_known=figures.potential is not None,
        potential=figures.potential or 0,
        no_loan=figures.loans == 0,
        satisfaction_known=figures.satisfaction is not None,
        satisfaction=figures.satisfaction or ZERO,
        risk_points=scoring.indicators["I8"],
        net_known=net is not None,
        net=net or ZERO,
        share_known=share is not None,
        share=share or ZERO,
        complaints_overdue=figures.complaints_overdue or 0,
        score_fall=fall,
    )
    return Recommendation(decision.text("rule"), decision.rule, decision.text("recommendation"), net, share)
