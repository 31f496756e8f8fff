"""Parses a posted form: every field typed, every fault named, nothing of the actor's typing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from processes.engine.work import one_step
from processes.forms.attached import Attached, known_files
from processes.forms.conditions import Values, holds, names_of, visible_sections, with_computed
from processes.forms.fields import Field
from processes.forms.kinds import Wrong, clean, typed
from processes.forms.raw import Posted, RawRow, raw_of_posted
from processes.forms.schema import FormSchema


@dataclass(frozen=True)
class Choice:
    """A person or customer to choose; ``value``: the id."""

    value: int
    label: str


class ChoiceSource(Protocol):
    """Whom a form may name."""

    def people(self, roles: Sequence[str]) -> list[Choice]:
        """The active people of these roles that the actor may choose; all roles when none is given."""

    def customers(self) -> list[Choice]:
        """The customers that the actor may choose."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field. ``path``: ``field`` or ``table.row.column``; ``code``: key of a sentence;
    ``message``: the sentence itself in zh and en, where a rule brings its own."""

    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    message: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ParsedForm:
    """``values``: JSON scalars by field (decimals as texts, dates ISO, ids integers), tables as lists of rows, files as
    lists of what `AttachedFile` says."""

    values: Values
    errors: tuple[FieldError, ...]


@one_step()
def parse_submission(
    schema: FormSchema,
    posted: Posted,
    base: Mapping[str, object],
    choices: ChoiceSource,
    attached: Attached | None = None,
) -> ParsedForm:
    """The values of a posted form. ``base``: what read-only fields hold; posted ones are ignored there. ``attached``:
    the files that may be named beside those that the form started from."""
    parser = _Parser(choices, attached or {})
    raw = raw_of_posted(schema, posted)
    values: Values = {}
    for one in schema.fields:
        values[one.id] = parser.field(one, raw.get(one.id), base.get(one.id))
    values = with_computed(schema, values)
    shown = {one.id: one for section in visible_sections(schema, values) for one in section.fields}
    for one in schema.fields:
        if one.id not in shown:
            values[one.id] = [] if one.type == "table" else None
    values = with_computed(schema, values)
    errors = [error for error in parser.errors if error.path.split(".")[0] in shown]
    names = names_of(schema.fields, values)
    errors += [error for one in shown.values() for error in _required(one, values.get(one.id), names, errors)]
    return ParsedForm(values, tuple(errors or _broken_rules(schema, names, shown)))


def process_values(schema: FormSchema, values: Mapping[str, object]) -> Values:
    """What of a submission goes into process data."""
    return {one.id: values.get(one.id) for one in schema.fields if one.process}


class _Parser:
    def __init__(self, choices: ChoiceSource, attached: Attached) -> None:
        self.errors: list[FieldError] = []
        self._choices = choices
        self._attached = attached
        self._known: dict[tuple[str, tuple[str, ...]], dict[str, object]] = {}

    def field(self, one: Field, raw: object, base: object) -> object:
        if not one.is_filled:
            return base
        if one.type == "table":
            return self._rows(one, raw if isinstance(raw, list) else [], base if isinstance(base, list) else [])
        if one.type == "attachment":
            return self._files(one, raw if isinstance(raw, list) else [], base)
        return self._value(one, raw, one.id)

    def _files(self, one: Field, named: list[str], base: object) -> list[Values]:
        known = known_files(base, self._attached.get(one.id, ()))
        if any(text not in known for text in named):
            self.errors.append(FieldError(one.id, "attachment_gone"))
        found = [known[text].value for text in dict.fromkeys(named) if text in known]
        if len(found) > one.most_files:
            self.errors.append(FieldError(one.id, "too_many_files", {"limit": one.most_files}))
        return found

    def _rows(self, table: Field, raw: list[RawRow], base: list[Values]) -> list[Values]:
        if not table.fixed_rows:
            return [self._row(table, number, row, {}) for number, row in enumerate(raw)]
        typed_rows = [*raw, *({} for _ in base)]
        return [self._row(table, number, typed_rows[number], known) for number, known in enumerate(base)]

    def _row(self, table: Field, number: int, row: RawRow, base: Mapping[str, object]) -> Values:
        return {
            column.id: self._value(column, row.get(column.id), f"{table.id}.{number}.{column.id}")
            if column.is_filled
            else base.get(column.id)
            for column in table.columns
        }

    def _value(self, one: Field, raw: object, path: str) -> object:
        if one.type == "multichoice":
            texts = raw if isinstance(raw, list) else []
            return [value for text in texts if (value := self._typed(one, text, path)) is not None]
        text = clean(str(raw or ""))
        if one.type == "boolean":
            return bool(text)
        return self._typed(one, text, path) if text else None

    def _typed(self, one: Field, text: str, path: str) -> object:
        try:
            return typed(one, text, self._chooseable(one))
        except Wrong as wrong:
            self.errors.append(FieldError(path, wrong.code, wrong.params))
            return None

    def _chooseable(self, one: Field) -> Mapping[str, object]:
        if one.options:
            return {option.value: option.value for option in one.options}
        if one.type not in ("person", "customer"):
            return {}
        key = (one.type, one.roles)
        if key not in self._known:
            found = self._choices.people(one.roles) if one.type == "person" else self._choices.customers()
            self._known[key] = {str(choice.value): choice.value for choice in found}
        return self._known[key]


def _required(one: Field, value: object, names: Mapping[str, object], errors: Sequence[FieldError]) -> list[FieldError]:
    missing = _missing(one, value, one.id, names, errors)
    if one.type != "table":
        return missing
    listed = value if isinstance(value, list) else []
    if len(listed) < max(one.min_rows, int(one.required)):
        missing = [FieldError(one.id, "too_few_rows", {"limit": max(one.min_rows, 1)})]
    if len(listed) > one.max_rows:
        missing = [FieldError(one.id, "too_many_rows", {"limit": one.max_rows})]
    for number, row in enumerate(listed):
        row_names = {**names, **names_of(one.columns, row)}
        for column in one.columns:
            missing += _missing(column, row.get(column.id), f"{one.id}.{number}.{column.id}", row_names, errors)
    return missing


def _missing(
    one: Field, value: object, path: str, names: Mapping[str, object], errors: Sequence[FieldError]
) -> list[FieldError]:
    if not one.is_filled or one.type in ("table", "boolean") or any(error.path == path for error in errors):
        return []
    needed = one.required or (one.required_if is not None and holds(one.required_if, names))
    return [FieldError(path, "required")] if needed and value in (None, [], "") else []


def _broken_rules(schema: FormSchema, names: Mapping[str, object], shown: Mapping[str, Field]) -> list[FieldError]:
    return [
        FieldError(next((one for one in rule.fields if one in shown), ""), "rule", {"rule": rule.id}, rule.message)
        for rule in schema.rules
        if not holds(rule.if_not, names)
    ]
