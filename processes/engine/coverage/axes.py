"""The values an input may have, cut into the pieces between which no cell of the table tells a difference."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal, localcontext

from processes.engine.coverage.conditions import Constant

WHOLE_TYPES = ("integer", "long")
NUMBER, TEXT, OTHER_TEXT, FLAG, UNKNOWN = "number", "text", "other_text", "flag", "unknown"
_EXACT = 1000  # digits: halves of bounds are not rounded
_OTHER_NAME = "…"

Piece = tuple[str, object]  # what it is, and a value in it


class Axis:
    """The pieces of one input. Of a set of pieces each is a bit: the first piece is bit 0.

    Numbers come first, in order: below the lowest bound, the bound itself, up to the next bound, … ; then the texts
    that occur and any other, then True and False, and last the unknown (None).
    """

    def __init__(self, kind: str, numeric: bool, operands: Iterable[Constant]) -> None:
        """``kind``: the input's declared type; ``operands``: what its cells compare with."""
        told = list(operands)
        kinds = _kinds(kind, numeric, told)
        numbers = {as_decimal(one) for one in told if isinstance(one, int | float | Decimal)}
        self.bounds = sorted(numbers) if NUMBER in kinds else []
        self.texts = sorted({one for one in told if isinstance(one, str)}) if TEXT in kinds else []
        self.pieces: list[Piece] = [(NUMBER, value) for value in _numbers(self.bounds)] if NUMBER in kinds else []
        self.number_pieces = (1 << len(self.pieces)) - 1
        if TEXT in kinds:
            self.pieces += [(TEXT, text) for text in self.texts]
            self.pieces.append((OTHER_TEXT, _another(self.texts)))
        if FLAG in kinds:
            self.pieces += [(FLAG, True), (FLAG, False)]
        self.pieces.append((UNKNOWN, None))
        self.singles = [(place, value) for place, (kind, value) in enumerate(self.pieces) if kind in (FLAG, UNKNOWN)]
        self.text_pieces = sum(1 << place for place, (kind, _) in enumerate(self.pieces) if kind in (TEXT, OTHER_TEXT))
        self.unknown = 1 << (len(self.pieces) - 1)
        self.all = (1 << len(self.pieces)) - 1
        if kind in WHOLE_TYPES:
            self.all &= ~self._without_whole_number()
        # Unknown figures are told to tables by flags: only where a cell asks for None is it a value like others.
        self.usual = self.all if None in told else self.all & ~self.unknown

    def values_at(self, operand: Constant) -> int:
        """The pieces equal to a constant, numbers only."""
        place = self._place(as_decimal(operand)) if isinstance(operand, int | float | Decimal) else None
        return 0 if place is None else 1 << (2 * place + 1)

    def values_below(self, operand: Decimal) -> int:
        """The pieces of numbers below a bound."""
        place = self._place(operand)
        return 0 if place is None else (1 << (2 * place + 1)) - 1

    def text_at(self, text: str) -> int:
        """The piece of a text."""
        place = bisect_left(self.texts, text)
        found = place < len(self.texts) and self.texts[place] == text
        return 1 << (self.number_pieces.bit_length() + place) if found else 0

    def example(self, pieces: int) -> object:
        """A value in the first of the pieces; a whole number where there is one."""
        return self.pieces[(pieces & -pieces).bit_length() - 1][1]

    def _place(self, number: Decimal) -> int | None:
        place = bisect_left(self.bounds, number)
        return place if place < len(self.bounds) and self.bounds[place] == number else None

    def _without_whole_number(self) -> int:
        values = [value for _, value in self.pieces[: self.number_pieces.bit_length()] if isinstance(value, Decimal)]
        return sum(1 << place for place, value in enumerate(values) if value != value.to_integral_value())


def as_decimal(number: float | Decimal) -> Decimal:
    """The number as expressions compare it: a fraction counts as it is written."""
    return Decimal(str(number)) if isinstance(number, float) else Decimal(number)


def _kinds(kind: str, numeric: bool, told: list[Constant]) -> set[str]:
    """What the input may be; of an undeclared one, what its cells compare it with."""
    if numeric:
        return {NUMBER}
    if kind == "boolean":
        return {FLAG}
    if kind == "string":
        return {TEXT}
    kinds = {TEXT for one in told if isinstance(one, str)}
    kinds |= {FLAG for one in told if isinstance(one, bool)}
    kinds |= {NUMBER for one in told if isinstance(one, int | float | Decimal) and not isinstance(one, bool)}
    return kinds or {TEXT}


def _numbers(bounds: list[Decimal]) -> Iterable[Decimal]:
    """A value in each piece: a whole one between two bounds where there is any, else the middle."""
    if not bounds:
        yield Decimal(0)
        return
    with localcontext() as context:
        context.prec = _EXACT
        values = [Decimal(math.ceil(bounds[0]) - 1)]
        for low, high in zip(bounds, [*bounds[1:], None], strict=True):
            whole = Decimal(math.floor(low) + 1)
            values += [low, whole if high is None or whole < high else (low + high) / 2]
    yield from values


def _another(texts: list[str]) -> str:
    """A text that does not occur."""
    name = _OTHER_NAME
    while name in texts:
        name += _OTHER_NAME
    return name
