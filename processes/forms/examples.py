"""Fills a form with an example: values that the form itself accepts, over what is known already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import names_in
from processes.engine.work import one_step
from processes.forms.attached import made_up
from processes.forms.example_values import Examples
from processes.forms.fields import Field
from processes.forms.raw import posted_of_values
from processes.forms.schema import FormSchema, Rule
from processes.forms.submission import ChoiceSource, FieldError, ParsedForm, parse_submission

ROUNDS = 30  # of filling what is missing: a value may show or require another
MOST_READINGS = 600  # of the whole form, rules over several fields included: a draft's form may be hostile
WORK = 2_000_000  # of all its expressions together

Values = dict[str, object]


def example_values(
    schema: FormSchema, known: Mapping[str, object], base: Mapping[str, object], choices: ChoiceSource, today: date
) -> Values:
    """Values for every field that must be filled, the ``known`` ones kept where the form accepts them.

    ``base``: what read-only fields hold. A rule that no simple value satisfies stays broken: the form will say so.
    """
    with one_step(WORK):
        return _Filler(schema, base, choices, today).filled(known)


class _Filler:
    def __init__(self, schema: FormSchema, base: Mapping[str, object], choices: ChoiceSource, today: date) -> None:
        self._schema = schema
        self._base = base
        self._choices = choices
        self._examples = Examples(choices, today)
        self._attached = made_up(schema)
        self._left = MOST_READINGS

    def filled(self, known: Mapping[str, object]) -> Values:
        values = self._without_faults({**self._base, **known})
        for rule in self._broken(values):
            values = self._keeping(rule, values)
        return values

    def _without_faults(self, values: Values) -> Values:
        for _ in range(ROUNDS):
            faults = [error for error in self._parsed(values).errors if error.code != "rule"]
            if not faults or self._left <= 0:
                return values
            for fault in faults:
                values = self._mended(values, fault)
        return values

    def _mended(self, values: Values, fault: FieldError) -> Values:
        name, _, cell = fault.path.partition(".")
        field = self._schema.field(name)
        if field.type != "table":
            return {**values, name: self._examples.value(field)}
        rows = _rows(values.get(name))
        if not cell:
            return {**values, name: self._examples.rows(field, rows)}
        number, _, column = cell.partition(".")
        rows += [{} for _ in range(int(number) + 1 - len(rows))]
        rows[int(number)][column] = self._examples.value(_column(field, column))
        return {**values, name: rows}

    def _broken(self, values: Values) -> list[Rule]:
        broken = {error.params.get("rule") for error in self._parsed(values).errors if error.code == "rule"}
        return [rule for rule in self._schema.rules if rule.id in broken]

    def _keeping(self, rule: Rule, values: Values) -> Values:
        """Other values of the fields that a rule reads, if some let it and all before it hold."""
        broken = len(self._broken(values))
        for changes in self._changes(rule, values):
            if self._left <= 0:
                break
            tried = self._without_faults({**values, **changes})
            left = self._broken(tried)
            if rule not in left and len(left) < broken and not self._faulty(tried):
                return tried
        return values

    def _faulty(self, values: Values) -> bool:
        return any(error.code != "rule" for error in self._parsed(values).errors)

    def _changes(self, rule: Rule, values: Values) -> Iterator[Values]:
        fields = [field for field in self._schema.fields if field.is_filled and field.id in _read_by(rule)]
        single = [
            (field, value)
            for field in fields
            for value in self._examples.others(field, rule.if_not, _rows(values.get(field.id)))
        ]
        yield from ({field.id: value} for field, value in single)
        for field, value in single:
            for other, second in single:
                if other.id > field.id:
                    yield {field.id: value, other.id: second}

    def _parsed(self, values: Values) -> ParsedForm:
        self._left -= 1
        posted = posted_of_values(self._schema, values)
        return parse_submission(self._schema, posted, self._base, self._choices, self._attached)


def _read_by(rule: Rule) -> frozenset[str]:
    try:
        return names_in(rule.if_not) | set(rule.fields)
    except ExpressionRefused:
        return frozenset(rule.fields)


def _rows(value: object) -> list[Values]:
    return [dict(row) for row in value] if isinstance(value, list) else []


def _column(table: Field, name: str) -> Field:
    return next(column for column in table.columns if column.id == name)
