"""Contribution and allowed budget (D5), and the norms of contact (D4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.standard.loading import Standard
from services.standard.record import Record
from services.standard.rounding import half_up

YUAN_PER_WAN = 10_000


@dataclass(frozen=True)
class ContactNorm:
    """Contacts a year (visits count), visits a year, and the most days between two contacts (D4)."""

    contacts_per_year: int
    visits_per_year: int
    longest_gap_days: int


def contribution(record: Record, standard: Standard) -> Decimal:
    """万元 a year, unrounded: deposits, loans (0 when overdue more than 90 days), wealth, fees; unknown as 0."""
    zero = Decimal(0)
    overdue = record.number("overdue_days") or zero
    loans = zero if overdue > standard.loan_overdue_days else record.number("avg_loan") or zero
    balances = {
        "deposits": record.number("avg_deposit") or zero,
        "loans": loans,
        "wealth": record.number("wealth_balance") or zero,
    }
    earned = sum((balances[name] * standard.rates[name] / 100 for name in balances), zero)
    return earned + (record.number("fee_income") or zero)


def allowed_budget(tier: str, contributed: Decimal, standard: Standard) -> Decimal:
    """CNY a year by effective tier: min(cap, 5 % of the contribution), for P the cap; whole fen, half-up."""
    result = standard.decide("budget", {"tier": tier})
    cap = Decimal(result["cap"])
    share = contributed * YUAN_PER_WAN * standard.allowed_share / 100
    return half_up(min(cap, share) if result["by_contribution"] else cap, 2)


def gift_cap(tier: str, standard: Standard) -> Decimal:
    """CNY a person and occasion."""
    return Decimal(standard.decide("budget", {"tier": tier})["gift_cap"])


def contact_norm(tier: str, standard: Standard) -> ContactNorm:
    """The norm of an effective tier."""
    result = standard.decide("contact_norm", {"tier": tier})
    return ContactNorm(
        int(result["contacts_per_year"]), int(result["visits_per_year"]), int(result["longest_gap_days"])
    )
