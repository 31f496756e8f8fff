"""Scores the eight indicators (D1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.standard.loading import INDICATORS, Standard
from services.standard.record import AML_RISKS, LOAN_CLASSES, Record
from services.standard.rounding import half_up

SATISFACTION_HIGH = POTENTIAL_HIGH = 5


@dataclass(frozen=True)
class Scores:
    """``points``: 0–100 by indicator; ``unknown``: indicators whose input is missing (data gaps);
    ``veto``: I8 vetoes; ``score``: weighted, one decimal."""

    points: dict[str, Decimal]
    unknown: tuple[str, ...]
    veto: bool
    score: Decimal

    def gaps(self, standard: Standard) -> tuple[str, ...]:
        """The indicators below their targets."""
        return tuple(one for one in INDICATORS if self.points[one] < standard.targets[one])


def score_indicators(record: Record, share: Decimal | None, standard: Standard) -> Scores:
    """The points of each indicator and the final score, rounded once, half-up."""
    amounts = _amounts(record, share)
    points = {}
    for indicator, amount in amounts.items():
        inputs = {"known": amount is not None, "amount": amount or Decimal(0)}
        points[indicator] = Decimal(standard.decide(f"indicator_{indicator[1:]}", inputs)["score"])
    risk_known, veto, points["I8"] = _risk(record, standard)
    unknown = [indicator for indicator, amount in amounts.items() if amount is None]
    weighted = sum((standard.weights[one] * points[one] for one in INDICATORS), Decimal(0)) / 100
    return Scores(points, tuple(unknown if risk_known else [*unknown, "I8"]), veto, half_up(weighted, 1))


def _amounts(record: Record, share: Decimal | None) -> dict[str, Decimal | None]:
    products = record.distinct("settlement_products")
    return {
        "I1": record.number("avg_deposit"),
        "I2": record.number("avg_loan"),
        "I3": None if products is None else Decimal(products),
        "I4": record.number("wealth_balance"),
        "I5": share,
        "I6": record.number("satisfaction", 1, SATISFACTION_HIGH),
        "I7": record.number("potential", 1, POTENTIAL_HIGH),
    }


def _risk(record: Record, standard: Standard) -> tuple[bool, bool, Decimal]:
    loan_class = record.word("loan_class", LOAN_CLASSES)
    overdue = record.number("overdue_days")
    aml_risk = record.word("aml_risk", AML_RISKS)
    known = None not in (loan_class, overdue, aml_risk)
    inputs = {
        "known": known,
        "loan_class": loan_class or "",
        "overdue_days": overdue or Decimal(0),
        "aml_risk": aml_risk or "",
    }
    result = standard.decide("indicator_8", inputs)
    return known, bool(result["veto"]), Decimal(result["score"])
