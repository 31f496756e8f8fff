"""Reading the XML of decision tables. Must not evaluate anything."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element

from processes.engine.cells import input_test, output_expression
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.grammar import MAX_SOURCE_LENGTH

MAX_CELLS = 5_000  # a rule of 10 columns costs a millisecond
MAX_COLUMNS = 100
MAX_TABLE = 300_000  # characters of all cells
MAX_KEY = 100
NUMBER_TYPES = ("number", "integer", "double", "long", "decimal")


@dataclass(frozen=True)
class Input:
    """An input column. ``expression``: over the inputs' names; ``kind``: its type as declared, "" where it is not."""

    id: str
    label: str
    expression: str
    kind: str

    @property
    def numeric(self) -> bool:
        """Whether its value is read as a Decimal."""
        return self.kind in NUMBER_TYPES


@dataclass(frozen=True)
class Output:
    """An output column. ``name``: the key of its value in the result."""

    id: str
    label: str
    name: str
    kind: str


@dataclass(frozen=True)
class Rule:
    """A row. ``cells`` as written (inputs, then outputs); ``tests``: None matches anything."""

    id: str
    description: str
    cells: tuple[str, ...]
    tests: tuple[str | None, ...]
    results: tuple[str, ...]


def only_table(file: str, root: _Element) -> tuple[_Element, _Element]:
    """The decision and its table; raises `DefinitionRefused` unless there is exactly one of each."""
    decisions = children(root, "decision")
    tables = [table for decision in decisions for table in children(decision, "decisionTable")]
    if len(decisions) != 1 or len(tables) != 1:
        raise DefinitionRefused((Problem(file, None, "one_decision", str(len(decisions))),))
    return decisions[0], tables[0]


def refuse_large(file: str, decision: _Element, table: _Element) -> None:
    """Raises `DefinitionRefused` for what would take long to read, or is drawn and would silently not count."""
    key, rules = decision.get("id", "")[:MAX_KEY], children(table, "rule")
    problems = []
    if children(decision, "informationRequirement") or children(decision, "knowledgeRequirement"):
        problems.append(Problem(file, key, "required_decision"))
    if len(rules) * max(1, len(children(table, "input")) + len(children(table, "output"))) > MAX_CELLS:
        problems.append(Problem(file, key, "too_many_cells", str(MAX_CELLS)))
    if len(children(table, "input")) + len(children(table, "output")) > MAX_COLUMNS:
        problems.append(Problem(file, key, "too_many_columns", str(MAX_COLUMNS)))
    for node in (*children(table, "input"), *rules):
        if any(len(text.text or "") > MAX_SOURCE_LENGTH for text in node.iter() if str(text.tag).endswith("}text")):
            problems.append(Problem(file, node.get("id", "")[:MAX_KEY], "cell", "…"))
    if sum(len(text.text or "") for text in table.iter() if str(text.tag).endswith("}text")) > MAX_TABLE:
        problems.append(Problem(file, key, "text_too_long", str(MAX_TABLE)))
    if sum(1 for _ in table.iter()) > 5 * MAX_CELLS:
        problems.append(Problem(file, key, "too_many_cells", str(MAX_CELLS)))
    if problems:
        raise DefinitionRefused(tuple(problems))


def read_input(node: _Element) -> Input:
    """An input column from its XML."""
    expression = next(iter(children(node, "inputExpression")), None)
    source = "" if expression is None else _text(expression)
    kind = "" if expression is None else expression.get("typeRef", "")
    return Input(node.get("id", ""), node.get("label", ""), source, kind)


def read_output(node: _Element) -> Output:
    """An output column from its XML."""
    key = node.get("id", "")
    return Output(key, node.get("label", ""), node.get("name", "") or key, node.get("typeRef", ""))


def read_rule(node: _Element, inputs: int) -> Rule:
    """A row from its XML; ``inputs``: how many columns are inputs."""
    cells = tuple(_text(cell) for kind in ("inputEntry", "outputEntry") for cell in children(node, kind))
    description = next((child.text or "" for child in children(node, "description")), "").strip()
    tests = tuple(input_test(cell) for cell in cells[:inputs])
    results = tuple(output_expression(cell) for cell in cells[inputs:])
    return Rule(node.get("id", ""), description, cells, tests, results)


def children(node: _Element, name: str) -> list[_Element]:
    """The direct children of that local name: DMN files of several versions differ in namespace only."""
    return [child for child in node if str(child.tag).rpartition("}")[2] == name]


def _text(node: _Element) -> str:
    return next((child.text or "" for child in children(node, "text")), "").strip()
