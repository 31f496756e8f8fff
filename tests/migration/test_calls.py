"""Calls and migration: what runs inside a call goes on, what is inserted after it is not skipped, in doubt it stays."""

from __future__ import annotations

import pytest

from processes.engine.migration import Change
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.calls import call, called, row
from tests.engine.diagrams import diagram, flows, nodes
from tests.migration.walks import Walk, version

CALL = f"c={call('c', 'part')}"
OTHER = f"c={call('c', 'other')}"
INLINE = "c=" + nodes("subProcess c >" + row("part", "x", "y"))
PART = called("part", "x", "y")
SCRIPT = "k=" + nodes("scriptTask k ><bpmn:script>n = {0}</bpmn:script>")


def spec_of(*files: dict[str, bytes]) -> ProcessSpec:
    return ProcessSpec.load(parse_process({path: one[path] for one in files for path in one}).dump())


def main(*tasks: str) -> dict[str, bytes]:
    return diagram(row("", *tasks))


BASE = (main("a", CALL, "z"), PART)
LOOP = nodes("startEvent s", "endEvent e", "exclusiveGateway j", "exclusiveGateway g default='g_e'") + call("c", "part")
LOOP += flows("s j", "j c", "c g", "g j y.again", "g e")
AGAIN = ("y", {"again": True})
ROWS = [
    ("the same", BASE, BASE, ["a"], "unaffected", "", "x y z"),
    ("inserted after one that runs", BASE, (main("a", CALL, "n", "z"), PART), ["a"], "migratable", "", "x y n z"),
    ("inserted after one that runs, further in", BASE, (main("a", CALL, "n", "z"), PART), ["a", "x"],
     "migratable", "", "y n z"),
    ("inserted behind it", BASE, (main("a", "n", CALL, "z"), PART), ["a"], "unaffected", "", "x y z"),
    ("inserted inside one that runs", BASE, (BASE[0], called("part", "x", "n", "y")), ["a"], "migratable", "",
     "x n y z"),
    ("inserted inside one that runs, behind", BASE, (BASE[0], called("part", "n", "x", "y")), ["a", "x"],
     "migratable", "", "y z"),
    ("inserted inside one ahead", BASE, (BASE[0], called("part", "n", "x", "y")), [], "migratable", "", "a n x y z"),
    ("inserted inside one behind", BASE, (BASE[0], called("part", "x", "y", "n")), ["a", "x", "y"], "unaffected", "",
     "z"),
    ("the open one inside deleted", BASE, (BASE[0], called("part", "y")), ["a"], "blocked", "open_deleted x", ""),
    ("a finished one inside deleted", BASE, (BASE[0], called("part", "y")), ["a", "x"], "blocked",
     "finished_deleted x", ""),
    ("a finished one of a finished call deleted", BASE, (BASE[0], called("part", "y")), ["a", "x", "y"], "blocked",
     "finished_deleted x", ""),
    ("put behind inside", BASE, (BASE[0], called("part", "y", "x")), ["a"], "blocked", "jumped y", ""),
    ("the call taken away while it runs", BASE, (main("a", "z"),), ["a"], "blocked",
     "open_deleted c, open_deleted x, finished_deleted parts", ""),
    ("the call taken away ahead", BASE, (main("a", "z"),), [], "migratable", "", "a z"),
    ("another called while it runs", BASE, (main("a", OTHER, "z"), called("other", "v")), ["a"], "blocked", None, ""),
    ("another called ahead", BASE, (main("a", OTHER, "z"), called("other", "v")), [], "migratable", "", "a v z"),
    ("drawn into the main diagram while it runs", BASE, (main("a", INLINE, "z"),), ["a"], "blocked", None, ""),
    ("drawn into the main diagram ahead", BASE, (main("a", INLINE, "z"),), [], "migratable", "", "a x y z"),
    ("one called where there was none", (main("a", "z"),), BASE, [], "migratable", "", "a x y z"),
    ("a name that nothing gives, inside", BASE, (BASE[0], called("part", "x", SCRIPT.format("q"), "y")), ["a"],
     "blocked", "not_in_data k", ""),
    ("a name that the main diagram gives", BASE, (BASE[0], called("part", "x", SCRIPT.format("a.n"), "y")), ["a"],
     "migratable", "", "x y z"),
    ("a name that the call gives", BASE, (main("a", CALL, SCRIPT.format("y.n"), "z"), PART), ["a"], "migratable", "",
     "x y z"),
    ("a name that only a call behind would have given", BASE,
     (main("a", CALL, SCRIPT.format("w.n"), "z"), called("part", "w", "x", "y")), ["a", "x"], "blocked",
     "not_in_data k", ""),
    ("in a loop, inserted inside", (diagram(LOOP), PART), (diagram(LOOP), called("part", "n", "x", "y")),
     ["x", AGAIN], "migratable", "", "x y"),
    ("in a loop, deleted inside", (diagram(LOOP), PART), (diagram(LOOP), called("part", "y")), ["x", AGAIN], "blocked",
     "open_deleted x", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "walked", "kind", "reasons", "then"), ROWS, ids=[r[0] for r in ROWS])
def test_an_instance_is_classified_by_what_its_calls_do(
    name: str,
    old: tuple[dict[str, bytes], ...],
    new: tuple[dict[str, bytes], ...],
    walked: list[str],
    kind: str,
    reasons: str | None,
    then: str,
) -> None:
    change = Change(version(spec_of(*old)), version(spec_of(*new)))
    walk = Walk(change.old.spec).go(*walked)
    verdict = walk.verdict(change)
    told = ", ".join(f"{one.code} {one.element_id}" for one in verdict.reasons)
    assert (verdict.kind, told if reasons is not None else None) == (kind, reasons), (name, told)
    if kind != "blocked":
        assert walk.to(change).finish() == then.split()
