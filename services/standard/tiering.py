"""The tier and its grace (D2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.standard.loading import Standard
from services.standard.record import TIERS, Record
from services.standard.scoring import Scores


@dataclass(frozen=True)
class Tiering:
    """``rule``: T1–T6; ``computed``: the tier by the table; ``effective``: after the grace."""

    rule: str
    computed: str
    effective: str
    grace: bool


def tier_of(record: Record, scores: Scores, standard: Standard) -> Tiering:
    """The computed and the effective tier."""
    potential = record.number("potential", 1, 5)
    inputs = {
        "veto": scores.veto,
        "score": scores.score,
        "risk": scores.points["I8"],
        "potential_known": potential is not None,
        "potential": potential or Decimal(0),
    }
    result = standard.tables["tier"].evaluate(inputs)
    assert isinstance(result.outputs, dict)
    computed = str(result.outputs["tier"])
    effective = _effective(record, computed, scores.veto, standard)
    return Tiering(result.matched_rules[0], computed, str(effective["effective_tier"]), bool(effective["grace"]))


def _effective(record: Record, computed: str, veto: bool, standard: Standard) -> dict[str, object]:
    previous = record.word("previous_tier", TIERS)
    rank = standard.tier_rank
    inputs = {
        "veto": veto,
        "fallen": previous is not None and rank[computed] < rank[previous],
        "previous_grace": record.flag("previous_grace"),
        "computed_tier": computed,
        "previous_tier": previous or "",
    }
    return standard.decide("effective_tier", inputs)
