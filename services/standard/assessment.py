"""The whole assessment of a record by one standard: scores, tier, recommendation, budget. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.standard.budget import allowed_budget, contribution
from services.standard.loading import INDICATORS, Standard
from services.standard.recommendation import recommend
from services.standard.record import Record
from services.standard.relations import net_relation, share_of_deposits
from services.standard.rounding import half_up, money, plain
from services.standard.scoring import Scores, score_indicators
from services.standard.tiering import Tiering, tier_of


@dataclass(frozen=True)
class Assessment:
    """``net``: one decimal; ``share``: percent, unrounded; ``contributed``: 万元; ``allowed``: CNY."""

    record_id: str
    scores: Scores
    tiering: Tiering
    recommendation_rule: str
    recommendation: str
    net: Decimal | None
    share: Decimal | None
    gaps: tuple[str, ...]
    contributed: Decimal
    allowed: Decimal
    standard: str

    def as_json(self) -> dict[str, object]:
        """The result as `steward score` prints it: decimals as texts, unknown as None."""
        return {
            "id": self.record_id,
            "indicators": {one: plain(self.scores.points[one]) for one in INDICATORS},
            "score": f"{self.scores.score:.1f}",
            "tier_rule": self.tiering.rule,
            "tier": self.tiering.computed,
            "effective_tier": self.tiering.effective,
            "recommendation_rule": self.recommendation_rule,
            "recommendation": self.recommendation,
            "net_relation": None if self.net is None else f"{self.net:.1f}",
            "share_percent": None if self.share is None else f"{half_up(self.share, 1):.1f}",
            "gaps": list(self.gaps),
            "contribution": f"{half_up(self.contributed, 2):.2f}",
            "allowed_budget": money(self.allowed),
            "standard": self.standard,
        }


def assess(values: Mapping[str, object], standard: Standard, position: int = 1) -> Assessment:
    """Assess one record in the sample file's format. RecordRefused names record and field."""
    record = Record(values, position)
    share, net = share_of_deposits(record), net_relation(record)
    scores = score_indicators(record, share, standard)
    tiering = tier_of(record, scores, standard)
    rule, recommendation = recommend(record, scores, tiering, net, share, standard)
    contributed = contribution(record, standard)
    return Assessment(
        record_id=record.id,
        scores=scores,
        tiering=tiering,
        recommendation_rule=rule,
        recommendation=recommendation,
        net=net,
        share=share,
        gaps=scores.gaps(standard),
        contributed=contributed,
        allowed=allowed_budget(tiering.effective, contributed, standard),
        standard=standard.version,
    )
