"""The cells of decision tables: from FEEL's unary tests to one expression over ``value``, the input's value."""

from __future__ import annotations

import re

# A bound holds no two points in a row, so that there is one way to read a range: with more, reading one took minutes.
_BOUND = r"((?:[^,\[\].]|\.(?!\.))+)"
_RANGE = re.compile(rf"([\[(\]]){_BOUND}\.\.{_BOUND}([\])\[])")
_COMPARISON = re.compile(r"(>=|<=|!=|==|=|>|<)(.+)", re.DOTALL)
_WORDS = {"true": "True", "false": "False", "null": "None"}
_OPENING, _CLOSING, _QUOTES = "([{", ")]}", "\"'"


def input_test(cell: str) -> str | None:
    """The test as an expression; None for a cell that always matches (empty or ``-``)."""
    cell = cell.strip()
    if cell in ("", "-"):
        return None
    if negated := re.fullmatch(r"not\s*\((.*)\)", cell, re.DOTALL):
        return f"not ({_any_of(negated[1])})"
    return _any_of(cell)


def output_expression(cell: str) -> str:
    """An output cell as an expression; an empty one is None."""
    return _literal(cell.strip()) or "None"


def _any_of(cell: str) -> str:
    return " or ".join(f"({_one(part.strip())})" for part in _parts(cell))


def _one(test: str) -> str:
    if not test:
        return "?"  # nothing between two commas or brackets: it would match no value, or with ``not`` all of them
    if bounds := _RANGE.fullmatch(test):
        low = "<=" if bounds[1] == "[" else "<"
        high = "<=" if bounds[4] == "]" else "<"
        return f"value is not None and ({bounds[2].strip()}) {low} value {high} ({bounds[3].strip()})"
    if comparison := _COMPARISON.fullmatch(test):
        sign = "==" if comparison[1] == "=" else comparison[1]
        operand = _literal(comparison[2].strip())
        guard = "" if sign in ("==", "!=") else "value is not None and "
        return f"{guard}value {sign} ({operand})"
    if (marked := _with_value(test)) != test:
        return f"value is not None and ({marked})"
    if test.startswith("in ") or test.startswith("in("):
        return f"value {test}"
    return f"value == ({_literal(test)})"


def _literal(text: str) -> str:
    return _WORDS.get(text, text)


def _with_value(test: str) -> str:
    """``?`` outside quotes replaced by the input's value."""
    pieces = re.split(r"(\"[^\"]*\"|'[^']*')", test)
    return "".join(piece if piece.startswith(('"', "'")) else piece.replace("?", "value") for piece in pieces)


def _parts(cell: str) -> list[str]:
    """The cell split at commas outside quotes and brackets; a half-open range has its bracket reversed."""
    if _RANGE.fullmatch(cell.strip()):
        return [cell]
    parts, depth, quote = [""], 0, ""
    for sign in cell:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in _QUOTES:
            quote = sign
        elif sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append("")
            continue
        parts[-1] += sign
    return parts
