"""The recommendation (D3); uses the computed tier."""

from __future__ import annotations

from decimal import Decimal

from services.standard.loading import Standard
from services.standard.record import TIERS, Record
from services.standard.scoring import Scores
from services.standard.tiering import Tiering


def recommend(
    record: Record, scores: Scores, tiering: Tiering, net: Decimal | None, share: Decimal | None, standard: Standard
) -> tuple[str, str]:
    """(rule Z1–Z4, 终止关系 / 改进关系 / 维持关系)."""
    zero = Decimal(0)
    potential = record.number("potential", 1, 5)
    satisfaction = record.number("satisfaction", 1, 5)
    previous_score = record.number("previous_score", 0, 100)
    result = standard.decide(
        "recommendation",
        {
            "veto": scores.veto,
            "tier": tiering.computed,
            "previous_tier": record.word("previous_tier", TIERS) or "",
            "potential_known": potential is not None,
            "potential": potential or zero,
            "no_loan": record.number("avg_loan") == 0,
            "satisfaction_known": satisfaction is not None,
            "satisfaction": satisfaction or zero,
            "risk": scores.points["I8"],
            "net_known": net is not None,
            "net_relation": net or zero,
            "share_known": share is not None,
            "share": share or zero,
            "complaint_overdue": (record.number("complaints_overdue") or zero) > 0,
            "score_fall": zero if previous_score is None else previous_score - scores.score,
        },
    )
    return str(result["rule"]), str(result["recommendation"])
