"""Fills fields from what the process already knows, by the expressions that the form itself names.

A field's ``prefill`` reads the values that the task's prefill gave, forms submitted earlier in the same instance as
``element_id.field``, and ``today``. What cannot be told stays empty: the first round of a loop has no earlier form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import evaluate, names_in
from processes.engine.functions import number, rounded
from processes.engine.work import one_step
from processes.forms.attached import files_in
from processes.forms.conditions import Values
from processes.forms.fields import Field
from processes.forms.schema import FormSchema

Earlier = Callable[[str], Mapping[str, object] | None]
TODAY = "today"


@one_step()
def with_prefilled(schema: FormSchema, base: Mapping[str, object], earlier: Earlier, today: date) -> Values:
    """``base`` with each field that has a prefill of its own and no value. ``earlier``: element id → the values of its
    latest form, None before the first."""
    filled = dict(base)
    for field in schema.fields:
        if field.prefill is not None and filled.get(field.id) in (None, "", []):
            filled[field.id] = _value(field, field.prefill, filled, earlier, today)
    return filled


def _value(field: Field, source: str, known: Mapping[str, object], earlier: Earlier, today: date) -> object:
    names: Values = {TODAY: today.isoformat(), **known}
    for name in names_in(source) - names.keys():
        values = earlier(name)
        if values is not None:
            names[name] = values
    try:
        return _stored(field, evaluate(source, names))
    except (ExpressionRefused, ArithmeticError, ValueError):
        return None


def _stored(field: Field, value: object) -> object:
    """The value as a submission holds one of this kind; None where it is none."""
    if field.type == "table":
        return _rows(field, value)
    if field.type == "attachment":
        return [file.value for file in files_in(value)]
    if field.type == "multichoice":
        return [str(one) for one in value] if isinstance(value, list) else None
    if isinstance(value, dict | list) or value is None or value == "":
        return None
    if field.type == "boolean":
        return bool(value)
    if field.type in ("integer", "person", "customer"):
        return int(number(value))
    if field.type in ("decimal", "money"):
        return f"{rounded(value, field.decimals):f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _rows(table: Field, value: object) -> list[Values] | None:
    if not isinstance(value, list):
        return None
    rows = [row for row in value if isinstance(row, dict)][: table.max_rows]
    return [{column.id: _cell(column, row.get(column.id)) for column in table.columns} for row in rows]


def _cell(column: Field, value: object) -> object:
    try:
        return _stored(column, value)
    except (ArithmeticError, ValueError):
        return None
