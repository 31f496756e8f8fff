"""A decision table as boxes: for each rule and each independent input the set of pieces in which it matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from processes.engine.coverage.axes import Axis
from processes.engine.coverage.conditions import Condition, OtherExpression, condition_of, operands_of
from processes.engine.coverage.findings import CELL_FAILS, NOT_EXAMINED, Finding
from processes.engine.coverage.matching import Matching, matching
from processes.engine.coverage.spans import spans, typed
from processes.engine.decision_reading import Input, Rule
from processes.engine.decisions import DecisionTable
from processes.engine.expressions import names_in
from processes.engine.work import Work

_CELL_WORK = 20  # reading a cell costs as much as so many looks at a set


@dataclass(frozen=True)
class Box:
    """Of one rule, for each axis: where it matches for certain, and where it may."""

    rule: str
    certain: tuple[int, ...]
    possible: tuple[int, ...]


class Grid:
    """The axes and boxes of a table. Columns that ask the same input share an axis."""

    def __init__(self, table: DecisionTable, work: Work) -> None:
        """Raises `TooMuchWork`."""
        self._table = table
        asked = list(dict.fromkeys((column.expression, column.kind) for column in table.inputs))
        self.axis_of = [asked.index((column.expression, column.kind)) for column in table.inputs]
        self._independent = _independent(table.inputs)
        self._conditions: dict[tuple[int, str], Condition | None] = {}
        self._read(work)
        self.axes = [self._axis(place) for place in range(len(asked))]
        self._found = {key: self._matching(*key) for key in self._conditions}
        self.boxes = tuple(self._box(rule, work) for rule in table.rules)

    def cell_findings(self) -> Iterator[Finding]:
        """The cells that were not examined, and those that fail for some value."""
        for rule in self._table.rules:
            for column, test in enumerate(rule.tests):
                if test is None:
                    continue
                found = self._found[self.axis_of[column], test]
                if found is None:
                    yield Finding(NOT_EXAMINED, (rule.id,), column)
                elif found.fails:
                    value = typed(self.axes[self.axis_of[column]].example(found.fails))
                    yield Finding(CELL_FAILS, (rule.id,), column, example=(value,))

    def told(self, code: str, rules: tuple[str, ...], pieces: tuple[int, ...]) -> Finding:
        """A finding about a box: its region and one example, a text for each column."""
        usual = [part & axis.usual or part for axis, part in zip(self.axes, pieces, strict=True)]
        chosen = [(self.axes[place], usual[place]) for place in self.axis_of]
        region = tuple(spans(axis, part) for axis, part in chosen)
        example = tuple(typed(axis.example(part)) for axis, part in chosen)
        return Finding(code, rules, region=region, example=example)

    def _read(self, work: Work) -> None:
        for rule in self._table.rules:
            for column, test in enumerate(rule.tests):
                key = (self.axis_of[column], test or "")
                if test is not None and key not in self._conditions:
                    work.take(_CELL_WORK)
                    self._conditions[key] = _condition(test) if column in self._independent else None

    def _axis(self, place: int) -> Axis:
        column = self._table.inputs[self.axis_of.index(place)]
        conditions = (one for (axis, _), one in self._conditions.items() if axis == place and one is not None)
        operands = (operand for condition in conditions for operand in operands_of(condition))
        return Axis(column.kind, column.numeric, operands)

    def _matching(self, place: int, test: str) -> Matching | None:
        condition = self._conditions[place, test]
        return None if condition is None else matching(self.axes[place], condition)

    def _box(self, rule: Rule, work: Work) -> Box:
        certain = [axis.all for axis in self.axes]
        possible = list(certain)
        for place, test in zip(self.axis_of, rule.tests, strict=True):
            if test is None:
                continue
            work.take()
            found = self._found[place, test]
            certain[place] &= 0 if found is None else found.holds
            possible[place] &= self.axes[place].all if found is None else found.holds | found.fails
        return Box(rule.id, tuple(certain), tuple(possible))


def _condition(test: str) -> Condition | None:
    try:
        return condition_of(test)
    except OtherExpression:
        return None


def _independent(inputs: tuple[Input, ...]) -> frozenset[int]:
    """The columns whose value no other column's expression also reads: only they can be looked at by themselves."""
    names = {column.expression: names_in(column.expression) for column in inputs}
    readers = Counter(name for read in names.values() for name in read)
    alone = {one for one, read in names.items() if read and all(readers[name] == 1 for name in read)}
    return frozenset(place for place, column in enumerate(inputs) if column.expression in alone)
