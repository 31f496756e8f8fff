"""Parts what a form says in two: what stays, and the personal data that may be erased (domain E7)."""

from __future__ import annotations

from collections.abc import Mapping

from processes.forms.schema import FormSchema

Values = dict[str, object]


def split(schema: FormSchema, values: Mapping[str, object]) -> tuple[Values, Values]:
    """(what stays, the personal data): together they are the values. Of a table, rows have their parts in both."""
    plain: Values = dict(values)
    personal: Values = {}
    for field in schema.fields:
        if field.id not in values:
            continue
        if field.personal:
            personal[field.id] = plain.pop(field.id)
        elif field.type == "table" and isinstance(values[field.id], list):
            names = {column.id for column in field.columns if column.personal}
            if names:
                plain[field.id], personal[field.id] = _split_rows(values[field.id], names)
    return plain, personal


def personal_fields(schema: FormSchema) -> tuple[str, ...]:
    """Ids of the fields that hold personal data, of a column with its table's before it: ``contacts.name``."""
    found = [field.id for field in schema.fields if field.personal]
    for field in schema.fields:
        if field.type == "table" and not field.personal:
            found += [f"{field.id}.{column.id}" for column in field.columns if column.personal]
    return tuple(found)


def holds_personal(schema: FormSchema, values: Mapping[str, object]) -> bool:
    """Whether any of it is there; rows of which nothing personal is left do not count."""
    return any(not isinstance(one, list) or any(one) for one in split(schema, values)[1].values())


def _split_rows(rows: object, names: set[str]) -> tuple[list[object], list[object]]:
    plain: list[object] = []
    personal: list[object] = []
    for row in rows if isinstance(rows, list) else []:
        known = row if isinstance(row, dict) else {}
        plain.append({key: value for key, value in known.items() if key not in names})
        personal.append({key: value for key, value in known.items() if key in names})
    return plain, personal
