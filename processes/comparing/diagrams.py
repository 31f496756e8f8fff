"""Two versions of a BPMN diagram, element by element: what is new, gone, says something else, or only moved.

Elements are told apart by their ids and compared as the file writes them, so that nothing a person or the engine
reads can change unseen: expressions, extensions, timers and English names as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from processes.comparing.aspects import Aspect, aspect_of
from processes.comparing.parts import Part, is_geometry, read_parts
from processes.comparing.saying import Path

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that an element says otherwise; None: it says nothing about it."""

    aspect: Aspect
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One element. ``tag``: what it is now, "userTask"; names as they are now, or were.

    ``ends``: what a flow joins, by id; None for anything else. ``is_moved``: it is drawn elsewhere, whatever else
    changed; ``kind`` is "moved" where that is all.
    """

    id: str
    tag: str
    name: str
    name_en: str
    ends: tuple[str, str] | None
    kind: Kind
    differences: tuple[Difference, ...]
    is_moved: bool


@dataclass(frozen=True, slots=True)
class DiagramComparison:
    """``changes``: in the order of the new file, what is gone last; ``names_old``, ``names_new``: id → its names,
    Chinese and English, for the ids that differences hold."""

    changes: tuple[ElementChange, ...]
    names_old: Mapping[str, tuple[str, str]]
    names_new: Mapping[str, tuple[str, str]]

    def of_kind(self, kind: Kind) -> tuple[ElementChange, ...]:
        """The changes of one kind."""
        return tuple(one for one in self.changes if one.kind == kind)

    def marks(self) -> dict[str, str]:
        """Element id → the kind of its change, for a drawing."""
        return {one.id: one.kind for one in self.changes}


def compare_diagrams(old: bytes, new: bytes) -> DiagramComparison:
    """What changes from one diagram to the other. Raises `DefinitionRefused` for a file that cannot be read."""
    before, drawn_before = read_parts("old.bpmn", old)
    after, drawn_after = read_parts("new.bpmn", new)
    changes: list[ElementChange] = []
    for key, part in after.items():
        found = _change(before.get(key), part, drawn_before.get(key, {}), drawn_after.get(key, {}))
        if found is not None:
            changes.append(found)
    gone = [_of(part, "removed", tuple(_differences(part, None))) for key, part in before.items() if key not in after]
    return DiagramComparison((*changes, *gone), _names(before), _names(after))


def _change(
    before: Part | None, after: Part, drawn_before: Mapping[Path, str], drawn_after: Mapping[Path, str]
) -> ElementChange | None:
    if before is None:
        return _of(after, "added", tuple(_differences(None, after)))
    is_moved = _geometry(drawn_before) != _geometry(drawn_after)
    looks = _texts_that_differ(_look(drawn_before), _look(drawn_after))
    differences = (*_differences(before, after), *looks)
    if not differences and not is_moved:
        return None
    return _of(after, "changed" if differences else "moved", differences, is_moved)


def _of(part: Part, kind: Kind, differences: tuple[Difference, ...], is_moved: bool = False) -> ElementChange:
    source, target = part.said.get(("@sourceRef",)), part.said.get(("@targetRef",))
    ends = None if source is None or target is None else (source, target)
    return ElementChange(part.id, part.kind, part.name, part.name_en, ends, kind, differences, is_moved)


def _differences(before: Part | None, after: Part | None) -> Iterator[Difference]:
    if before is not None and after is not None:
        for code, old, new in (
            ("kind", before.kind, after.kind),
            ("lane", before.lane, after.lane),
            ("inside", before.inside, after.inside),
        ):
            if old != new:
                yield Difference(Aspect(code), old, new)
    elif (lane := (before or after).lane) is not None:  # type: ignore[union-attr]  # one of them is there
        yield Difference(Aspect("lane"), *((None, lane) if before is None else (lane, None)))
    yield from _texts_that_differ({} if before is None else before.said, {} if after is None else after.said)


def _texts_that_differ(before: Mapping[Path, str], after: Mapping[Path, str]) -> Iterator[Difference]:
    for path in {**after, **before}:
        old, new = before.get(path), after.get(path)
        if old != new:
            yield Difference(aspect_of(path), old, new)


def _geometry(drawn: Mapping[Path, str]) -> dict[Path, str]:
    return {path: text for path, text in drawn.items() if is_geometry(path)}


def _look(drawn: Mapping[Path, str]) -> dict[Path, str]:
    return {("look", *path): text for path, text in drawn.items() if not is_geometry(path)}


def _names(parts: Mapping[str, Part]) -> dict[str, tuple[str, str]]:
    return {key: (part.name, part.name_en) for key, part in parts.items()}
