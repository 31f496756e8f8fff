"""Two figures the standard derives: share of deposits (D1, I5) and net relation (D3)."""

from __future__ import annotations

from decimal import Decimal

from services.standard.figures import Figures
from services.standard.rounding import ZERO, half_up


def deposit_share(figures: Figures) -> Decimal | None:
    """Own ÷ (own + others) deposits, %, unrounded (D1, I5). No other banks at all is a known nought.

    None, unknown: own deposits unknown, the list or one of its deposits unknown, or no deposits anywhere.
    """
    if figures.deposits is None or figures.other_deposits is None:
        return None
    others = ZERO
    for deposit in figures.other_deposits:
        if deposit is None:
            return None
        others += deposit
    total = figures.deposits + others
    return figures.deposits * 100 / total if total else None


def net_relation(figures: Figures) -> Decimal | None:
    """Σ influence × (own − competitor) ÷ Σ influence, −5.0 to 5.0, one decimal half-up (D3).

    None, unknown: no key persons, or a row with an unknown figure.
    """
    weighted, influence = 0, 0
    for person in figures.key_persons:
        if person.influence is None or person.own_relation is None or person.competitor_relation is None:
            return None
        weighted += person.influence * (person.own_relation - person.competitor_relation)
        influence += person.influence
    return half_up(Decimal(weighted) / influence, 1) if influence else None
