"""Example values of a form, to look at it before anybody has filled it. Nothing here is anybody's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from processes.forms.attached import sample_attached
from processes.forms.conditions import Values, with_computed
from processes.forms.fields import Field
from processes.forms.patterns import matching
from processes.forms.schema import FormSchema
from processes.forms.submission import Choice

ROWS = 2
MOST_ROWS = 5
_TEXTS = {"zh": "示例文字", "en": "Example text"}
_PEOPLE = {"zh": ("示例一", "示例二"), "en": ("Example One", "Example Two")}
_CUSTOMERS = {"zh": ("K0000 示例客户",), "en": ("K0000 Example customer",)}


class SampleChoices:
    """Made-up people and customers to choose. ``language``: zh or en."""

    def __init__(self, language: str) -> None:
        self._language = language

    def people(self, roles: Sequence[str]) -> list[Choice]:
        """The same two, whatever their roles."""
        return [Choice(number, name) for number, name in enumerate(_PEOPLE[self._language], 1)]

    def customers(self) -> list[Choice]:
        """One."""
        return [Choice(number, name) for number, name in enumerate(_CUSTOMERS[self._language], 1)]


def sample_values(schema: FormSchema, language: str, today: date) -> Values:
    """A value for every field, within its limits where that can be told; tables with a few rows."""
    made: Values = {field.id: _value(field, 0, language, today) for field in schema.fields}
    return with_computed(schema, made)


def _value(field: Field, number: int, language: str, today: date) -> object:
    if field.type == "table":
        return [
            {column.id: _value(column, row, language, today) for column in field.columns} for row in range(_rows(field))
        ]
    if field.type in ("text", "longtext"):
        return _text(field, language)
    if field.type in ("integer", "decimal", "money"):
        return _number(field, number)
    if field.options:
        return _chosen(field, number)
    if field.type == "attachment":
        return [sample_attached(field.kinds).value]
    plain = {"date": (today + timedelta(days=number)).isoformat(), "boolean": True, "person": 1, "customer": 1}
    return plain.get(field.type)


def _rows(field: Field) -> int:
    return min(max(ROWS, field.min_rows), field.max_rows, MOST_ROWS)


def _text(field: Field, language: str) -> str:
    if field.pattern is not None:
        return matching(field.pattern, field.min_length, field.max_length) or ""
    wanted = _TEXTS[language]
    repeated = wanted * (min(field.min_length, 1000) // len(wanted) + 1)
    return repeated[: max(len(wanted), field.min_length)][: field.max_length]


def _number(field: Field, number: int) -> int | str:
    value = Decimal(3 + number) if field.type != "money" else Decimal(1200 * (number + 1))
    if field.maximum is not None:
        value = min(value, field.maximum)
    if field.minimum is not None:
        value = max(value, field.minimum)
    return int(value) if field.type == "integer" else f"{value:.{field.decimals}f}"


def _chosen(field: Field, number: int) -> str | list[str]:
    values = [option.value for option in field.options]
    return values[:2] if field.type == "multichoice" else values[number % len(values)]
