"""Loads a version of the standard from its files; refuses one that could not be applied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused, Problem

INDICATORS = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8")
TABLES = (
    *(f"indicator_{number}" for number in range(1, 9)),
    "tier",
    "effective_tier",
    "recommendation",
    "budget",
    "contact_norm",
)
PARAMETERS = "parameters.json"


@dataclass(frozen=True)
class Standard:
    """One version. ``weights`` in percent, Σ 100; ``targets`` in points; ``tier_rank``: higher is better;
    ``rates``: contribution in percent of the balance; ``allowed_share``: percent of the contribution (D5)."""

    version: str
    effective_from: date
    weights: Mapping[str, Decimal]
    targets: Mapping[str, Decimal]
    tier_rank: Mapping[str, int]
    rates: Mapping[str, Decimal]
    loan_overdue_days: int
    allowed_share: Decimal
    tables: Mapping[str, DecisionTable]

    def decide(self, table: str, inputs: Mapping[str, object]) -> dict[str, Any]:
        """The outputs of one table."""
        outputs = self.tables[table].evaluate(inputs).outputs
        assert isinstance(outputs, dict)
        return outputs


def load_standard(content: Mapping[str, bytes]) -> Standard:
    """The standard of its files (name → content). DefinitionRefused names what is missing or wrong."""
    parameters = _parameters(content)
    tables = {
        table.key: table
        for table in (DecisionTable.parse(xml, name) for name, xml in content.items() if name.endswith(".dmn"))
    }
    missing = [Problem(name, None, "table_missing", name) for name in TABLES if name not in tables]
    if missing:
        raise DefinitionRefused(tuple(missing))
    return _standard(parameters, tables)


@cache
def shipped_standard() -> Standard:
    """The standard that comes with this version."""
    return load_standard(shipped_files())


def shipped_files() -> dict[str, bytes]:
    """Its files by name."""
    folder = files("bpmn").joinpath("standard")
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def _parameters(content: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        parameters: dict[str, Any] = json.loads(content[PARAMETERS])
    except (KeyError, ValueError) as error:
        raise DefinitionRefused((Problem(PARAMETERS, None, "not_json", str(error)),)) from error
    return parameters


def _standard(parameters: Mapping[str, Any], tables: Mapping[str, DecisionTable]) -> Standard:
    try:
        standard = Standard(
            version=str(parameters["version"]),
            effective_from=date.fromisoformat(parameters["effective_from"]),
            weights=_decimals(parameters["weights_percent"]),
            targets=_decimals(parameters["targets"]),
            tier_rank={tier: int(rank) for tier, rank in parameters["tier_rank"].items()},
            rates=_decimals(parameters["contribution_percent"]),
            loan_overdue_days=int(parameters["contribution_loan_overdue_days"]),
            allowed_share=Decimal(parameters["allowed_percent_of_contribution"]),
            tables=tables,
        )
    except (KeyError, ValueError, ArithmeticError, AttributeError, TypeError) as error:
        raise DefinitionRefused((Problem(PARAMETERS, None, "parameter", str(error)),)) from error
    if set(standard.weights) != set(INDICATORS) or sum(standard.weights.values()) != 100:
        raise DefinitionRefused((Problem(PARAMETERS, "weights_percent", "weights_not_100", ""),))
    return standard


def _decimals(values: Mapping[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(str(value)) for name, value in values.items()}
