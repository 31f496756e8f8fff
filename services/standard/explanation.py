"""Why a customer was assessed so: points of each indicator, matched rules, what is missing for a better tier.

Explains an assessment by its own inputs and its own standard; computes nothing that `assess` does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from processes.engine.decisions import DecisionTable
from processes.engine.expressions import evaluate
from services.standard.figures import Figures, read_figures
from services.standard.rounding import ZERO, half_up, plain
from services.standard.scoring import TABLE_INPUTS, Scoring, score_figures, values_of
from services.standard.standard import Standard
from services.standard.tiering import decide_tier, tier_inputs

LEAST = re.compile(r">=?\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Indicator:
    """``value``: the figure, None where unknown; ``score``: 0–100; ``weight``: %; ``points``: weight × score ÷ 100;
    ``rule``: matched row with what it says of itself, empty where a formula decides."""

    id: str
    label: Mapping[str, str]
    value: object
    rule: str
    said: str
    score: Decimal
    weight: Decimal
    points: Decimal


@dataclass(frozen=True)
class Condition:
    """A cell that did not hold. ``missing``: how much was missing, where the cell asks for a least number."""

    label: str
    wanted: str
    value: object
    missing: Decimal | None


@dataclass(frozen=True)
class Nearly:
    """A row of the tier table that gives a better tier, and what of it did not hold."""

    rule: str
    tier: str
    said: str
    unmet: tuple[Condition, ...]


@dataclass(frozen=True)
class Explanation:
    """``inputs``: of the tier table; ``better``: rows that give a better tier, the nearest first; ``advice_said``: what
    the matched row of the recommendation says."""

    indicators: tuple[Indicator, ...]
    score: Decimal
    veto: bool
    tier_rule: str
    tier_said: str
    tier: str
    grace_rule: str
    effective_tier: str
    inputs: Mapping[str, object]
    better: tuple[Nearly, ...]


def explain(record: Mapping[str, object], standard: Standard) -> Explanation:
    """Explain a record with the keys of form C1 under a standard; raises `RecordInvalid`."""
    figures = read_figures(record)
    scoring = score_figures(figures, standard)
    tiering = decide_tier(figures, scoring, standard)
    inputs = tier_inputs(figures, scoring)
    return Explanation(
        indicators=_indicators(figures, scoring, standard),
        score=scoring.score,
        veto=scoring.veto,
        tier_rule=tiering.rule,
        tier_said=said_of(standard, "tier", tiering.rule),
        tier=tiering.tier,
        grace_rule=tiering.grace_rule,
        effective_tier=tiering.effective_tier,
        inputs=inputs,
        better=_better(tiering.tier, inputs, standard),
    )


def said_of(standard: Standard, table: str, rule: str) -> str:
    """What a row of a table says of itself; empty where it says nothing."""
    found = standard.tables[table]
    rows = found.rules if isinstance(found, DecisionTable) else ()
    return next((row.description for row in rows if row.id == rule), "")


def _indicators(figures: Figures, scoring: Scoring, standard: Standard) -> tuple[Indicator, ...]:
    values, tables = values_of(figures), {key: table for key, (table, _name) in TABLE_INPUTS.items()} | {"I8": "risk"}
    risk = (figures.loan_class, figures.overdue_days, figures.aml_risk)
    told: dict[str, object] = {key: _rounded(value) for key, value in values.items()}
    told["I8"] = " · ".join("?" if one is None else str(one) for one in risk)
    return tuple(
        Indicator(
            id=row.id,
            label=row.label,
            value=told[row.id],
            rule=scoring.rules.get(row.id, ""),
            said=said_of(standard, tables[row.id], scoring.rules[row.id]) if row.id in tables else "",
            score=scoring.indicators[row.id],
            weight=row.weight,
            points=scoring.points[row.id],
        )
        for row in standard.parameters.indicators
    )


def _rounded(value: Decimal | int | None) -> object:
    """A share as it is read; the rules compare it unrounded."""
    return plain(half_up(value, 2)) if isinstance(value, Decimal) else value


def _better(tier: str, inputs: Mapping[str, object], standard: Standard) -> tuple[Nearly, ...]:
    table, ranks = standard.tables["tier"], standard.parameters.tier_ranks
    if not isinstance(table, DecisionTable):
        return ()
    found = []
    for rule in table.rules:
        given = str(table.results_of(rule, inputs).get("tier"))
        if ranks.get(given, 0) > ranks[tier]:
            unmet = tuple(
                _condition(column.label, cell, evaluate(column.expression, inputs))
                for column, cell, test in zip(table.inputs, rule.cells, rule.tests, strict=False)
                if test is not None and not evaluate(test, {**inputs, "value": evaluate(column.expression, inputs)})
            )
            # A row whose cells all hold lost to one above it, a veto's: that one is in the way.
            found.append(Nearly(rule.id, given, rule.description, unmet))
    return tuple(sorted(found, key=lambda one: ranks[one.tier]))


def _condition(label: str, cell: str, value: object) -> Condition:
    least = LEAST.fullmatch(cell.strip())
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    missing = Decimal(least[1]) - Decimal(str(value)) if least and known else None
    return Condition(label, cell, value, missing if missing is not None and missing >= ZERO else None)
