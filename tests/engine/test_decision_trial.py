"""Trying a table with typed texts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from processes.engine.decision_trial import Field, Reason, fields_of, try_table
from tests.engine.tables import made

NUMBER, TEXT, FLAG, ANY = ("a", "number"), ("a", "string"), ("a", "boolean"), ("a", "")


@pytest.mark.parametrize(
    ("column", "cell", "typed"),
    [
        (NUMBER, "85.5", " 85.50 "),
        (NUMBER, "< 0", "-1"),
        (NUMBER, "null", "null"),
        (TEXT, '"A"', "A"),
        (TEXT, '"A"', '"A"'),
        (TEXT, '"5"', "5"),
        (TEXT, '""', ""),
        (TEXT, "null", "null"),
        (TEXT, '"null"', '"null"'),
        (FLAG, "true", "True"),
        (FLAG, "true", "是"),
        (FLAG, "false", "no"),
        (ANY, "5.5", "5.5"),
        (ANY, "true", "true"),
        (ANY, "false", "False"),
        (ANY, '"x y"', "x y"),
        (ANY, '"x" in ?', '["x", "y"]'),
        (ANY, "?.b == 2", '{"b": 2}'),
        (ANY, "len(?) == 3", "[1, 2.5, true]"),
    ],
)
def test_an_input_is_read_as_its_column_means_it(column: tuple[str, str], cell: str, typed: str) -> None:
    table = made([column], [[cell, '"yes"'], ["-", '"no"']], "FIRST")
    trial = try_table(table, {"a": typed})
    assert (trial.matched_rules, trial.outputs, trial.reasons) == (("R1",), ({"out": "yes"},), ())


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        (NUMBER, "", "missing_input"),
        (NUMBER, None, "missing_input"),
        (TEXT, None, "missing_input"),
        (FLAG, " ", "missing_input"),
        (ANY, "", "missing_input"),
        (NUMBER, "five", "not_a_number"),
        (NUMBER, "NaN", "not_a_number"),
        (NUMBER, "1e999999999", "not_a_number"),
        (NUMBER, "[1]", "not_a_number"),
        (FLAG, "2", "not_a_flag"),
        (ANY, "[1", "not_a_value"),
        (ANY, "[NaN]", "not_a_value"),
        (ANY, "[1e999999999]", "not_a_value"),
        (ANY, "[" * 1900, "not_a_value"),
        (TEXT, "x" * 2001, "too_long"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_name(column: tuple[str, str], typed: str | None, code: str) -> None:
    trial = try_table(made([column], [["-"]]), {} if typed is None else {"a": typed})
    assert (trial.matched_rules, trial.reasons) == ((), (Reason(code, "a"),))


def test_why_nothing_was_decided_is_told() -> None:
    table = made([NUMBER], [["> 5"], ["> 8"]])
    assert try_table(table, {"a": "3"}).reasons == (Reason("no_rule_matched"),)
    several = try_table(table, {"a": "9"})
    assert (several.matched_rules, several.reasons[0].code) == (("R1", "R2"), "several_rules")
    failing = try_table(made([TEXT], [["> 5"]]), {"a": "x"})
    assert failing.reasons == (Reason("not_evaluated", detail="> 5", rules=("R1",)),)


def test_collect_gives_a_row_for_each_matched_rule() -> None:
    trial = try_table(made([NUMBER], [["> 5"], ["> 8"], ["< 0"]], "COLLECT"), {"a": "9"})
    assert (trial.matched_rules, trial.outputs) == (("R1", "R2"), ({"out": 1}, {"out": 2}))


def test_names_that_only_expressions_and_cells_read_are_asked_for_too() -> None:
    table = made([NUMBER, ("b.c", "")], [["> limit", "-", "fee * 2"]])
    assert fields_of(table) == (
        Field("a", "a", "number"),
        *(Field(name, "", "any") for name in ("b", "limit", "fee")),
    )
    trial = try_table(table, {"a": "9", "b": '{"c": 1}', "limit": "8", "fee": "1.5"})
    assert trial.outputs == ({"out": Decimal(3)},)


def test_a_trial_that_costs_too_much_ends() -> None:
    table = made([ANY], [[f"sum([x for x in ? for y in ?]) > {number}"] for number in range(40)], "COLLECT")
    trial = try_table(table, {"a": str([1] * 400)})
    assert [reason.code for reason in trial.reasons] == ["not_evaluated"]
