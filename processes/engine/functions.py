"""The functions and bounded operators of the expression language. All pure; none may change its arguments."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_LENGTH = 10_000  # characters of a text, items of a list
MAX_BITS = 4096  # of an integer
MAX_DIGITS = 100  # before or after the point of a decimal

Scalar = Any


def column(rows: object, key: str) -> list[Any]:
    """The values of one column of a table (list of row dicts), rows without a value left out."""
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise TypeError("column() needs a table")
    values = [row.get(key) for row in rows if isinstance(row, Mapping)]
    return [value for value in values if value is not None and value != ""]


def number(value: object) -> Decimal:
    """The value as Decimal; empty counts as 0. Form values hold decimals as texts."""
    if value is None or value == "":
        return Decimal(0)
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not found.is_finite() or abs(found.adjusted()) > MAX_DIGITS:
        raise ValueError("the number is too large")  # 1e999999999 is short as a Decimal and a gigabyte as an int
    return found


def text(value: object) -> str:
    """The value as text, None as the empty text."""
    return "" if value is None else str(value)


def total(values: object) -> Any:
    """The sum; texts are read as numbers, empty values count as 0."""
    items = list(values)  # type: ignore[call-overload]
    if any(isinstance(item, str) or item is None for item in items):
        return sum((number(item) for item in items), Decimal(0))
    return sum(items)


def whole(value: object) -> int:
    """The value without its fraction."""
    return int(number(value))


def rounded(value: Any, digits: int = 0) -> Any:
    """Rounded half up to ``digits`` decimals (not half to even as Python's own)."""
    if not -20 <= digits <= 20:
        raise ValueError("too many digits")
    return number(value).quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{"column": column, "number": number, "text": text, "str": text, "int": whole, "round": rounded},
    **{"sum": total, "len": len, "min": min, "max": max, "abs": abs, "any": any, "all": all, "bool": bool},
}


def add(left: Any, right: Any) -> Any:
    """``+``, refusing results above the bounds."""
    if hasattr(left, "__len__") and hasattr(right, "__len__") and len(left) + len(right) > MAX_LENGTH:
        raise ValueError("too long")
    return left + right


def multiply(left: Any, right: Any) -> Any:
    """``*`` for numbers only: repeating a text or a list is not part of the language."""
    if hasattr(left, "__len__") or hasattr(right, "__len__"):
        raise TypeError("only numbers can be multiplied")
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS:
        raise ValueError("number too large")
    return left * right


def remainder(left: Any, right: Any) -> Any:
    """``%`` for numbers only: formatting texts is not part of the language."""
    if isinstance(left, str | bytes):
        raise TypeError("only numbers have a remainder")
    return left % right


def contains(item: Any, container: Any) -> bool:
    """``in``: an item of a list is the same as ``==`` finds it, so that 0.1 is in (0.1, 0.2) as a Decimal too."""
    if isinstance(container, list | tuple):
        return any(BOUNDED["Eq"](item, one) for one in container)
    return item in container


def lacks(item: Any, container: Any) -> bool:
    """``not in``."""
    return not contains(item, container)


def _mixed(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Lets a float literal meet a Decimal: the float counts as the decimal it is written as."""

    def apply(left: Any, right: Any) -> Any:
        if isinstance(left, Decimal) and isinstance(right, float):
            right = Decimal(str(right))
        elif isinstance(left, float) and isinstance(right, Decimal):
            left = Decimal(str(left))
        return function(left, right)

    return apply


BOUNDED = {
    "Add": _mixed(add),
    "Sub": _mixed(operator.sub),
    "Mult": _mixed(multiply),
    "Div": _mixed(operator.truediv),
    "FloorDiv": _mixed(operator.floordiv),
    "Mod": _mixed(remainder),
    "Eq": _mixed(operator.eq),
    "NotEq": _mixed(operator.ne),
    "Lt": _mixed(operator.lt),
    "LtE": _mixed(operator.le),
    "Gt": _mixed(operator.gt),
    "GtE": _mixed(operator.ge),
    "In": contains,
    "NotIn": lacks,
}
