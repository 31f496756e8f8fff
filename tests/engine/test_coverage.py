"""Overlaps, gaps and dead rules of decision tables, at the bounds."""

from __future__ import annotations

import pytest

from processes.engine.coverage.examination import MAX_TOLD, examine
from processes.engine.coverage.findings import Finding
from processes.engine.coverage.spans import Span
from processes.engine.expressions import evaluate
from tests.engine.tables import Column, made

NUMBER, WHOLE, TEXT, FLAG, ANY = ("a", "number"), ("a", "integer"), ("a", "string"), ("a", "boolean"), ("a", "")


def told(column: Column, *cells: str, policy: str = "UNIQUE") -> list[Finding]:
    return list(examine(made([column], [[cell] for cell in cells], policy)))


def of(code: str, findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.code == code]


def words(spans: tuple[Span, ...]) -> str:
    return " | ".join(span.cell or span.kind for span in spans)


@pytest.mark.parametrize(
    ("column", "cells", "example"),
    [
        (NUMBER, ("<= 5", ">= 5"), "5"),
        (NUMBER, ("< 5", ">= 5"), None),
        (NUMBER, ("[0..5]", "[5..9]"), "5"),
        (NUMBER, ("[0..5)", "[5..9]"), None),
        (NUMBER, ("[0..5]", "]5..9["), None),
        (NUMBER, ("0 <= ? < 5.5", "(5.4..9)"), "5.45"),
        (NUMBER, ("1, 3, 5", "not(1, 3)"), "5"),
        (NUMBER, ("not(1)", "1"), None),
        (NUMBER, ("? in (0.1, 0.2)", "0.2"), "0.2"),
        (NUMBER, ("-", "> 1000"), "1001"),
        (NUMBER, ("5 * 10", "50"), "50"),
        (NUMBER, ("-", "null"), "null"),
        (NUMBER, ("not(< 5)", "not(>= 5)"), "null"),
        (WHOLE, ("(1..3)", "> 2"), None),
        (WHOLE, ("(1..4)", "> 2"), "3"),
        (TEXT, ('"A","B"', '"B","C"'), "B"),
        (TEXT, ('"A"', '"B"'), None),
        (TEXT, ('not("A")', '"A"'), None),
        (TEXT, ('not("A")', 'not("B")'), "…"),
        (FLAG, ("true", "True"), "true"),
        (FLAG, ("true", "false"), None),
        (FLAG, ("not(true)", "false"), "false"),
        (FLAG, ("1", "true"), "true"),
        (ANY, ('"A"', "5"), None),
        (ANY, ("> 3", "not(2)"), "4"),
    ],
)
def test_two_rules_of_a_unique_table_overlap_where_one_value_matches_both(
    column: Column, cells: tuple[str, ...], example: str | None
) -> None:
    found = of("overlap", told(column, *cells))
    assert [one.example for one in found] == ([] if example is None else [(example,)])
    assert all(one.rules == ("R1", "R2") for one in found)


@pytest.mark.parametrize(
    ("column", "cells", "region"),
    [
        (NUMBER, ("< 5", "> 5"), "5"),
        (NUMBER, ("< 5", ">= 5"), None),
        (NUMBER, ("[0..5]",), "< 0 | > 5"),
        (NUMBER, ("(0..5)",), "<= 0 | >= 5"),
        (NUMBER, ("< 0", "[1..2)", "(3..4]", "> 9"), "[0..1) | [2..3] | (4..9]"),
        (NUMBER, ("1, 2, 3",), "< 1 | (1..2) | (2..3) | > 3"),
        (WHOLE, ("< 1", "1, 2, 3"), "> 3"),
        (WHOLE, ("(0..3)",), "<= 0 | >= 3"),
        (NUMBER, ("null",), "any_number"),
        (NUMBER, ("null", ">= 0.5"), "< 0.5"),
        (NUMBER, ("!= null",), "null"),
        (NUMBER, ("-",), None),
        (TEXT, ('"A"', '"B"'), "other_text"),
        (TEXT, ('not("A")',), '"A"'),
        (TEXT, ('not("A")', '"A"'), None),
        (FLAG, ("true",), "false"),
        (FLAG, ("true", "false"), None),
        (ANY, ("true", '"A"', "3"), "< 1 | (1..3) | > 3 | other_text | false"),
        (ANY, ("true", '"A"', "< 3"), ">= 3"),  # asking it of a text fails
    ],
)
def test_a_gap_is_what_no_rule_matches(column: Column, cells: tuple[str, ...], region: str | None) -> None:
    for policy in ("UNIQUE", "FIRST", "COLLECT"):
        found = of("gap", told(column, *cells, policy=policy))
        assert [words(one.region[0]) for one in found] == ([] if region is None else [region])


def test_a_gap_of_several_inputs_is_told_with_an_example_that_no_rule_matches() -> None:
    table = made([("known", "boolean"), ("a", "number")], [["false", "-"], ["true", ">= 10"], ["true", "< 5"]])
    (gap,) = examine(table)
    assert [words(spans) for spans in gap.region] == ["true", "[5..10)"]
    assert gap.example == ("true", "5")


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ((">= 80", ">= 65", ">= 90"), [("R3", "R1", "R2")]),
        ((">= 80", ">= 65", "-"), []),
        (("-", ">= 80"), [("R2", "R1")]),
        (("< 5", ">= 5", "-"), []),  # the third decides where the value is unknown
        (("not(< 5)", "< 5", "-"), [("R3", "R1", "R2")]),
        ((">= 5", "5"), [("R2", "R1")]),
        (("> 5", "5"), []),
    ],
)
def test_under_first_a_rule_behind_rules_that_match_all_it_would_never_decides(
    cells: tuple[str, ...], rules: list[tuple[str, ...]]
) -> None:
    assert [one.rules for one in of("never_matches", told(NUMBER, *cells, policy="FIRST"))] == rules


@pytest.mark.parametrize(
    ("column", "cell"), [(NUMBER, "[5..1]"), (NUMBER, '"A"'), (TEXT, "5"), (NUMBER, "5 < ? < 5"), (WHOLE, "(1..2)")]
)
def test_a_cell_that_no_value_matches_is_told_with_its_column(column: Column, cell: str) -> None:
    (found,) = of("never_matches", told(column, cell, "-"))
    assert (found.rules, found.column) == (("R1",), 0)


@pytest.mark.parametrize(("column", "cell", "example"), [(TEXT, ">= 5", "…"), (ANY, '"A", ? > 3', "…")])
def test_a_cell_that_cannot_be_asked_of_every_value_is_told(column: Column, cell: str, example: str) -> None:
    (found,) = of("cell_fails", told(column, cell))
    assert (found.rules, found.column, found.example) == (("R1",), 0, (example,))


@pytest.mark.parametrize(
    "cell", ["? > other", '> "A"', "len(?) > 3", "? + 1 > 5", "? in other", '? in "abc"', "> 1e200"]
)
def test_another_expression_is_told_and_counts_neither_as_overlap_nor_as_gap(cell: str) -> None:
    found = told(ANY, cell, "-")
    assert [(one.code, one.rules) for one in found] == [("not_examined", ("R1",))]
    assert of("gap", told(ANY, cell)) == []


def test_columns_that_read_the_same_are_one_input() -> None:
    table = made([("a", "number"), ("a", "number")], [[">= 5", "-"], ["-", "< 5"]])
    assert examine(table) == ()


def test_columns_that_hang_together_are_not_examined() -> None:
    table = made([("a", "number"), ("a + b", "number")], [["> 5", "-"], ["-", "> 9"]])
    assert {one.code for one in examine(table)} == {"not_examined"}


def test_rules_without_any_input_overlap() -> None:
    assert [one.code for one in examine(made([], [[], []]))] == ["overlap"]


def test_a_long_list_of_findings_is_cut_and_says_so() -> None:
    found = told(NUMBER, *["-"] * 10)
    assert len(of("overlap", found)) == MAX_TOLD
    assert [one.of for one in of("more", found)] == ["overlap"]


def test_a_table_beyond_the_limit_of_work_says_that_more_may_be_found() -> None:
    columns = [(f"x{place}", "number") for place in range(30)]
    rows = [[f"{'<' if (row >> (column % 8)) & 1 else '>='} {row}" for column in range(30)] for row in range(150)]
    assert [one.code for one in examine(made(columns, rows), limit=50_000)][-1] == "too_large"


def test_an_item_of_a_list_is_found_as_equality_finds_it() -> None:
    table = made([NUMBER], [["? in (0.1, 0.2)"], ["? not in (0.1, 0.2)"]])
    assert table.evaluate({"a": "0.1"}).matched_rules == ("R1",)
    assert table.evaluate({"a": "0.3"}).matched_rules == ("R2",)
    assert evaluate('"b" in "abc"', {}) is True
