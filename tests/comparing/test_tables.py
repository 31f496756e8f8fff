"""Two versions of a decision table."""

from __future__ import annotations

import pytest

from processes.comparing.columns import Said
from processes.comparing.ordering import moved
from processes.comparing.tables import RuleChange, TableComparison, compare_tables
from processes.engine.decisions import DecisionTable
from tests.engine.tables import xml

SCORE = ("score", "number")
ROWS = [[">= 80", '"A"'], [">= 60", '"B"'], [">= 40", '"C"'], ["-", '"D"']]


def compared(old: bytes, new: bytes) -> TableComparison:
    return compare_tables(DecisionTable.parse(old), DecisionTable.parse(new))


def the_rows(*rows: list[str], ids: str = "") -> bytes:
    """Rules with those ids, R1, R2, … by default."""
    made = xml([SCORE], rows, "FIRST").decode()
    for place, key in enumerate(ids.split(), 1):
        made = made.replace(f'<rule id="R{place}">', f'<rule id="X{key}">')
    return made.replace('<rule id="X', '<rule id="').encode()


OLD = the_rows(*ROWS)


def cells(change: RuleChange) -> dict[str, tuple[str, str]]:
    return {cell.column.source: (cell.said.old, cell.said.new) for cell in change.cells}


def test_the_same_table_has_no_difference_whatever_its_ids_and_dashes() -> None:
    other = OLD.replace(b"<text>-</text>", b"<text> </text>").replace(b'id="i1"', b'id="other"')
    assert compared(OLD, other).is_same


def test_a_changed_threshold_is_one_cell_old_and_new() -> None:
    (change,) = compared(OLD, OLD.replace(b"&gt;= 60", b"&gt;= 65")).rules
    assert (change.id, change.kind, change.old, change.new, change.is_moved) == ("R2", "changed", 2, 2, False)
    assert cells(change) == {"score": (">= 60", ">= 65")}


def test_rules_are_added_and_removed_with_what_they_say() -> None:
    new = the_rows(ROWS[0], [">= 70", '"A-"'], ROWS[2], ROWS[3], ids="R1 NEW R3 R4")
    added, removed = compared(OLD, new).rules
    assert (added.id, added.kind, added.old, added.new) == ("NEW", "added", None, 2)
    assert cells(added) == {"score": ("", ">= 70"), "out": ("", '"A-"')}
    assert (removed.id, removed.kind, removed.old, removed.new) == ("R2", "removed", 2, None)
    assert cells(removed) == {"score": (">= 60", ""), "out": ('"B"', "")}


@pytest.mark.parametrize(
    ("order", "gone_elsewhere"),
    [("R4 R1 R2 R3", ["R4"]), ("R2 R3 R4 R1", ["R1"]), ("R2 R1 R3 R4", ["R2"]), ("R1 R2 R3 R4", [])],
)
def test_a_rule_put_elsewhere_is_one_move(order: str, gone_elsewhere: list[str]) -> None:
    new = the_rows(*(ROWS[int(key[1]) - 1] for key in order.split()), ids=order)
    changes = compared(OLD, new).rules
    assert [(one.id, one.kind) for one in changes] == [(key, "moved") for key in gone_elsewhere]


def test_a_rule_that_moved_and_says_something_else_is_told_as_both() -> None:
    new = the_rows([">= 45", '"C"'], ROWS[0], ROWS[1], ROWS[3], ids="R3 R1 R2 R4")
    (change,) = compared(OLD, new).rules
    assert (change.kind, change.old, change.new, change.is_moved) == ("changed", 3, 1, True)


def test_a_rule_with_a_new_id_is_the_same_by_what_it_says() -> None:
    assert compared(OLD, the_rows(*ROWS, ids="A B C D")).is_same
    (change,) = compared(OLD, the_rows(*ROWS[:2], [">= 50", '"C"'], ROWS[3], ids="A B R3 D")).rules
    assert change.id == "R3"


def test_a_changed_description_counts() -> None:
    old = OLD.replace(b'<rule id="R1">', b'<rule id="R1"><description>core</description>')
    (change,) = compared(old, OLD).rules
    assert (change.id, change.kind, change.description, change.cells) == ("R1", "changed", Said("core", ""), ())


def test_name_and_hit_policy_are_told() -> None:
    found = compared(OLD, OLD.replace(b'hitPolicy="FIRST"', b'hitPolicy="UNIQUE"').replace(b'"Grade"', b'"Note"'))
    assert (found.name, found.hit_policy, found.rules) == (Said("Grade", "Note"), Said("FIRST", "UNIQUE"), ())


def test_columns_are_told_and_cells_are_compared_by_column() -> None:
    old = xml([SCORE, ("age", "number"), ("risk", "string")], [["> 1", "> 30", '"high"', "1"]])
    new = xml([("risk", "string"), ("sum", "number"), SCORE], [['"high"', "> 9", "> 2", "1"]]).replace(
        b'id="i2" label="sum"', b'id="new" label="sum"'
    )
    found = compared(old, new)
    told = [(one.column.source, one.kind) for one in found.columns]
    assert told == [("risk", "moved"), ("sum", "added"), ("age", "removed")]
    (change,) = found.rules
    assert cells(change) == {"sum": ("", "> 9"), "score": ("> 1", "> 2"), "age": ("> 30", "")}


def test_a_column_that_reads_something_else_keeps_its_cells_and_tells_what_changed() -> None:
    new = OLD.replace(b"<text>score</text>", b"<text>points</text>").replace(b'typeRef="number"', b'typeRef="integer"')
    found = compared(OLD, new)
    (change,) = found.columns
    assert (change.kind, change.source, change.type) == (
        "changed",
        Said("score", "points"),
        Said("number", "integer"),
    )
    assert (change.label, found.rules) == (None, ())


@pytest.mark.parametrize(
    ("positions", "gone"),
    [([], []), ([0], []), ([0, 1, 2], []), ([2, 0, 1], [0]), ([1, 2, 0], [2]), ([2, 1, 0], [0, 1]), ([0, 5, 3], [1])],
)
def test_as_few_as_possible_are_said_to_have_moved(positions: list[int], gone: list[int]) -> None:
    assert moved(positions) == frozenset(gone)
