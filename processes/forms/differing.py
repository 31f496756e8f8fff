"""What differs between two submitted forms, field by field and row by row, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from processes.forms.views import FieldView, FormView

Row = tuple[str, ...]
UNFILLED = frozenset({"heading", "note"})


@dataclass(frozen=True)
class FieldChange:
    """One difference. ``label``: of the field; ``column``: of a table's cell, else empty; ``row``: its number from 1,
    in the new form, or in the old one where it was removed; ``kind``: changed, added or removed (rows, fields)."""

    kind: str
    label: str
    before: str
    after: str
    column: str = ""
    row: int | None = None


def differences(before: FormView, after: FormView) -> list[FieldChange]:
    """What a reader would find different, in the order of the new form. The schemas may differ too."""
    old, new = _fields(before), _fields(after)
    found = [change for path, field in new.items() for change in _field(old.get(path), field)]
    return found + [change for path, field in old.items() if path not in new for change in _field(field, None)]


def _fields(view: FormView) -> dict[str, FieldView]:
    shown = [field for section in view.sections for field in section.fields]
    return {field.path: field for field in shown if field.type not in UNFILLED}


def _field(before: FieldView | None, after: FieldView | None) -> Iterator[FieldChange]:
    told = after or before
    if told is None:
        return
    if told.type == "table":
        yield from _table(before, after, told)
        return
    old, new = (_said(field) for field in (before, after))
    if old != new:
        yield FieldChange(_kind(before, after), told.label, old, new)


def _said(field: FieldView | None) -> str:
    """What a field says; files by their content too, for one may bear another's name."""
    if field is None:
        return ""
    if field.files:
        return "、".join(f"{file.name} ({file.sha256[:8]})" for file in field.files)
    return f"{field.shown} {field.unit}".strip() if field.shown else ""


def _kind(before: FieldView | None, after: FieldView | None) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _table(before: FieldView | None, after: FieldView | None, told: FieldView) -> Iterator[FieldChange]:
    """Rows are told apart by what they say: one put in between is one row added, not all below it changed."""
    old, new = (_rows(field) for field in (before, after))
    for tag, i, to_i, j, to_j in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        common = min(to_i - i, to_j - j)
        for place in range(common):
            yield from _cells(told, old[i + place], new[j + place], j + place + 1)
        yield from (_whole(told, "removed", old[place], place + 1) for place in range(i + common, to_i))
        yield from (_whole(told, "added", new[place], place + 1) for place in range(j + common, to_j))


def _rows(field: FieldView | None) -> list[Row]:
    return [] if field is None else [tuple(cell.shown for cell in row) for row in field.rows]


def _cells(table: FieldView, old: Row, new: Row, number: int) -> Iterator[FieldChange]:
    if len(old) != len(new):  # the schema has other columns now
        yield _whole(table, "removed", old, number)
        yield _whole(table, "added", new, number)
        return
    for column, was, now in zip(table.columns, old, new, strict=False):
        if was != now:
            yield FieldChange("changed", table.label, was, now, column.label, number)


def _whole(table: FieldView, kind: str, row: Row, number: int) -> FieldChange:
    said = " · ".join(cell for cell in row if cell)
    before, after = (said, "") if kind == "removed" else ("", said)
    return FieldChange(kind, table.label, before, after, row=number)
