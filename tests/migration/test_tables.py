"""A changed table is a change of the tasks that call it; what its cells read must be in the data."""

from __future__ import annotations

import pytest

from processes.engine.migration import Change
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.rule_tables import dmn, rule_task
from tests.migration.drawings import chain
from tests.migration.walks import Walk, version

BODY = nodes("startEvent s", "userTask a", "userTask b", "endEvent e") + rule_task("r", "t")
AHEAD = BODY + chain("s", "a", "r", "b", "e")
BEHIND = BODY + chain("s", "r", "a", "b", "e")
FIRST = dmn("t", ["#a.n"], ["o"], "- | 1")


def spec_of(body: str, table: dict[str, bytes]) -> ProcessSpec:
    return ProcessSpec.load(parse_process({**diagram(body), **table}).dump())


ROWS = [
    ("the same", AHEAD, AHEAD, FIRST, [], "unaffected", []),
    ("another result ahead", AHEAD, AHEAD, dmn("t", ["#a.n"], ["o"], "- | 2"), [], "migratable", []),
    ("another result behind", AHEAD, AHEAD, dmn("t", ["#a.n"], ["o"], "- | 2"), ["a"], "unaffected", []),
    ("it reads what nothing gives", AHEAD, AHEAD, dmn("t", ["x"], ["o"], "- | 1"), [], "blocked", ["not_in_data r"]),
    ("a test does", AHEAD, AHEAD, dmn("t", ["a.n"], ["o"], "? == x | 1"), [], "blocked", ["not_in_data r"]),
    ("a result does", AHEAD, AHEAD, dmn("t", ["a.n"], ["o"], "- | x.y"), [], "blocked", ["not_in_data r"]),
    ("it reads its own result", AHEAD, AHEAD, dmn("t", ["r.o"], ["o"], "- | 1"), [], "blocked", ["not_in_data r"]),
    ("put behind", AHEAD, BEHIND, FIRST, [], "blocked", ["jumped r"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "table", "walked", "kind", "reasons"), ROWS, ids=[r[0] for r in ROWS])
def test_an_instance_is_classified_by_the_tables_ahead(
    name: str, old: str, new: str, table: dict[str, bytes], walked: list[str], kind: str, reasons: list[str]
) -> None:
    change = Change(version(spec_of(old, FIRST)), version(spec_of(new, table)))
    walk = Walk(change.old.spec).go(*walked)
    verdict = walk.verdict(change)
    assert (verdict.kind, [f"{one.code} {one.element_id}" for one in verdict.reasons]) == (kind, reasons), name
    if kind != "blocked":
        assert walk.to(change).finish()[-1] == "b"


def test_a_gateway_may_read_what_a_table_ahead_decides() -> None:
    asked = nodes('exclusiveGateway g default="g_b"') + chain("s", "a", "r", "g", "b", "e") + flows("g e r.o == 2")
    change = Change(version(spec_of(AHEAD, FIRST)), version(spec_of(BODY + asked, FIRST)))
    verdict = Walk(change.old.spec).verdict(change)
    assert (verdict.kind, verdict.reasons) == ("migratable", ())
