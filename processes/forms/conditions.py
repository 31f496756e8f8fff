"""Evaluates a form's expressions: what is shown, what is required, what is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import evaluate
from processes.engine.functions import number
from processes.engine.work import one_step
from processes.forms.fields import Field
from processes.forms.schema import FormSchema, Section

Values = dict[str, object]
NUMBERS = frozenset({"integer", "decimal", "money", "computed"})


def holds(source: str | None, names: Mapping[str, object]) -> bool:
    """Whether a condition holds; no condition always holds, one that cannot be evaluated never does."""
    if source is None:
        return True
    try:
        return bool(evaluate(source, names))
    except ExpressionRefused:
        return False


def names_of(fields: tuple[Field, ...], values: Mapping[str, object]) -> Values:
    """Values as expressions read them: numbers as numbers, an empty one as 0, tables as lists of dicts."""
    return {field.id: _name(field, values.get(field.id)) for field in fields}


@one_step()
def visible_sections(schema: FormSchema, values: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections and fields that these values let be seen."""
    names = names_of(schema.fields, values)
    shown = (section for section in schema.sections if holds(section.visible_if, names))
    return tuple(
        replace(section, fields=tuple(field for field in section.fields if holds(field.visible_if, names)))
        for section in shown
    )


@one_step()
def with_computed(schema: FormSchema, values: Mapping[str, object]) -> Values:
    """The values with every computed field and column filled, in the order of the form."""
    full = dict(values)
    for field in schema.fields:
        if field.type == "table":
            full[field.id] = _computed_rows(field, full.get(field.id))
        elif field.type == "computed":
            full[field.id] = _computed(field, names_of(schema.fields, full))
    return full


def total_of(field: Field, column_id: str, rows: object) -> str:
    """The sum of a column, as the page and the record show it."""
    column = next(one for one in field.columns if one.id == column_id)
    listed = rows if isinstance(rows, list) else []
    return _fixed(sum((_number(row.get(column_id)) for row in listed), Decimal(0)), column)


def _computed_rows(field: Field, rows: object) -> list[Values]:
    listed = [dict(row) for row in rows] if isinstance(rows, list) else []
    for row in listed:
        for column in field.columns:
            if column.type == "computed":
                row[column.id] = _computed(column, names_of(field.columns, row))
    return listed


def _computed(field: Field, names: Mapping[str, object]) -> str | None:
    assert field.formula is not None
    try:
        result = evaluate(field.formula, names)
        return _fixed(number(result), field) if isinstance(result, (int, float, Decimal)) else str(result)
    except (ExpressionRefused, ArithmeticError, ValueError):
        return None


def _name(field: Field, value: object) -> object:
    if field.type == "table":
        return [names_of(field.columns, row) for row in value] if isinstance(value, list) else []
    return _number(value) if field.type in NUMBERS else value


def _number(value: object) -> Decimal:
    try:
        return Decimal(0) if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _fixed(number: Decimal, field: Field) -> str:
    digits = 0 if field.type == "integer" else field.decimals
    return f"{number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
