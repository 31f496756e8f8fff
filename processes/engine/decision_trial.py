"""Trying a decision table with inputs as a person types them. Pure; words no sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from processes.engine.decisions import DecisionTable
from processes.engine.errors import ExpressionRefused, NoRuleMatched, SeveralRulesMatched
from processes.engine.expressions import names_in
from processes.engine.functions import number
from processes.engine.grammar import is_name
from processes.engine.work import one_step

MAX_TYPED = 2000  # characters of one input
NUMBER, FLAG, TEXT, ANY = "number", "flag", "text", "any"
UNKNOWN = "null"
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_KINDS = {"boolean": FLAG, "string": TEXT}


@dataclass(frozen=True)
class Field:
    """One thing the table must be told. ``kind``: number, flag, text, or any; ``label``: "" for a name in a cell."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Reason:
    """Why nothing was decided.

    ``code``: missing_input, not_a_number, not_a_flag, not_a_value, too_long (of the input ``name``); no_rule_matched;
    several_rules; not_evaluated (``detail``: the cell or expression at fault, ``rules``: where it stands).
    """

    code: str
    name: str = ""
    detail: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """``matched_rules``: ids, of UNIQUE all that match; ``outputs``: a row for each result; ``reasons``: none when it
    decided."""

    matched_rules: tuple[str, ...] = ()
    outputs: tuple[Mapping[str, object], ...] = ()
    reasons: tuple[Reason, ...] = ()


def fields_of(table: DecisionTable) -> tuple[Field, ...]:
    """What the table reads: its inputs in order, then names that only its cells read."""
    found: dict[str, Field] = {}
    for column in table.inputs:
        if is_name(column.expression):
            kind = NUMBER if column.numeric else _KINDS.get(column.kind, ANY)
            found.setdefault(column.expression, Field(column.expression, column.label, kind))
    for name in _other_names(table):
        found.setdefault(name, Field(name, "", ANY))
    return tuple(found.values())


def try_table(table: DecisionTable, typed: Mapping[str, str]) -> Trial:
    """What the table decides. ``typed``: the text for each field; ``null`` is an unknown value."""
    values: dict[str, object] = {}
    reasons = []
    for field in fields_of(table):
        try:
            values[field.name] = _read(field, typed.get(field.name))
        except _Unreadable as error:
            reasons.append(Reason(error.code, field.name))
    return Trial(reasons=tuple(reasons)) if reasons else _decided(table, values)


def _decided(table: DecisionTable, values: Mapping[str, object]) -> Trial:
    try:
        with one_step():
            result = table.evaluate(values)
    except NoRuleMatched:
        return Trial(reasons=(Reason("no_rule_matched"),))
    except SeveralRulesMatched as error:
        return Trial(error.rules, reasons=(Reason("several_rules", rules=error.rules),))
    except ExpressionRefused as error:
        return Trial(reasons=(_refused(table, error),))
    outputs = result.outputs if isinstance(result.outputs, list) else [result.outputs]
    return Trial(result.matched_rules, tuple(outputs))


def _refused(table: DecisionTable, error: ExpressionRefused) -> Reason:
    """The cell as it is written; a column's expression stands in no rule."""
    for rule in table.rules:
        for source, cell in zip((*rule.tests, *rule.results), rule.cells, strict=True):
            if source == error.source:
                return Reason("not_evaluated", detail=cell, rules=(rule.id,))
    return Reason("not_evaluated", detail=error.source)


def _other_names(table: DecisionTable) -> Iterator[str]:
    for column in table.inputs:
        yield from sorted(names_in(column.expression))
    for rule in table.rules:
        for test in rule.tests:
            yield from sorted(names_in(test) - {"value"}) if test is not None else ()
        for source in rule.results:
            yield from sorted(names_in(source))


class _Unreadable(ValueError):
    """``code``: see `Reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _read(field: Field, typed: str | None) -> object:
    text = (typed or "").strip()
    if typed is None or (not text and field.kind != TEXT):
        raise _Unreadable("missing_input")
    if len(text) > MAX_TYPED:
        raise _Unreadable("too_long")
    if text == UNKNOWN:
        return None
    return _READERS[field.kind](text)


def _number(text: str) -> Decimal:
    try:
        return number(text)
    except ValueError as error:
        raise _Unreadable("not_a_number") from error


def _flag(text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise _Unreadable("not_a_flag")
    return _FLAGS[text.casefold()]


def _text(text: str) -> str:
    """Quotation marks as in a cell may stand around it, but need not."""
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1] if quoted else text


def _any(text: str) -> object:
    """A number, true or false, a list or record as JSON, else the text."""
    if text in ("True", "False"):
        return text == "True"
    try:
        return json.loads(text, parse_float=number, parse_int=number, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if text[0] in "[{":
            raise _Unreadable("not_a_value") from error
        return _text(text)


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON, though Python reads them


_READERS = {NUMBER: _number, FLAG: _flag, TEXT: _text, ANY: _any}
