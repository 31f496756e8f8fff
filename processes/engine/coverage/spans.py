"""Telling a set of an axis's pieces: ranges as a cell of the table would ask for them, texts, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from processes.engine.coverage.axes import FLAG, NUMBER, OTHER_TEXT, TEXT, UNKNOWN, Axis

ANY_NUMBER = "any_number"


@dataclass(frozen=True)
class Span:
    """``kind``: number, any_number, text, other_text, flag or unknown; ``cell``: what a cell would say, "" for any."""

    kind: str
    cell: str = ""


def spans(axis: Axis, pieces: int) -> tuple[Span, ...]:
    """The pieces in order, neighbouring ones as one range; empty for whatever the input may be."""
    if pieces & axis.all == axis.usual:
        return ()
    return (*_ranges(axis, pieces), *_singles(axis, pieces))


def typed(value: object) -> str:
    """A value as a person types it into a field."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Decimal) else str(value)


def plain(number: Decimal) -> str:
    """The number without an exponent and without zeros that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ranges(axis: Axis, pieces: int) -> Iterator[Span]:
    """A piece that the axis leaves out (between whole numbers) parts no range."""
    if pieces & axis.number_pieces == axis.number_pieces & axis.all:
        yield from [Span(ANY_NUMBER)] if axis.number_pieces else []
        return
    first = last = None
    for place in range(axis.number_pieces.bit_length()):
        if pieces >> place & 1:
            first, last = (place if first is None else first), place
        elif axis.all >> place & 1 and first is not None and last is not None:
            yield Span(NUMBER, _range(axis, first, last))
            first = None
    if first is not None and last is not None:
        yield Span(NUMBER, _range(axis, first, last))


def _range(axis: Axis, first: int, last: int) -> str:
    """Odd places are the bounds themselves, even ones lie before the bound of their number."""
    low = None if first == 0 else plain(axis.bounds[(first - 1) // 2])
    high = None if last // 2 == len(axis.bounds) else plain(axis.bounds[last // 2])
    if high is None:
        return f"{'>=' if first % 2 else '>'} {low}"
    if low is None:
        return f"{'<=' if last % 2 else '<'} {high}"
    if first == last and first % 2:
        return low
    return f"{'[' if first % 2 else '('}{low}..{high}{']' if last % 2 else ')'}"


def _singles(axis: Axis, pieces: int) -> Iterator[Span]:
    for place, (kind, value) in enumerate(axis.pieces):
        if not pieces >> place & 1 or kind == NUMBER:
            continue
        if kind == OTHER_TEXT:
            yield Span(OTHER_TEXT)
        elif kind == TEXT:
            yield Span(TEXT, f'"{value}"')
        elif kind in (FLAG, UNKNOWN):
            yield Span(kind, typed(value))
