"""A decision table that is asked a hundred thousand times: the same answers as the table's own, found faster.

For each column it is remembered which rules a value satisfies, so that a row of inputs only looks that up. What is
remembered was said by the table itself: a number is looked up by the place that it has among the numbers of its
column's cells, for no comparison with those can tell two numbers of one place apart. Where a cell does anything but
compare its value with constants, or a value is of a kind that no place tells, the table itself is asked.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from decimal import Decimal

from processes.engine.decision_reading import Input
from processes.engine.decisions import DecisionResult, DecisionTable
from processes.engine.errors import ExpressionRefused, NoRuleMatched, SeveralRulesMatched
from processes.engine.expressions import evaluate, names_in, statements_of

MOST_TEXTS = 10_000  # remembered for a column
LARGEST, SMALLEST = Decimal(10) ** 50, Decimal(10) ** -50
"""Beyond these a number is the table's own business, which refuses the largest."""
EXACT_FLOATS = 2**53
UNKNOWN = -1  # the table itself has to be asked
NEW = -2  # nobody has asked yet

_COMPARING = (
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.Name, ast.Load, ast.Constant),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot),
    *(ast.List, ast.Tuple),
)


class FastTable:
    """One table, ready to be asked often; threads may share it."""

    def __init__(self, table: DecisionTable) -> None:
        self.table = table
        tests = [[rule.tests[place] for rule in table.rules] for place in range(len(table.inputs))]
        self._columns = [_Column(one, cells) for one, cells in zip(table.inputs, tests, strict=True)]
        self.is_fast = all(column.is_plain for column in self._columns) and table.hit_policy != "COLLECT"
        self.is_fast &= not any(names_in(source) for rule in table.rules for source in rule.results)
        self._every = (1 << len(table.rules)) - 1
        self._answers: dict[int, DecisionResult] = {}

    def evaluate(self, inputs: Mapping[str, object]) -> DecisionResult:
        """As `DecisionTable.evaluate`, with the same errors."""
        matched = self.matched(inputs)
        if matched == UNKNOWN:
            return self.table.evaluate(inputs)
        found = self._answers.get(matched)
        if found is None:
            found = self._answers[matched] = self._answer(matched)
        return found

    def matched(self, inputs: Mapping[str, object]) -> int:
        """Which rules match, as bits; rows of inputs with the same have the same answer. `UNKNOWN`: ask for it."""
        if not self.is_fast:
            return UNKNOWN
        matched = self._every
        for column in self._columns:
            value = inputs.get(column.name, column)
            if value is True and column.if_true != NEW:  # most columns are flags, and a call costs more than a look
                satisfied = column.if_true
            elif value is False and column.if_false != NEW:
                satisfied = column.if_false
            else:
                satisfied = column.satisfied(value)
            if satisfied == UNKNOWN:
                return UNKNOWN
            matched &= satisfied
        return matched

    def _answer(self, matched: int) -> DecisionResult:
        rules = [rule for place, rule in enumerate(self.table.rules) if matched >> place & 1]
        if not rules:
            raise NoRuleMatched(self.table.key)
        if self.table.hit_policy == "UNIQUE" and len(rules) > 1:
            raise SeveralRulesMatched(self.table.key, tuple(rule.id for rule in rules))
        return DecisionResult(self.table.results_of(rules[0], {}), (rules[0].id,))


class _Column:
    """Which rules a value of one column satisfies, as bits: the first rule is the lowest."""

    def __init__(self, column: Input, tests: list[str | None]) -> None:
        self.name, self._numeric, self._tests = column.expression.strip(), column.numeric, tests
        written = [source for source in tests if source is not None]
        self.is_plain = self.name.isidentifier() and all(map(_only_compares, written))
        bounds = {bound for source in written for bound in _numbers(source)} if self.is_plain else set()
        ends = {-LARGEST, -SMALLEST, Decimal(0), SMALLEST, LARGEST}  # at nought a number stops to count as true
        self._bounds = [*sorted(bounds | ends), Decimal("Infinity")]
        self._places = [NEW] * (2 * len(self._bounds) + 1)
        self._texts: dict[str, int] = {}
        self.if_true = self.if_false = NEW

    def satisfied(self, value: object) -> int:
        """The bits; `UNKNOWN` where only the table itself can tell."""
        kind = value.__class__
        if kind is Decimal or kind is int:
            return self._of_number(value)  # type: ignore[arg-type]  # it is one of the two
        if self._numeric:
            return UNKNOWN
        if kind is bool:
            return self._of_flag(value is True)
        return self._of_text(value) if isinstance(value, str) and kind is str else UNKNOWN

    def _of_number(self, value: Decimal | int) -> int:
        try:
            place = bisect_left(self._bounds, value)
            place = 2 * place + (self._bounds[place] == value)
        except ArithmeticError:  # what is no number has no place
            return UNKNOWN
        known = self._places[place]
        if known == NEW:
            known = self._places[place] = self._ask(value) if _is_usual(value) else UNKNOWN
        return known

    def _of_flag(self, value: bool) -> int:
        known = self._ask(value)
        if value:
            self.if_true = known
        else:
            self.if_false = known
        return known

    def _of_text(self, value: str) -> int:
        known = self._texts.get(value, NEW)
        if known == NEW:
            known = self._ask(value)
            if len(self._texts) < MOST_TEXTS:
                self._texts[value] = known
        return known

    def _ask(self, value: object) -> int:
        value = Decimal(value) if self._numeric and isinstance(value, int) else value
        bits = 0
        for place, source in enumerate(self._tests):
            try:
                satisfied = source is None or bool(evaluate(source, {"value": value}))
            except ExpressionRefused:
                return UNKNOWN  # whether it is met depends on the columns before
            bits |= satisfied << place
        return bits


def _is_usual(value: Decimal | int) -> bool:
    return -LARGEST <= value <= LARGEST and (value == 0 or not -SMALLEST < value < SMALLEST)


def _only_compares(source: str) -> bool:
    """Whether a test is nothing but comparisons of the value with constants."""
    nodes = [node for tree in statements_of(source) for node in ast.walk(tree)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names <= {"value"} and all(isinstance(node, _COMPARING) for node in nodes) and not any(map(_blurs, nodes))


def _blurs(node: ast.AST) -> bool:
    """Whether a node could tell two numbers of one place apart.

    Identity with anything but None does, and so does a float where it is not read as the decimal that it is written
    as: in a list, or so large that it is not the number written.
    """
    if isinstance(node, ast.Compare) and any(isinstance(sign, ast.Is | ast.IsNot) for sign in node.ops):
        return not all(isinstance(one, ast.Constant) and one.value is None for one in node.comparators)
    if isinstance(node, ast.List | ast.Tuple):
        return any(isinstance(one, ast.Constant) and isinstance(one.value, float) for one in ast.walk(node))
    is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return is_float and not abs(node.value) < EXACT_FLOATS  # type: ignore[attr-defined]


def _numbers(source: str) -> Iterable[Decimal]:
    """The numbers in a test, each with the sign it may bear."""
    for tree in statements_of(source):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                exact = Decimal(str(node.value)) if isinstance(node.value, float) else Decimal(node.value)
                yield from (exact, -exact)
