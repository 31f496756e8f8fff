"""Decision tables (DMN) with hit policies UNIQUE, FIRST and COLLECT. Pure: the same inputs, the same result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import islice

from lxml.etree import _Element

from processes.engine.decision_reading import (
    MAX_KEY,
    Input,
    Output,
    Rule,
    children,
    only_table,
    read_input,
    read_output,
    read_rule,
    refuse_large,
)
from processes.engine.documents import read_xml
from processes.engine.errors import (
    MAX_PROBLEMS,
    DefinitionRefused,
    ExpressionRefused,
    NoRuleMatched,
    Problem,
    SeveralRulesMatched,
)
from processes.engine.expressions import check, evaluate
from processes.engine.functions import number
from processes.engine.grammar import is_name
from processes.engine.hearing import Heard, is_heard, tell
from processes.engine.work import TooMuchWork, charge

HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")
CELL_WORK = 5  # what beginning to evaluate a cell costs, beside what the cell itself does


@dataclass(frozen=True)
class DecisionResult:
    """``outputs``: output name → value, for COLLECT a list of them; ``matched_rules``: rule ids, in order;
    ``inputs``: input expression → the value that was compared; none where one answer is given to many (`FastTable`)."""

    outputs: dict[str, object] | list[dict[str, object]]
    matched_rules: tuple[str, ...]
    inputs: dict[str, object] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class DecisionTable:
    """One decision. ``key``: its id; ``results``: the output columns."""

    key: str
    name: str
    hit_policy: str
    inputs: tuple[Input, ...]
    results: tuple[Output, ...]
    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, xml: bytes, file: str = "decision.dmn") -> DecisionTable:
        """The table of a DMN file with one decision; raises `DefinitionRefused` with every problem found."""
        decision, table = only_table(file, read_xml(file, xml))
        refuse_large(file, decision, table)
        inputs = tuple(read_input(node) for node in children(table, "input"))
        results = tuple(read_output(node) for node in children(table, "output"))
        rules = tuple(read_rule(node, len(inputs)) for node in children(table, "rule"))
        policy = table.get("hitPolicy", "UNIQUE")
        made = cls(decision.get("id", ""), decision.get("name", ""), policy, inputs, results, rules)
        problems = tuple(islice(_problems(file, made, table), MAX_PROBLEMS + 1))
        if problems:
            raise DefinitionRefused(problems)
        return made

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The output columns' names, in order."""
        return tuple(column.name for column in self.results)

    def evaluate(self, inputs: Mapping[str, object]) -> DecisionResult:
        """The outputs of the matching rules. Fractions are Decimal; a None never matches a comparison.

        Raises `NoRuleMatched`, `SeveralRulesMatched` (UNIQUE only), `ExpressionRefused` (a missing input).
        """
        self._charge()
        values = [self._value(column, inputs) for column in self.inputs]
        names = dict(inputs)  # one copy for all cells: a case's data may be large
        matched = [rule for rule in self.rules if _matches(rule, values, names)]
        try:
            result = self._answer(matched, values, inputs)
        except (NoRuleMatched, SeveralRulesMatched):
            self._tell(values, tuple(rule.id for rule in matched), {})
            raise
        self._tell(values, result.matched_rules, result.outputs)
        return result

    def _answer(self, matched: list[Rule], values: list[object], inputs: Mapping[str, object]) -> DecisionResult:
        if not matched:
            raise NoRuleMatched(self.key)
        if self.hit_policy == "UNIQUE" and len(matched) > 1:
            raise SeveralRulesMatched(self.key, tuple(rule.id for rule in matched))
        if self.hit_policy != "COLLECT":
            return DecisionResult(self.results_of(matched[0], inputs), (matched[0].id,), self._compared(values))
        rows = [self.results_of(rule, inputs) for rule in matched]
        return DecisionResult(rows, tuple(rule.id for rule in matched), self._compared(values))

    def _compared(self, values: list[object]) -> dict[str, object]:
        """Input expression → the value that was compared."""
        return {column.expression: value for column, value in zip(self.inputs, values, strict=True)}

    def _tell(
        self, values: list[object], rules: tuple[str, ...], outputs: dict[str, object] | list[dict[str, object]]
    ) -> None:
        if is_heard():
            tell(Heard(self.key, self.name, self._compared(values), rules, outputs))

    def _charge(self) -> None:
        try:
            charge(CELL_WORK * len(self.rules) * len(self.inputs))
        except TooMuchWork as error:
            raise ExpressionRefused(self.key, str(error)) from error

    def _value(self, column: Input, inputs: Mapping[str, object]) -> object:
        value = evaluate(column.expression, inputs)
        if not column.numeric or value is None:
            return value
        try:
            return number(value)
        except ValueError as error:  # its text quotes the value
            raise ExpressionRefused(column.expression, "no number") from error

    def results_of(self, rule: Rule, inputs: Mapping[str, object]) -> dict[str, object]:
        """The outputs of one rule; raises `ExpressionRefused`."""
        values = (evaluate(source, inputs) for source in rule.results)
        exact = (Decimal(str(value)) if isinstance(value, float) else value for value in values)
        return dict(zip(self.outputs, exact, strict=True))


def _matches(rule: Rule, values: list[object], names: dict[str, object]) -> bool:
    """``names``: what the tests read; of them, ``value`` is set for each."""
    for test, value in zip(rule.tests, values, strict=True):
        names["value"] = value
        if test is not None and not evaluate(test, names):
            return False
    return True


def _problems(file: str, table: DecisionTable, node: _Element) -> Iterator[Problem]:
    yield from _table_problems(file, table, node)
    for column in table.inputs:
        yield from _refused(file, table.key, column.expression, column.expression)
    for rule in table.rules:
        yield from _rule_problems(file, table, rule)


def _table_problems(file: str, table: DecisionTable, node: _Element) -> Iterator[Problem]:
    if not table.key or len(table.key) > MAX_KEY:
        yield Problem(file, table.key or None, "decision_key", table.key)
    if table.hit_policy not in HIT_POLICIES or node.get("aggregation"):
        yield Problem(file, table.key, "hit_policy", node.get("aggregation") or table.hit_policy)
    if not table.rules or not table.outputs or len(set(table.outputs)) < len(table.outputs):
        yield Problem(file, table.key, "empty_table")
    yield from (Problem(file, table.key, "output_name", name) for name in table.outputs if not is_name(name))
    ids = Counter(rule.id for rule in table.rules)
    doubled = sorted(key for key, count in ids.items() if not key or count > 1)
    yield from (Problem(file, key or None, "rule_id", key) for key in doubled)


def _rule_problems(file: str, table: DecisionTable, rule: Rule) -> Iterator[Problem]:
    if len(rule.cells) != len(table.inputs) + len(table.outputs):
        yield Problem(file, rule.id, "rule_cells", str(len(rule.cells)))
        return
    for source, cell in zip((*rule.tests, *rule.results), rule.cells, strict=True):
        if source is not None:
            yield from _refused(file, rule.id, source, cell)


def _refused(file: str, element_id: str, source: str, cell: str) -> Iterator[Problem]:
    try:
        check(source)
    except ExpressionRefused:
        yield Problem(file, element_id, "cell", cell)
