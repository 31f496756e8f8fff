"""Two decision tables or two forms side by side as pages show them: rules and cells, fields and settings, in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from processes.comparing.columns import Column, ColumnChange, Said
from processes.comparing.forms import FormChange, Place, form_changes
from processes.comparing.tables import RuleChange, compare_tables
from processes.definitions import is_form
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused
from web.definitions.changed import ChangedElement, Changes, Kind, SaidOtherwise
from web.definitions.comparing_words import part_word, setting_word
from web.definitions.reasons import refusal_line
from web.languages import gettext as _
from web.languages import localized

KNOWN: Mapping[str, Kind] = {"added": "added", "removed": "removed", "moved": "moved"}


@dataclass(frozen=True)
class FileDetails:
    """One file that both versions have. ``problems``: why it cannot be compared, in words."""

    path: str
    changes: Changes
    problems: list[str]


def file_details(path: str, old: bytes, new: bytes) -> FileDetails | None:
    """What differs in a table or a form; None for another file."""
    try:
        if path.endswith(".dmn"):
            return FileDetails(path, Changes.of(list(_table(path, old, new))), [])
        if is_form(path):
            return FileDetails(path, Changes.of(list(_form(form_changes(old, new)))), [])
    except DefinitionRefused as refused:
        return FileDetails(path, Changes.of([]), [refusal_line(problem) for problem in refused.problems])
    return None


def _table(path: str, old: bytes, new: bytes) -> Iterator[ChangedElement]:
    compared = compare_tables(DecisionTable.parse(old, path), DecisionTable.parse(new, path))
    whole = [*_said(_("Name"), compared.name), *_said(_("Hit policy"), compared.hit_policy)]
    if whole:
        yield ChangedElement(path, _("The table itself"), "", "changed", False, whole)
    yield from map(_column, compared.columns)
    yield from map(_rule, compared.rules)


def _column(change: ColumnChange) -> ChangedElement:
    column = change.column
    what = _("output") if column.is_output else _("input")
    differences = [
        *_said(_("Label"), change.label),
        *_said(_("Reads") if not column.is_output else _("Name"), change.source),
        *_said(_("Type"), change.type),
    ]
    return ChangedElement(column.id, _named(column), what, change.kind, change.is_moved, differences)


def _named(column: Column) -> str:
    return localized(column.label) or column.source


def _rule(change: RuleChange) -> ChangedElement:
    title = _("Rule %(number)s", number=change.new or change.old)
    cells = [one for cell in change.cells for one in _said(_named(cell.column), cell.said)]
    differences = [*_said(_("Description"), change.description), *cells]
    return ChangedElement(change.id, title, "", change.kind, change.is_moved, differences)


def _said(about: str, said: Said | None) -> list[SaidOtherwise]:
    return [] if said is None else [SaidOtherwise(about, said.old or None, said.new or None)]


def _form(changes: tuple[FormChange, ...]) -> Iterator[ChangedElement]:
    for (path, part), group in groupby(changes, lambda one: (one.path, one.part)):
        yield _part(path, part, list(group))


def _part(path: tuple[str, ...], part: str, changes: list[FormChange]) -> ChangedElement:
    settings = [one for one in changes if one.setting is not None]
    whole = next((one for one in changes if one.setting is None), None)
    differences = [SaidOtherwise(setting_word(one.setting or ""), _text(one.old), _text(one.new)) for one in settings]
    kind: Kind = "changed" if settings or whole is None else KNOWN.get(whole.change, "changed")
    if whole is not None and whole.change != "moved":
        old, new = (one if isinstance(one, dict) else {} for one in (whole.old, whole.new))
        names = dict.fromkeys((*new, *old))
        differences += [SaidOtherwise(setting_word(name), _text(old.get(name)), _text(new.get(name))) for name in names]
    is_moved = whole is not None and whole.change == "moved"
    if whole is not None and is_moved:
        differences.append(SaidOtherwise(_("Stands after"), _place(whole.old), _place(whole.new)))
    key = ".".join(path)
    label = changes[0].label
    title = (localized(label) if isinstance(label, dict | str) else "") or key or _("The form itself")
    return ChangedElement(key, str(title), part_word(part), kind, is_moved, differences)


def _place(place: object) -> str | None:
    if not isinstance(place, Place):
        return None
    return " / ".join(one for one in (place.inside, place.after) if one) or None


def _text(value: Any) -> str | None:
    """A setting's value: a text in both languages as such, anything else as it is written."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        return " / ".join(str(value[one]) for one in ("zh", "en") if one in value)
    return json.dumps(value, ensure_ascii=False)
