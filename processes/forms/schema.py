"""Reads a form's JSON into a schema; refuses what cannot be shown, filled or evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from processes.forms.documents import MAX_FORM_BYTES, read_json
from processes.forms.fields import Field, read_field
from processes.forms.reading import Refusals, Text, is_text, named
from processes.forms.shapes import shaped

__all__ = ["MAX_FIELDS", "MAX_FORM_BYTES", "FormSchema", "Rule", "Section"]

MAX_FIELDS = 500  # columns included
MAX_KEY = 100


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
        form = _read_form(read_json(file, content), refusals)
        refusals.raise_any()
        return form


def _read_form(given: Mapping[str, Any], refusals: Refusals) -> FormSchema:
    refusals.known_keys(given, {"key", "title", "paper", "sections", "rules"}, None)
    data = shaped(given, None, refusals)
    key = data.get("key", "")
    if not key or len(key) > MAX_KEY:
        refusals.add(None, "key_missing", key)
    form = FormSchema(
        key=key,
        title=refusals.text(data.get("title"), None, "title"),
        paper=data.get("paper"),
        sections=tuple(_read_section(section, refusals) for section in data.get("sections", [])),
        rules=tuple(_read_rule(rule, refusals) for rule in data.get("rules", [])),
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


def _read_section(given: Any, refusals: Refusals) -> Section:
    if not isinstance(given, dict):
        refusals.add(None, "not_a_section", str(given))
        given = {}
    key = named(given)
    refusals.known_keys(given, {"id", "title", "visible_if", "fields"}, key)
    data = shaped(given, key, refusals)
    section = Section(
        id=data.get("id", ""),
        title=refusals.text(data.get("title"), key, "title"),
        fields=tuple(read_field(field, refusals, key) for field in data.get("fields", [])),
        visible_if=refusals.expression(data.get("visible_if"), key),
    )
    if not section.fields:
        refusals.add(section.id, "no_fields", section.id)
    return section


def _read_rule(given: Any, refusals: Refusals) -> Rule:
    if not isinstance(given, dict) or not isinstance(given.get("if_not"), str) or not is_text(given.get("message")):
        refusals.add(named(given) if isinstance(given, dict) else None, "not_a_rule", str(given))
        return Rule("", "True", (), {"zh": "", "en": ""})
    key = named(given)
    refusals.known_keys(given, {"id", "if_not", "fields", "message"}, key)
    fields = given.get("fields", [])
    if not isinstance(fields, list) or not all(isinstance(one, str) for one in fields):
        refusals.add(key, "wrong_kind", "fields")
        fields = []
    refusals.expression(given["if_not"], key)
    return Rule(key or "", given["if_not"], tuple(fields), given["message"])


def _doubled(ids: Iterator[str]) -> set[str]:
    seen: set[str] = set()
    return {one for one in ids if one in seen or seen.add(one)}  # type: ignore[func-returns-value]
