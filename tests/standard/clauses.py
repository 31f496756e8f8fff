"""Clauses D1, D2 and D5 written out plainly, apart from the tables: what a record's tier and budget must be."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CAPS = {"A": 5000, "B": 2000, "P": 1500, "C": 300, "D": 50}


def band(value: Decimal | None, *steps: tuple[int, int]) -> int:
    """The points of the first step whose bound is reached."""
    return next((points for bound, points in steps if value is not None and value >= bound), 0)


def amount(record: dict[str, Any], name: str) -> Decimal | None:
    value = record.get(name)
    return None if value is None else Decimal(str(value))


def share_of(record: dict[str, Any]) -> Decimal | None:
    own, others = amount(record, "avg_deposit"), record.get("other_banks")
    if own is None or others is None or any(row.get("deposit") is None for row in others):
        return None
    total = own + sum(Decimal(str(row["deposit"])) for row in others)
    return own * 100 / total if total else None


def risk_of(record: dict[str, Any]) -> tuple[int, bool]:
    """I8 and the veto."""
    loan, late, aml = (record.get(name) for name in ("loan_class", "overdue_days", "aml_risk"))
    if (late or 0) > 90 or loan in ("次级", "可疑", "损失") or aml == "禁止":
        return 0, True
    if None in (loan, late, aml):
        return 0, False
    worst = [100, 60 if loan == "关注" else 100, 20 if aml == "高" else 100, 20 if late > 30 else 40 if late else 100]
    return min(worst), False


def score_of(record: dict[str, Any]) -> Decimal:
    wealth, potential, satisfaction = (amount(record, name) for name in ("wealth_balance", "potential", "satisfaction"))
    loans, share = amount(record, "avg_loan"), share_of(record)
    points = [
        25 * band(amount(record, "avg_deposit"), (5000, 100), (1000, 80), (500, 60), (100, 40), (10, 20)),
        15 * (band(loans, (5000, 100), (2000, 80), (500, 60), (100, 40)) or (20 if loans else 0)),
        10 * min(len(set(record.get("settlement_products") or [])), 5) * 20,
        10 * (band(wealth, (1000, 100), (500, 80), (200, 60), (50, 40)) or (20 if wealth else 0)),
        10 * (band(share, (80, 100), (60, 80), (40, 60), (20, 40)) or (20 if share else 0)),
        10 * (Decimal(0) if satisfaction is None else (satisfaction - 1) * 25),
        10 * (potential or 0) * 20,
        10 * risk_of(record)[0],
    ]
    return (sum(points, Decimal(0)) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def tier_of(record: dict[str, Any], b_from: int = 65) -> str:
    """The computed tier (D2); ``b_from``: the score from which a customer is B."""
    (risk, veto), score = risk_of(record), score_of(record)
    if veto:
        return "D"
    if score >= 80 and risk >= 60:
        return "A"
    if score >= b_from and risk >= 40:
        return "B"
    if (record.get("potential") or 0) >= 4 and risk >= 60:
        return "P"
    return "C" if score >= 45 else "D"


def budget_of(record: dict[str, Any], tier: str) -> Decimal:
    """The allowed budget (D5), CNY."""
    deposits, loans, wealth, fees = (
        amount(record, name) or Decimal(0) for name in ("avg_deposit", "avg_loan", "wealth_balance", "fee_income")
    )
    if (record.get("overdue_days") or 0) > 90:
        loans = Decimal(0)
    contributed = (deposits * 12 + loans * 15 + wealth * 3) / 1000 + fees
    limited = Decimal(CAPS[tier]) if tier == "P" else min(Decimal(CAPS[tier]), max(contributed * 500, Decimal(0)))
    return limited.quantize(Decimal("0.01"), ROUND_HALF_UP)
