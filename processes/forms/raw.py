"""What was typed, before it is understood: the shape that pages show again and drafts keep.

Raw values are texts: one a field, a list for a multichoice, a list of rows for a table. Of attached files they are the
ids, or the files as they are stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from processes.forms.attached import files_in
from processes.forms.fields import Field
from processes.forms.schema import FormSchema

Posted = Mapping[str, Sequence[str]]
RawRow = dict[str, Any]  # column → text, or texts of a multichoice
Raw = dict[str, Any]  # field → text, texts of a multichoice, or rows of a table

TICKED = "yes"
SEVERAL = ("multichoice", "attachment")


def raw_of_posted(schema: FormSchema, posted: Posted) -> Raw:
    """The typed texts by field; rows that are wholly empty are left out, so rows number from 0."""
    return {field.id: _posted_field(field, posted) for field in schema.fields if field.is_filled}


def raw_of_values(schema: FormSchema, values: Mapping[str, object]) -> Raw:
    """Stored or prefilled values as the texts that a page shows."""
    return {field.id: _stored_field(field, values.get(field.id)) for field in schema.fields}


def posted_of_values(schema: FormSchema, values: Mapping[str, object]) -> dict[str, list[str]]:
    """Values as a browser would post them."""
    posted: dict[str, list[str]] = {}
    for field in schema.fields:
        raw = _stored_field(field, values.get(field.id))
        if field.type == "table" and isinstance(raw, list):
            for number, row in enumerate(raw):
                for column, text in row.items():
                    posted[f"{field.id}-{number}-{column}"] = _texts(text)
        elif field.type == "attachment":
            posted[field.id] = [str(file.id) for file in files_in(raw)]
        elif isinstance(raw, (str, list)):
            posted[field.id] = _texts(raw)
    return {name: texts for name, texts in posted.items() if texts}


def add_row(raw: Raw, table: str) -> Raw:
    """One empty row more."""
    rows = raw.get(table)
    return {**raw, table: [*rows, {}] if isinstance(rows, list) else [{}]}


def remove_row(raw: Raw, table: str, row: int) -> Raw:
    """Without that row; nothing when there is none."""
    rows = raw.get(table)
    if not isinstance(rows, list):
        return raw
    return {**raw, table: [one for number, one in enumerate(rows) if number != row]}


def without_file(raw: Raw, field: str, file_id: str) -> Raw:
    """Without that file of a field; nothing when it names none."""
    named = raw.get(field)
    return {**raw, field: [one for one in named if one != file_id]} if isinstance(named, list) else raw


def _posted_field(field: Field, posted: Posted) -> Any:
    if field.type == "table":
        return _posted_rows(field, posted)
    return _posted_text(field, posted.get(field.id, ()))


def _posted_text(field: Field, texts: Sequence[str]) -> str | list[str]:
    if field.type in SEVERAL:
        return [text for text in texts if text]
    return texts[-1] if texts else ""


def _posted_rows(field: Field, posted: Posted) -> list[RawRow]:
    pattern = re.compile(rf"{re.escape(field.id)}-(\d{{1,4}})-([a-z][a-z0-9_]*)")
    numbers = {int(match[1]) for name in posted if (match := pattern.fullmatch(name))}
    rows: list[RawRow] = []
    for number in sorted(numbers):
        row: RawRow = {
            column.id: _posted_text(column, posted.get(f"{field.id}-{number}-{column.id}", ()))
            for column in field.columns
            if column.is_filled
        }
        if field.fixed_rows or any(row.values()):
            rows.append(row)
    return rows


def _stored_field(field: Field, value: object) -> Any:
    if field.type == "table":
        rows = value if isinstance(value, list) else []
        return [{column.id: _stored_text(column, row.get(column.id)) for column in field.columns} for row in rows]
    return _stored_text(field, value)


def _stored_text(field: Field, value: object) -> str | list[Any]:
    if field.type == "attachment":
        return [file.value for file in files_in(value)]
    if field.type == "multichoice":
        return [str(one) for one in value] if isinstance(value, list) else []
    if field.type == "boolean":
        return TICKED if value else ""
    return "" if value is None else str(value)


def _texts(text: object) -> list[str]:
    if isinstance(text, list):
        return [str(one) for one in text]
    return [str(text)] if text else []
