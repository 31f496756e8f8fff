"""Half-up rounding, away from zero for negatives (D2), and the texts of numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(number: Decimal, digits: int) -> Decimal:
    """Rounded to ``digits`` after the point; never minus zero."""
    rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def plain(number: Decimal) -> str:
    """Without trailing zeros and without an exponent: 55, 56.25."""
    return f"{number.normalize():f}" if number else "0"


def money(number: Decimal) -> str:
    """Whole CNY without decimals, else two: 5000, 410.50."""
    rounded = half_up(number, 2)
    return f"{rounded:.0f}" if rounded == rounded.to_integral_value() else f"{rounded:.2f}"
