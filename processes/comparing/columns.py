"""The columns of two versions of a decision table: which are the same, and what they say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from processes.comparing.ordering import moved
from processes.engine.decisions import DecisionTable


@dataclass(frozen=True, slots=True)
class Said:
    """A text before and after, "" for nothing."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Column:
    """``source``: an input's expression, an output's name; ``type``: as declared."""

    id: str
    label: str
    source: str
    type: str
    is_output: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One column in both versions. ``column``: as it is now, or was; places among all columns, inputs first."""

    column: Column
    before: Column | None
    old_place: int | None
    new_place: int | None


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """``label``, ``source``, ``type``: where they differ; ``kind`` is "moved" where nothing but its place does."""

    column: Column
    kind: Literal["added", "removed", "changed", "moved"]
    label: Said | None = None
    source: Said | None = None
    type: Said | None = None
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """``pairs``: in the new order, columns that are gone last."""

    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, old: DecisionTable, new: DecisionTable) -> Columns:
        """Columns are the same by what they read or are called, else by their id."""
        before, after = _columns(old), _columns(new)
        same = _same(before, after)
        kept = [
            Pair(one, before[same[place]] if place in same else None, same.get(place), place)
            for place, one in enumerate(after)
        ]
        gone = [Pair(one, one, place, None) for place, one in enumerate(before) if place not in set(same.values())]
        return cls((*kept, *gone))


def compare_columns(columns: Columns) -> tuple[ColumnChange, ...]:
    """The columns that are not the same."""
    kept = [pair for pair in columns.pairs if pair.old_place is not None and pair.new_place is not None]
    places = moved([pair.old_place or 0 for pair in kept])
    elsewhere = {kept[place].new_place for place in places}
    return tuple(_changes(columns.pairs, elsewhere))


def _changes(pairs: Sequence[Pair], elsewhere: set[int | None]) -> Iterator[ColumnChange]:
    for pair in pairs:
        if pair.before is None or pair.new_place is None:
            yield ColumnChange(pair.column, "added" if pair.before is None else "removed")
            continue
        old, new, is_moved = pair.before, pair.column, pair.new_place in elsewhere
        label, source, kind = (
            None if left == right else Said(left, right)
            for left, right in ((old.label, new.label), (old.source, new.source), (old.type, new.type))
        )
        if label or source or kind:
            yield ColumnChange(new, "changed", label, source, kind, is_moved)
        elif is_moved:
            yield ColumnChange(new, "moved", is_moved=True)


def _columns(table: DecisionTable) -> list[Column]:
    inputs = [Column(one.id, one.label, one.expression, one.kind, False) for one in table.inputs]
    return inputs + [Column(one.id, one.label, one.name, one.kind, True) for one in table.results]


def _same(before: list[Column], after: list[Column]) -> dict[int, int]:
    """New place → old place."""
    found: dict[int, int] = {}
    for key in (_source, _id):
        free = {key(one): place for place, one in enumerate(before) if place not in found.values()}
        for place, one in enumerate(after):
            if place not in found and key(one)[1] and key(one) in free:
                found[place] = free.pop(key(one))
    return found


def _source(column: Column) -> tuple[bool, str]:
    return column.is_output, column.source


def _id(column: Column) -> tuple[bool, str]:
    return column.is_output, column.id
