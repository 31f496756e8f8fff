"""Which pieces of an axis a condition holds for, and which it cannot be evaluated for: as the engine evaluates it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from processes.engine.coverage.axes import Axis, as_decimal
from processes.engine.coverage.conditions import Comparison, Condition, Constant, Every, Opposite

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    **{"==": operator.eq, "!=": operator.ne, "is": operator.is_, "is not": operator.is_not},
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge},
}


class Matching(NamedTuple):
    """Sets of pieces (see `Axis`): where the condition holds, and where asking it fails."""

    holds: int
    fails: int


def matching(axis: Axis, condition: Condition) -> Matching:
    """The pieces; a part is asked only where the parts before it did not decide."""
    if isinstance(condition, Comparison):
        return _compared(axis, condition)
    if isinstance(condition, Opposite):
        holds, fails = matching(axis, condition.part)
        return Matching(axis.all & ~holds & ~fails, fails)
    every = isinstance(condition, Every)
    asked, decided, fails = axis.all, 0, 0
    for part in condition.parts:
        found = matching(axis, part)
        fails |= asked & found.fails
        decided |= asked & ~found.fails & (~found.holds if every else found.holds)
        asked &= ~decided & ~fails
    return Matching(asked if every else decided, fails)


def _compared(axis: Axis, condition: Comparison) -> Matching:
    sign, operand = condition.sign, condition.operand
    holds, fails = _numbers(axis, sign, operand)
    if sign in ("==", "is"):
        holds |= axis.text_at(operand) if isinstance(operand, str) else 0
    elif sign in ("!=", "is not"):
        texts = axis.text_pieces
        holds |= texts & ~axis.text_at(operand) if isinstance(operand, str) else texts
    else:
        fails |= axis.text_pieces
    for place, value in axis.singles:
        try:
            holds |= int(_SIGNS[sign](value, operand)) << place
        except TypeError:
            fails |= 1 << place
    return Matching(holds & axis.all, fails & axis.all)


def _numbers(axis: Axis, sign: str, operand: Constant) -> Matching:
    every = axis.number_pieces
    equal = axis.values_at(operand)
    if sign in ("==", "is"):
        return Matching(equal, 0)
    if sign in ("!=", "is not"):
        return Matching(every & ~equal, 0)
    if not isinstance(operand, int | float | Decimal):
        return Matching(0, every)
    below = axis.values_below(as_decimal(operand))
    held = {"<": below, "<=": below | equal, ">": every & ~below & ~equal, ">=": every & ~below}
    return Matching(held[sign], 0)
