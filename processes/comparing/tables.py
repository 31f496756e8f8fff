"""Two versions of a decision table, rule by rule: what is new, gone, says something else, or only moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from processes.comparing.columns import Column, ColumnChange, Columns, Said, compare_columns
from processes.comparing.ordering import moved
from processes.engine.decision_reading import Rule
from processes.engine.decisions import DecisionTable

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something else. ``column``: as it is now, or was; ``said``: "" for one that says nothing."""

    column: Column
    said: Said


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule. ``old``, ``new``: its position, from 1, None where it is not there; ``id``: as it is now, or was.

    ``cells``: those that differ, of a rule added or removed all that say something; ``is_moved``: it stands elsewhere
    among the rules that stay, whatever else changed; ``kind`` is "moved" where that is all.
    """

    id: str
    kind: Kind
    old: int | None
    new: int | None
    cells: tuple[Cell, ...]
    description: Said | None
    is_moved: bool


@dataclass(frozen=True, slots=True)
class TableComparison:
    """``rules``: in the new order, those that are gone last. None, or empty: the same in both."""

    name: Said | None
    hit_policy: Said | None
    columns: tuple[ColumnChange, ...]
    rules: tuple[RuleChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs that a person reads or the engine evaluates."""
        return not (self.name or self.hit_policy or self.columns or self.rules)


def compare_tables(old: DecisionTable, new: DecisionTable) -> TableComparison:
    """What changes from one table to the other. Rules are the same by their id, else by what they say."""
    columns = Columns.of(old, new)
    pairs = _pairs(old.rules, new.rules)
    return TableComparison(
        _said(old.name, new.name),
        _said(old.hit_policy, new.hit_policy),
        compare_columns(columns),
        (*_kept_and_added(old, new, columns, pairs), *_removed(old, columns, pairs)),
    )


def _pairs(old: Sequence[Rule], new: Sequence[Rule]) -> dict[int, int]:
    """New place → old place of the same rule."""
    places = {rule.id: place for place, rule in enumerate(old)}
    pairs = {place: places[rule.id] for place, rule in enumerate(new) if rule.id in places}
    left = [place for place in range(len(old)) if place not in set(pairs.values())]
    for place, rule in enumerate(new):
        if place in pairs:
            continue
        same = next((one for one in left if _content(old[one]) == _content(rule)), None)
        if same is not None:
            left.remove(same)
            pairs[place] = same
    return pairs


def _content(rule: Rule) -> tuple[str, ...]:
    return (rule.description, *(_text(cell) for cell in rule.cells))


def _kept_and_added(
    old: DecisionTable, new: DecisionTable, columns: Columns, pairs: Mapping[int, int]
) -> Iterator[RuleChange]:
    kept = sorted(pairs)
    elsewhere = {kept[place] for place in moved([pairs[place] for place in kept])}
    for place, rule in enumerate(new.rules):
        if place not in pairs:
            cells = tuple(_cells(columns, None, rule))
            yield RuleChange(rule.id, "added", None, place + 1, cells, _said("", rule.description), False)
            continue
        before, is_moved = old.rules[pairs[place]], place in elsewhere
        cells, description = tuple(_cells(columns, before, rule)), _said(before.description, rule.description)
        if cells or description or is_moved:
            kind: Kind = "changed" if cells or description else "moved"
            yield RuleChange(rule.id, kind, pairs[place] + 1, place + 1, cells, description, is_moved)


def _removed(old: DecisionTable, columns: Columns, pairs: Mapping[int, int]) -> Iterator[RuleChange]:
    staying = set(pairs.values())
    for place, rule in enumerate(old.rules):
        if place not in staying:
            cells = tuple(_cells(columns, rule, None))
            yield RuleChange(rule.id, "removed", place + 1, None, cells, _said(rule.description, ""), False)


def _cells(columns: Columns, old: Rule | None, new: Rule | None) -> Iterator[Cell]:
    for pair in columns.pairs:
        before = "" if old is None or pair.old_place is None else _text(old.cells[pair.old_place])
        after = "" if new is None or pair.new_place is None else _text(new.cells[pair.new_place])
        if said := _said(before, after):
            yield Cell(pair.column, said)


def _text(cell: str) -> str:
    """A cell that asks nothing is written in two ways."""
    return "" if cell.strip() == "-" else cell.strip()


def _said(old: str, new: str) -> Said | None:
    return None if old == new else Said(old, new)
