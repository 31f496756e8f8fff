"""What an examination says of random tables, against trying every value that could make a difference."""

from __future__ import annotations

import os
from decimal import Decimal
from itertools import combinations, product
from random import Random

import pytest

from processes.engine.cells import input_test
from processes.engine.coverage.examination import MAX_TOLD, examine
from processes.engine.coverage.findings import Finding
from processes.engine.coverage.spans import Span
from processes.engine.decisions import DecisionTable
from processes.engine.errors import NoRuleMatched, SeveralRulesMatched
from processes.engine.expressions import evaluate
from tests.engine.tables import made

SEED = int(os.environ.get("STEWARD_SEED", Random().randrange(1_000_000)))
NUMBERS = [Decimal(one) / 4 for one in range(-2, 23)]  # the cells' bounds lie at halves, so every piece is met
TEXTS = ["A", "B", "C", "…"]
QUOTED = ['"A"', '"B"', '"C"']
VALUES: dict[str, list[object]] = {
    "number": [*NUMBERS, None],
    "string": [*TEXTS, None],
    "boolean": [True, False, None],
}
Row = tuple[object, ...]


def a_bound(chance: Random) -> str:
    return chance.choice(["0", "0.5", "1", "1.5", "2", "2.5", "3", "4"])


def a_number_cell(chance: Random) -> str:
    low, high = sorted([a_bound(chance), a_bound(chance)], key=Decimal)
    opening, closing = chance.choice("[(]"), chance.choice("])[")
    kinds = [
        *("-", "", "null", "!= null", low, f"{low}, {high}", f"not({low})", f"not({low}, {high})", f"!= {low}"),
        *(f"{chance.choice(['<', '<=', '>', '>=', '=', '=='])} {low}" for _ in range(6)),
        *(f"{opening}{low}..{high}{closing}", f"{low} <= ? < {high}", f"? in ({low}, {high})", f"not(< {low})"),
        *(f"< {low}, > {high}", f"? not in ({low}, {high})", f"? < {low} or ? > {high}", f"not({low} < ? <= {high})"),
        f"{low} + 1",
    ]
    return chance.choice(kinds)


def a_text_cell(chance: Random) -> str:
    one, other = chance.choice(QUOTED), chance.choice(QUOTED)
    return chance.choice(["-", one, f"{one},{other}", f"not({one})", f"!= {one}", f"? in ({one}, {other})", "null"])


def a_flag_cell(chance: Random) -> str:
    return chance.choice(["-", "-", "true", "false", "True", "not(true)", "!= false", "null", "1"])


CELLS = {"number": a_number_cell, "string": a_text_cell, "boolean": a_flag_cell}


def a_table(chance: Random, policy: str) -> DecisionTable:
    kinds = [chance.choice(list(CELLS)) for _ in range(chance.randint(1, 3))]
    columns = [(f"x{place}", kind) for place, kind in enumerate(kinds)]
    rows = [[CELLS[kind](chance) for kind in kinds] for _ in range(chance.randint(1, 6))]
    return made(columns, rows, policy)


def points(table: DecisionTable) -> list[Row]:
    return list(product(*(VALUES[column.kind] for column in table.inputs)))


def matched(table: DecisionTable, row: Row) -> tuple[str, ...]:
    """The rules that match, by evaluating the table itself."""
    try:
        return table.evaluate(dict(zip([column.expression for column in table.inputs], row, strict=True))).matched_rules
    except NoRuleMatched:
        return ()
    except SeveralRulesMatched as several:
        return several.rules


def usual(table: DecisionTable) -> list[Row]:
    """The rows in which only those inputs are unknown of which some cell says so."""
    asks = [any("null" in rule.cells[place] for rule in table.rules) for place in range(len(table.inputs))]
    return [row for row in points(table) if all(value is not None or asks[place] for place, value in enumerate(row))]


def inside(span: Span, value: object, told: str) -> bool:
    """``told``: all cells of the column."""
    if span.kind == "other_text":
        return isinstance(value, str) and f'"{value}"' not in told
    if span.kind == "any_number":
        return value is not None
    test = input_test(span.cell)
    return test is None or bool(evaluate(test, {"value": value}))


def in_region(table: DecisionTable, finding: Finding, row: Row) -> bool:
    told = [" ".join(rule.cells[place] for rule in table.rules) for place in range(len(row))]
    columns = zip(finding.region, row, told, strict=True)
    return all(not spans or any(inside(span, value, text) for span in spans) for spans, value, text in columns)


def of(code: str, findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if one.code == code]


@pytest.mark.parametrize("run", range(150))
def test_overlaps_gaps_and_dead_rules_are_what_trying_every_value_finds(run: int) -> None:
    seed = SEED * 1000 + run
    print(f"STEWARD_SEED={SEED}, run {run}")  # noqa: T201
    chance = Random(seed)
    policy = chance.choice(["UNIQUE", "FIRST", "COLLECT"])
    table = a_table(chance, policy)
    print([rule.cells for rule in table.rules])  # noqa: T201
    collecting = DecisionTable(table.key, table.name, "COLLECT", table.inputs, table.results, table.rules)
    every = {row: matched(collecting, row) for row in points(table)}
    found = examine(table)
    assert not of("not_examined", found)
    assert not of("cell_fails", found)
    _gaps_agree(table, found, every)
    _dead_rules_agree(table, found, every)
    if policy == "UNIQUE":
        pairs = {pair for rules in every.values() for pair in combinations(rules, 2)}
        told = {one.rules for one in of("overlap", found)}
        assert told == pairs if len(pairs) <= MAX_TOLD else told < pairs


def _gaps_agree(table: DecisionTable, found: tuple[Finding, ...], every: dict[Row, tuple[str, ...]]) -> None:
    gaps = of("gap", found)
    for row in usual(table):
        holes = [gap for gap in gaps if in_region(table, gap, row)]
        assert len(holes) == (0 if every[row] else 1) or of("more", found), row


def _dead_rules_agree(table: DecisionTable, found: tuple[Finding, ...], every: dict[Row, tuple[str, ...]]) -> None:
    first = table.hit_policy == "FIRST"
    alive = {rule for rules in every.values() for rule in (rules[:1] if first else rules)}
    told = {one.rules[0] for one in of("never_matches", found)}
    assert told == {rule.id for rule in table.rules} - alive
