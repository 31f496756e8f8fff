"""The customer's tier: computed and effective, with grace (D2)."""

from __future__ import annotations

from typing import NamedTuple

from services.standard.errors import StandardInvalid
from services.standard.figures import Figures
from services.standard.rounding import ZERO
from services.standard.scoring import Scoring
from services.standard.standard import Standard


class Tiering(NamedTuple):
    """``rule``: T1 to T6; ``tier``: computed; ``effective_tier``: after grace; ``grace_rule``: G1 to G5."""

    rule: str
    tier: str
    effective_tier: str
    grace: bool
    grace_rule: str


def decide_tier(figures: Figures, scoring: Scoring, standard: Standard) -> Tiering:
    """The tier of a scored customer (D2). On a first fall without veto the old tier is kept for one cycle."""
    decision = standard.decide("tier", **tier_inputs(figures, scoring))
    tier = decision.text("tier")
    previous = figures.previous_tier
    ranks = standard.parameters.tier_ranks
    if tier not in ranks:
        raise StandardInvalid("tier.dmn", f"{decision.rule}: no tier {tier}")
    grace = standard.decide(
        "grace",
        has_previous=previous is not None,
        veto=scoring.veto,
        rank_change=ranks[tier] - ranks[previous] if previous else 0,
        previous_grace=figures.previous_grace,
    )
    kept = previous if previous and grace.flag("grace") else None
    return Tiering(decision.rule, tier, kept or tier, kept is not None, grace.rule)


def tier_inputs(figures: Figures, scoring: Scoring) -> dict[str, object]:
    """What the tier table reads."""
    return {
        "veto": scoring.veto,
        "score": scoring.score,
        "risk_points": scoring.indicators["I8"],
        "potential_known": figures.potential is not None,
        "potential": figures.potential or ZERO,
    }
