"""An example for one field, and other values worth trying where a rule over several fields does not hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from processes.forms.attached import sample_attached
from processes.forms.fields import Field
from processes.forms.patterns import matching
from processes.forms.submission import ChoiceSource

SAMPLE = "示例内容"
DAYS = (0, 1, -1, 7, -7, 30, -30, 180, 364)  # from today
MOST_OTHERS = 40  # values of one field
MOST_CONSTANTS = 20  # of one rule
Values = dict[str, object]


class Examples:
    """The examples of one form's fields, as of ``today``."""

    def __init__(self, choices: ChoiceSource, today: date) -> None:
        self._choices = choices
        self._today = today

    def value(self, field: Field) -> object:
        """A value that the field accepts; None when there is none (nobody to choose, a pattern too difficult)."""
        maker = _MAKERS.get(field.type)
        if maker is not None:
            return maker(field)
        if field.type == "date":
            return self._today.isoformat()
        if field.type == "table":
            return self.rows(field, [])
        if field.type in ("person", "customer"):
            found = self._choices.people(field.roles) if field.type == "person" else self._choices.customers()
            return found[0].value if found else None
        return None

    def rows(self, table: Field, known: list[Values]) -> list[Values]:
        """The rows with as many more as the table must have, or without those it may not have."""
        wanted = max(table.min_rows, int(table.required), len(known))
        rows = [*known, *({} for _ in range(wanted - len(known)))][: table.max_rows]
        needed = [column for column in table.columns if column.is_filled]
        # An empty row is none for a browser: its columns are filled even where they need not be.
        return [row or {column.id: self.value(column) for column in needed} for row in rows]

    def others(self, field: Field, rule: str, rows: list[Values]) -> list[object]:
        """What else the field may hold; ``rule``: whose numbers are worth trying; ``rows``: a table's as they are."""
        if field.type == "boolean":
            return [True, False]
        if field.type == "choice":
            return [None, *[option.value for option in field.options][:MOST_OTHERS]]
        if field.type == "attachment":
            return [[], self.value(field)]
        if field.type == "multichoice":
            return [[], *([option.value] for option in field.options), [one.value for one in field.options]]
        if field.type == "date":
            return [(self._today + timedelta(days=number)).isoformat() for number in DAYS]
        if field.type in ("integer", "decimal", "money"):
            return list(_numbers(field, _constants(rule)))
        if field.type == "table":
            return self._other_rows(field, _constants(rule), rows)
        return [None, self.value(field)]

    def _other_rows(self, table: Field, constants: list[Decimal], rows: list[Values]) -> list[object]:
        """Fewer and more rows, and numbers whose sum over the rows is one that the rule names."""
        found: list[object] = [[], self.rows(table, rows), self.rows(table, [*rows, {}])]
        known = self.rows(table, rows or [{}])
        for column in table.columns:
            if column.is_filled and column.type in ("integer", "decimal", "money"):
                found += [
                    [{**row, column.id: part} for row, part in zip(known, parts, strict=True)]
                    for total in constants
                    if (parts := _parts(column, total, len(known)))
                ]
        return found[:MOST_OTHERS]


def _text(field: Field) -> str | None:
    if field.pattern is not None:
        return matching(field.pattern, field.min_length, field.max_length)
    wanted = max(1, min(len(SAMPLE), field.max_length), field.min_length)
    return (SAMPLE * (wanted // len(SAMPLE) + 1))[:wanted]


def _number(field: Field) -> object:
    return next(iter(_numbers(field, [])), None)


def _choice(field: Field) -> object:
    return field.options[0].value if field.options else None


def _numbers(field: Field, constants: list[Decimal]) -> list[object]:
    """Numbers that the field accepts, the least first, then 1, 0, the greatest and the constants with neighbours."""
    low = Decimal(0) if field.type == "money" and field.minimum is None else field.minimum
    tried = [one for one in (low, Decimal(1), Decimal(0), field.maximum) if one is not None]
    tried += [near for one in constants for near in (one, one + 1, one - 1)]
    fitting = [_fitted(field, one) for one in tried]
    return list(dict.fromkeys(one for one in fitting if one is not None))[:MOST_OTHERS]


def _fitted(field: Field, number: Decimal) -> object:
    """The number, or the next one up, in the field's digits; None when that is out of its range."""
    digits = 0 if field.type == "integer" else field.decimals
    with suppress(ArithmeticError):
        fitted = number.quantize(Decimal(1).scaleb(-digits), ROUND_CEILING)
        low = Decimal(0) if field.type == "money" and field.minimum is None else field.minimum
        if (low is None or fitted >= low) and (field.maximum is None or fitted <= field.maximum):
            return int(fitted) if field.type == "integer" else f"{fitted:f}"
    return None


def _parts(column: Field, total: Decimal, count: int) -> list[object]:
    """The total dealt to rows, the rest to the last; empty when the column does not take such parts."""
    digits = 0 if column.type == "integer" else column.decimals
    with suppress(ArithmeticError):
        part = (total / count).quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)
        parts = [_fitted(column, one) for one in [*[part] * (count - 1), total - part * (count - 1)]]
        return [] if None in parts else parts
    return []


def _constants(rule: str) -> list[Decimal]:
    found = []
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(rule, mode="eval")):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                found.append(Decimal(str(node.value)))
    return list(dict.fromkeys(one for one in found if one.is_finite()))[:MOST_CONSTANTS]


_MAKERS: Mapping[str, Callable[[Field], object]] = {
    **dict.fromkeys(("text", "longtext"), _text),
    **dict.fromkeys(("integer", "decimal", "money"), _number),
    "choice": _choice,
    "multichoice": lambda field: [field.options[0].value],
    "boolean": lambda _field: False,
    "attachment": lambda field: [sample_attached(field.kinds).value],
}
