"""Business rule tasks whose tables are missing, doubled or huge, or cost more with each round."""

from __future__ import annotations

from tests.engine.diagrams import diagram, flows
from tests.engine.hostile.growth import BEGIN
from tests.engine.hostile.making import Case, small
from tests.engine.rule_tables import dmn, rule_task

ONE = dmn("t", ["a"], ["o"], "1 | 1")
LONG = "sum([sum(rows) for a in rows])"


def rule_cases() -> dict[str, Case]:
    """Refused before anything runs."""
    task = small(rule_task("x", "t"))
    same = {f"{number}.dmn": ONE["t.dmn"] for number in range(150)}
    return {
        "no table": Case(task, "x"),
        "another table": Case(small(rule_task("x", "u")), "x", others=ONE),
        "a path": Case(small(rule_task("x", "../t.dmn")), "x", others=ONE),
        "a table twice": Case(task, "t", others={"a.dmn": ONE["t.dmn"], **ONE}),
        "a table often": Case(task, "t", others=same),
        "reserved output": Case(task, "x", others=dmn("t", ["a"], ["matched_rules"], "1 | 1")),
        "code in a cell": Case(task, "t_0", others=dmn("t", ["a"], ["o"], "__import__('os') | 1")),
        "code in an input": Case(task, "t", others=dmn("t", ["().__class__"], ["o"], "1 | 1")),
        "a file of entities": Case(task, None, others={"t.dmn": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}),
    }


def deciding(table: dict[str, bytes]) -> Case:
    """A table asked once."""
    return Case(small(rule_task("x", "t")), "x", others=table)


def round_and_round(table: dict[str, bytes], script: str = "") -> Case:
    """A table asked in a loop that never leaves; ``script``: run after it."""
    more = f"<spiffworkflow:postScript>{script}</spiffworkflow:postScript>" if script else ""
    body = BEGIN + rule_task("again", "t", more)
    ways = flows("begin m", "m x", "x again", "again m", "x end False")
    return Case(diagram(body + ways)["small.bpmn"], "again" if script else None, others=table)


def bombs() -> dict[str, tuple[Case, dict[str, object]]]:
    """Stopped at their element."""
    many = [f"{number} | 1" for number in range(2_400)]
    wide = [f"o{number}" for number in range(40)]
    large = " | ".join(["rows"] * 40)
    start: dict[str, object] = {"rows": [1] * 4_000, "a": 1, "n": -1}
    lists = dmn("t", ["a"], wide, *[f"- | {large}"] * 100, policy="COLLECT")
    made = {
        "many costly cells": deciding(dmn("t", [LONG], ["o"], *many)),
        "many costly tests": deciding(dmn("t", ["a"], ["o"], *[f"? == {LONG} | 1"] * 2_400, policy="FIRST")),
        "many costly results": deciding(dmn("t", ["a"], ["o"], *[f"- | {LONG}"] * 2_400, policy="COLLECT")),
        "results that fill the memory": deciding(lists),
        "a result that cannot be kept": deciding(dmn("t", ["a"], ["o"], "- | {'typename': 'datetime'}")),
        "a result of too many numbers": deciding(dmn("t", ["a"], ["o"], "- | [rows, rows, rows, rows, rows, rows]")),
        "no number": deciding(dmn("t", ["#rows"], ["o"], "- | 1")),
        "an unknown name": deciding(dmn("t", ["nobody"], ["o"], "- | 1")),
        "nothing matches": deciding(dmn("t", ["n"], ["o"], *many)),
        "many cells in a loop": round_and_round(dmn("t", ["n"], ["o"], *many, "- | 1", policy="FIRST"), "n = n - 1"),
        "a large input in a loop": round_and_round(dmn("t", ["rows"], ["o"], "- | 1"), "n = 1"),
        "data doubled by it": round_and_round(dmn("t", ["a"], ["o"], "- | [n, n]"), "n = again.o"),
    }
    return {name: (case, start) for name, case in made.items()}
