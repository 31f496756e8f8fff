"""Whole numbers that come in addresses and forms: what no database column holds is no number of ours."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # of an INTEGER in PostgreSQL
DIGITS = len(str(LARGEST))


class RowNumber(IntegerConverter):
    """``<int:…>`` in an address: a larger one leads nowhere, and the page is told as not found."""

    def __init__(
        self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST, signed: bool = False
    ) -> None:
        super().__init__(map, fixed_digits, min, max, signed)


def number_in(text: str | None) -> int | None:
    """The number that a text is, 0 to `LARGEST`; None for any other text."""
    if text is None or not text.isdecimal() or len(text) > DIGITS:
        return None
    number = int(text)
    return number if number <= LARGEST else None


def number_or(default: int, text: str | None) -> int:
    """The same, or ``default``."""
    found = number_in(text)
    return default if found is None else found
