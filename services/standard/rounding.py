"""Rounding as the standard prescribes: half-up, away from zero for negatives (D2)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
_STEPS = [Decimal(1).scaleb(-decimals) for decimals in range(9)]


def half_up(value: Decimal, decimals: int) -> Decimal:
    """The value rounded half-up to that many decimals, 0 to 8; never a negative zero."""
    return value.quantize(_STEPS[decimals], rounding=ROUND_HALF_UP) + ZERO


def plain(value: Decimal) -> str:
    """The value without exponent and without trailing zeros: "100", "62.5"."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
