"""Tells two versions of a form apart, part by part and setting by setting.

Reads plain documents and guesses nothing: a draft that is no valid form yet is told apart as well, and a setting that
no form knows is compared like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from processes.comparing.orders import moved_of
from processes.forms.documents import read_json

Document = Mapping[str, Any]
Path = tuple[str, ...]

# Which lists of a part hold parts themselves, what such a one is called, and by which setting it is known.
_LISTS = {
    "form": {"sections": ("section", "id"), "rules": ("rule", "id")},
    "field": {"columns": ("column", "id"), "options": ("option", "value")},
    "column": {"options": ("option", "value")},
}


@dataclass(frozen=True)
class FormChange:
    """One difference.

    ``change``: added, removed, changed or moved; ``part``: form, section, field, column, option or rule; ``path``: ids
    from the outside in, a field's without its section's; ``label``: what the part is called in zh and en, as newly as
    there is; ``setting``: which one changed, else None; ``old``, ``new``: JSON values of the setting, the whole part
    where it was added or removed, and `Place` where it moved.
    """

    change: str
    part: str
    path: Path
    label: Any
    setting: str | None = None
    old: Any = None
    new: Any = None


@dataclass(frozen=True)
class Place:
    """Where a part stands. ``inside``: the id around it; ``after``: the id before it, None for the first."""

    inside: str | None
    after: str | None


@dataclass(frozen=True)
class _Member:
    place: Place
    data: Document


_Members = dict[str, _Member]


def form_changes(old: bytes, new: bytes) -> tuple[FormChange, ...]:
    """The differences of two form files; DefinitionRefused for one that is no JSON object."""
    return document_changes(read_json("old.json", old), read_json("new.json", new))


def document_changes(old: Document, new: Document) -> tuple[FormChange, ...]:
    """The differences of two form documents: of the form, its sections, its fields, its rules."""
    fields = _fields(old), _fields(new)
    if fields[0] is None or fields[1] is None:
        return tuple(_within("form", (), old, new))
    around = tuple(_within("form", (), old, new, True))
    others = tuple(one for one in around if one.part != "rule")
    inner = tuple(_group("field", (), fields[0], fields[1], False))
    return (*others, *inner, *(one for one in around if one.part == "rule"))


def _within(part: str, path: Path, old: Document, new: Document, fields_apart: bool = False) -> Iterator[FormChange]:
    """What differs inside a part that both versions have. ``fields_apart``: the fields of sections are told elsewhere,
    as those of the whole form."""
    groups: dict[str, tuple[_Members, _Members]] = {}
    for name, (_inner, known_by) in _LISTS.get(part, {}).items():
        members = _members(old, name, known_by), _members(new, name, known_by)
        if members[0] is not None and members[1] is not None:
            groups[name] = (members[0], members[1])
    for name in dict.fromkeys((*new, *old)):
        if name in groups or (fields_apart and part == "section" and name == "fields"):
            continue
        if _written(old, name) != _written(new, name):
            yield FormChange("changed", part, path, _label(new), name, old.get(name), new.get(name))
    for name, (before, after) in groups.items():
        yield from _group(_LISTS[part][name][0], path, before, after, fields_apart)


def _group(part: str, around: Path, before: _Members, after: _Members, fields_apart: bool) -> Iterator[FormChange]:
    moved = _moved(before, after)
    for key, member in after.items():
        path = (*around, key)
        if key not in before:
            yield FormChange("added", part, path, _label(member.data), None, None, member.data)
            continue
        if key in moved:
            yield FormChange("moved", part, path, _label(member.data), None, before[key].place, member.place)
        yield from _within(part, path, before[key].data, member.data, fields_apart)
    for key, member in before.items():
        if key not in after:
            yield FormChange("removed", part, (*around, key), _label(member.data), None, member.data, None)


def _moved(before: _Members, after: _Members) -> set[str]:
    """What stands inside another part, or out of the order that its neighbours kept."""
    both = [key for key in before if key in after]
    elsewhere = {key for key in both if before[key].place.inside != after[key].place.inside}
    moved = set(elsewhere)
    for inside in {before[key].place.inside for key in both}:
        stayed = [key for key in both if key not in elsewhere and before[key].place.inside == inside]
        moved |= moved_of(stayed, [key for key in after if key in set(stayed)])
    return moved


def _members(data: Document, name: str, known_by: str, inside: str | None = None) -> _Members | None:
    """The members of a list by what they are known by; None when they cannot be told apart by it."""
    found = data.get(name, [])
    if not isinstance(found, list):
        return None
    members: _Members = {}
    before: str | None = None
    for one in found:
        key = one.get(known_by) if isinstance(one, dict) else None
        if not isinstance(key, str) or key in members:
            return None
        members[key] = _Member(Place(inside, before), one)
        before = key
    return members


def _fields(data: Document) -> _Members | None:
    """The fields of all sections: one that changes its section is the same field. None where ids do not tell."""
    sections = _members(data, "sections", "id")
    if sections is None:
        return None
    fields: _Members = {}
    for key, section in sections.items():
        inner = _members(section.data, "fields", "id", key)
        if inner is None or inner.keys() & fields.keys():
            return None
        fields |= inner
    return fields


def _label(data: Document) -> Any:
    return next((data[name] for name in ("label", "title", "message") if name in data), None)


def _written(data: Document, name: str) -> str | None:
    """A setting as text: True is not 1, and the order of keys means nothing."""
    return json.dumps(data[name], sort_keys=True) if name in data else None
