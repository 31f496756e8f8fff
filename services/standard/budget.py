"""What a customer contributes (D5) and the maintenance budget that allows."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from services.standard.figures import Figures
from services.standard.rounding import ZERO, half_up
from services.standard.standard import Standard

CNY_PER_WAN = 10_000


class Budget(NamedTuple):
    """CNY: ``cap`` and ``allowed`` a customer and year (to the fen), ``gift_cap`` a person and occasion."""

    rule: str
    cap: Decimal
    gift_cap: Decimal
    allowed: Decimal


def contribution(figures: Figures, standard: Standard) -> Decimal:
    """Deposits × 1.2 % + loans × 1.5 % + wealth × 0.3 % + fees, 万元 a year, unrounded (D5).

    Loans count nothing when overdue above 90 days; an unknown figure counts nothing.
    """
    parameters = standard.parameters
    overdue = (figures.overdue_days or 0) > parameters.loans_count_up_to_overdue_days
    loans = ZERO if overdue else (figures.loans or ZERO)
    parts = (
        (figures.deposits or ZERO) * parameters.deposits_percent,
        loans * parameters.loans_percent,
        (figures.wealth or ZERO) * parameters.wealth_percent,
    )
    return sum(parts, ZERO) / 100 + (figures.fees or ZERO)


def allowed_budget(effective_tier: str, contribution_wan: Decimal, standard: Standard) -> Budget:
    """min(cap, 5 % of contribution), for tier P the cap alone (D5); never below 0."""
    decision = standard.decide("budget", tier=effective_tier)
    cap = decision.number("cap")
    share = contribution_wan * CNY_PER_WAN * standard.parameters.budget_percent_of_contribution / 100
    allowed = min(cap, max(share, ZERO)) if decision.flag("contribution_limited") else cap
    return Budget(decision.rule, cap, decision.number("gift_cap"), half_up(allowed, 2))
