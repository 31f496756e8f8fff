"""A table that is fast to ask answers as the table itself, errors included, whatever its cells say."""

from __future__ import annotations

import random
from decimal import Decimal
from html import escape

import pytest

from processes.engine.deciding import FastTable
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused
from processes.errors import ProcessError
from services.standard.standard import shipped_standard

NUMBERS = ("0", "1", "5", "5.0", "0.1", "0.10", "-3", "60", "99.95", "1e3", "9007199254740993", "1e23")
NUMBER_CELLS = (
    *("-", "", ">= 5", "< 60", "> -3", "!= 5", "5", "5.0", "[1..5]", "(0..60]", "60 <= ? < 85", "1, 5, 60", "not(5)"),
    *("? in (0.1, 5)", "0.1", ">= 0.1", "> 9007199254740993.0", "< 1e23", "? is 5", "-? > 3", "null", "true"),
    *("? + 1 > 6", "round(?) == 5", "? > other", '"5"', "text(?) == '5.0'", "? or other", "1 / ? > 0", "not(?)"),
)
TEXT_CELLS = ("-", '"甲"', '"甲", "乙"', "not('甲')", "? in ('甲', '乙')", "? > 5", "len(?) > 1", "null", "True", "")
FLAG_CELLS = ("-", "True", "false", "not(True)", "1", "0", "> 0", "?", "")
OUTPUTS = ("1", '"a"', "other", "n + 1", "True", "")
VALUES: tuple[object, ...] = (
    *(Decimal(text) for text in NUMBERS),
    *(Decimal("0.1000000000000000055511151231257827"), Decimal("1E+60"), Decimal("1E-70"), Decimal("NaN")),
    *(0, 1, 5, 60, -3, 10**70, 9007199254740993, True, False, None, "", "甲", "乙", "5", 0.1, 5.0),
)


def table_of(chance: random.Random) -> str:
    columns = [("n", chance.choice(["number", "string"]), NUMBER_CELLS), ("t", "string", TEXT_CELLS)]
    columns.append(("f", chance.choice(["boolean", "number"]), FLAG_CELLS))
    chosen = chance.sample(columns, chance.randint(1, 3))
    read = '<inputExpression id="e{0}" typeRef="{1}"><text>{0}</text></inputExpression>'
    inputs = "".join(f'<input id="i{name}">{read.format(name, kind)}</input>' for name, kind, _ in chosen)
    columns_of_cells = [cells for _, _, cells in chosen]
    rules = "".join(rule_of(chance, number, columns_of_cells) for number in range(chance.randint(1, 5)))
    policy = chance.choice(["FIRST", "FIRST", "UNIQUE", "COLLECT"])
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL" id="d"><decision id="k" name="k">'
        f'<decisionTable id="x" hitPolicy="{policy}">{inputs}<output id="o" name="o"/>{rules}</decisionTable>'
        "</decision></definitions>"
    )


def rule_of(chance: random.Random, number: int, columns: list[tuple[str, ...]]) -> str:
    cells = "".join(
        f'<inputEntry id="r{number}c{place}"><text>{escape(chance.choice(cells))}</text></inputEntry>'
        for place, cells in enumerate(columns)
    )
    said = escape(chance.choice(OUTPUTS))
    return f'<rule id="r{number}">{cells}<outputEntry id="r{number}o"><text>{said}</text></outputEntry></rule>'


def answer(table: DecisionTable | FastTable, inputs: dict[str, object]) -> object:
    """What it says with the kind of each value, or which error with which text."""
    try:
        found = table.evaluate(inputs)
    except (ProcessError, ArithmeticError) as error:
        return type(error), str(error)
    return repr((found.outputs, found.matched_rules))


def test_it_answers_as_the_table_itself() -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    read = 0
    for number in range(400):
        xml = table_of(chance)
        try:
            table = DecisionTable.parse(xml.encode())
        except DefinitionRefused:
            continue
        read += 1
        fast = FastTable(table)
        for _ in range(30):
            inputs = {name: chance.choice(VALUES) for name in ("n", "t", "f", "other") if chance.random() < 0.95}
            assert answer(fast, inputs) == answer(table, inputs), (seed, number, xml, inputs)
    assert read > 200, seed


@pytest.mark.parametrize("key", ["deposits", "risk", "tier", "grace", "recommendation", "budget"])
def test_every_shipped_table_is_fast(key: str) -> None:
    table = shipped_standard().tables[key]
    assert isinstance(table, DecisionTable)
    assert FastTable(table).is_fast
