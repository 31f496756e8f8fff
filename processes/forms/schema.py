"""Reads a form's JSON into a schema; refuses what cannot be shown, filled or evaluated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from processes.engine.errors import DefinitionRefused, Problem
from processes.forms.fields import Field, read_field
from processes.forms.reading import Refusals, Text, is_text

MAX_FORM_BYTES = 256_000
MAX_FIELDS = 500  # columns included


@dataclass(frozen=True)
class Section:
    """A titled group of fields; ``visible_if``: an expression over the form's values."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    visible_if: str | None


@dataclass(frozen=True)
class Rule:
    """A rule over several fields: ``if_not`` is an expression that must hold, else ``message``."""

    id: str
    if_not: str
    fields: tuple[str, ...]
    message: Text


@dataclass(frozen=True)
class FormSchema:
    """A form. ``key``: what diagrams call it; ``paper``: the bank's form number, e.g. C1."""

    key: str
    title: Text
    paper: str | None
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in order."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, field_id: str) -> Field:
        """The field of an id; LookupError when the form has none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise LookupError(field_id)

    @staticmethod
    def parse(content: bytes, file: str = "form.json") -> FormSchema:
        """The schema of a file's content; DefinitionRefused names every field at fault."""
        refusals = Refusals(file)
        data = _object(content, file)
        try:
            form = _read_form(data, refusals)
        except (TypeError, ValueError, AttributeError, RecursionError) as error:  # a part of another kind
            raise DefinitionRefused((Problem(file, None, "not_a_form", str(error)),)) from error
        refusals.raise_any()
        return form


def _object(content: bytes, file: str) -> dict[str, Any]:
    if len(content) > MAX_FORM_BYTES:
        raise DefinitionRefused((Problem(file, None, "too_large", str(len(content))),))
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DefinitionRefused((Problem(file, None, "not_json", str(error)),)) from error
    if not isinstance(data, dict):
        raise DefinitionRefused((Problem(file, None, "not_a_form", type(data).__name__),))
    return data


def _read_form(data: Mapping[str, Any], refusals: Refusals) -> FormSchema:
    refusals.known_keys(data, {"key", "title", "paper", "sections", "rules"}, None)
    key = data.get("key")
    if not isinstance(key, str) or not key:
        refusals.add(None, "key_missing", str(key))
    form = FormSchema(
        key=str(key),
        title=refusals.text(data.get("title"), None, "title"),
        paper=data.get("paper"),
        sections=tuple(_read_section(section, refusals) for section in _list(data.get("sections"))),
        rules=tuple(_read_rule(rule, refusals) for rule in _list(data.get("rules", []))),
    )
    if not form.sections:
        refusals.add(None, "no_sections", "")
    if sum(1 + len(field.columns) for field in form.fields) > MAX_FIELDS:
        refusals.add(None, "too_many_fields", str(MAX_FIELDS))
    for doubled in _doubled(field.id for field in form.fields):
        refusals.add(doubled, "duplicate_field", doubled)
    names = {field.id for field in form.fields}
    for rule in form.rules:
        for unknown in set(rule.fields) - names:
            refusals.add(rule.id, "unknown_field", unknown)
    return form


def _read_section(data: Any, refusals: Refusals) -> Section:
    if not isinstance(data, dict):
        refusals.add(None, "not_a_section", str(data))
        data = {}
    refusals.known_keys(data, {"id", "title", "visible_if", "fields"}, data.get("id"))
    section = Section(
        id=str(data.get("id", "")),
        title=refusals.text(data.get("title"), data.get("id"), "title"),
        fields=tuple(read_field(field, refusals) for field in _list(data.get("fields"))),
        visible_if=refusals.expression(data.get("visible_if"), data.get("id")),
    )
    if not section.fields:
        refusals.add(section.id, "no_fields", section.id)
    return section


def _read_rule(data: Any, refusals: Refusals) -> Rule:
    if not isinstance(data, dict) or not isinstance(data.get("if_not"), str) or not is_text(data.get("message")):
        refusals.add(str(data.get("id")) if isinstance(data, dict) else None, "not_a_rule", str(data)[:100])
        return Rule("", "True", (), {"zh": "", "en": ""})
    refusals.expression(data["if_not"], data.get("id"))
    return Rule(str(data.get("id", "")), data["if_not"], tuple(_list(data.get("fields", []))), data["message"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _doubled(ids: Iterator[str]) -> set[str]:
    seen: set[str] = set()
    return {one for one in ids if one in seen or seen.add(one)}  # type: ignore[func-returns-value]
