"""A version of the standard: its parameters and decision tables, loaded from files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import NamedTuple, Protocol

from processes.engine.decisions import DecisionResult, DecisionTable
from services.standard.errors import StandardInvalid
from services.standard.interface import OUTPUTS
from services.standard.parameters import FILE, Parameters, read_parameters

TABLES: Mapping[str, tuple[str, ...]] = {key: tuple(wanted) for key, wanted in OUTPUTS.items()}
"""Decision id → the outputs it must have."""


class Decision(NamedTuple):
    """What a table said. ``rule``: id of the matched row, as in the file."""

    table: str
    rule: str
    outputs: Mapping[str, object]

    def text(self, name: str) -> str:
        """A text output; raises `StandardInvalid` when the cell holds something else."""
        value = self.outputs[name]
        if not isinstance(value, str):
            raise StandardInvalid(f"{self.table}.dmn", f"{self.rule}, {name}: a text is expected")
        return value

    def number(self, name: str) -> Decimal:
        """A number output; raises `StandardInvalid` when the cell holds something else."""
        value = self.outputs[name]
        if value.__class__ is Decimal:
            return value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise StandardInvalid(f"{self.table}.dmn", f"{self.rule}, {name}: a number is expected")
        return Decimal(value)

    def flag(self, name: str) -> bool:
        """A yes or no output; raises `StandardInvalid` when the cell holds something else."""
        value = self.outputs[name]
        if not isinstance(value, bool):
            raise StandardInvalid(f"{self.table}.dmn", f"{self.rule}, {name}: True or False is expected")
        return value


class Table(Protocol):
    """A decision table, or what answers in its place."""

    def evaluate(self, inputs: Mapping[str, object]) -> DecisionResult:
        """The outputs of the matching rules, and which matched."""


@dataclass(frozen=True)
class Standard:
    """An immutable version of D1–D5. ``tables``: decision id → table."""

    version: str
    parameters: Parameters
    tables: Mapping[str, Table]

    def decide(self, table: str, **inputs: object) -> Decision:
        """The row a table matches. Unknown inputs come as flags, never as None.

        Raises `NoRuleMatched` or `SeveralRulesMatched` when the table has a hole or an overlap there.
        """
        result = self.tables[table].evaluate(inputs)
        if isinstance(result.outputs, list):
            raise StandardInvalid(f"{table}.dmn", "hit policy: UNIQUE or FIRST")
        return Decision(table, result.matched_rules[0], result.outputs)


def load_standard(files: Mapping[str, bytes]) -> Standard:
    """The standard in these files: ``parameters.json`` and a ``.dmn`` for each table, any folder before.

    Raises `StandardInvalid`, or `DefinitionRefused` for a table that cannot be run.
    """
    named = {path.rpartition("/")[2]: content for path, content in files.items()}
    if FILE not in named:
        raise StandardInvalid(FILE, "missing", "standard_missing")
    parameters = read_parameters(named[FILE])
    parsed = [DecisionTable.parse(content, name) for name, content in named.items() if name.endswith(".dmn")]
    tables = {table.key: table for table in parsed}
    if len(tables) < len(parsed):
        raise StandardInvalid("*.dmn", "two tables with one id", "standard_twice")
    for key in TABLES:
        check_table(key, tables.get(key))
    return Standard(parameters.version, parameters, tables)


def check_table(key: str, table: DecisionTable | None) -> None:
    """Raises `StandardInvalid` unless it is there and decides all that it must."""
    if table is None:
        raise StandardInvalid(f"{key}.dmn", "missing", "standard_missing")
    if table.hit_policy == "COLLECT":
        raise StandardInvalid(f"{key}.dmn", "hit policy: UNIQUE or FIRST", "standard_policy")
    missing = set(TABLES[key]) - set(table.outputs)
    if missing:
        detail = f"outputs missing: {', '.join(sorted(missing))}"
        raise StandardInvalid(f"{key}.dmn", detail, "standard_outputs")


def shipped_files() -> dict[str, bytes]:
    """The files of the standard that comes with Steward: name → content."""
    folder = resources.files("bpmn") / "standard"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith((".dmn", ".json"))}


@cache
def shipped_standard() -> Standard:
    """The standard that comes with Steward (v1.0), read once."""
    return load_standard(shipped_files())
