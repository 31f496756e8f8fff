"""Decision tables in few words, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from processes.engine.decisions import DecisionTable

Column = tuple[str, str]  # expression (or output name) and type


def xml(inputs: Sequence[Column], rows: Sequence[Sequence[str]], policy: str = "UNIQUE", output: str = "out") -> bytes:
    """A table with rules R1, R2, …; a row without the output's cell gets its number."""
    columns = "".join(
        f'<input id="i{place}" label={quoteattr(expression)}><inputExpression id="e{place}" typeRef="{kind}">'
        f"<text>{escape(expression)}</text></inputExpression></input>"
        for place, (expression, kind) in enumerate(inputs, 1)
    )
    rules = "".join(_rule(place, row, len(inputs)) for place, row in enumerate(rows, 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
      <decision id="grade" name="Grade"><decisionTable id="t" hitPolicy="{policy}">
        {columns}<output id="o1" name="{output}" typeRef="string"/>{rules}
      </decisionTable></decision></definitions>""".encode()


def made(inputs: Sequence[Column], rows: Sequence[Sequence[str]], policy: str = "UNIQUE") -> DecisionTable:
    """The same, parsed."""
    return DecisionTable.parse(xml(inputs, rows, policy))


def _rule(place: int, row: Sequence[str], inputs: int) -> str:
    cells = [*row, str(place)][: inputs + 1]
    entries = "".join(
        f'<{kind} id="R{place}c{number}"><text>{escape(cell)}</text></{kind}>'
        for number, cell in enumerate(cells)
        for kind in ["inputEntry" if number < inputs else "outputEntry"]
    )
    return f'<rule id="R{place}">{entries}</rule>'
