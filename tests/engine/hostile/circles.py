"""Diagrams that call each other without end, far too often, or what is not there."""

from __future__ import annotations

from tests.engine.calls import call, called
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.growth import BEGIN
from tests.engine.hostile.making import Case, small
from tests.engine.many import many

QUICK = nodes("scriptTask k ><bpmn:script>n = 1</bpmn:script>")


def call_cases() -> dict[str, Case]:
    """Refused before anything runs."""
    x = small(call("x", "part"))
    ring = {f"p{n}.bpmn": called(f"p{n}", f"c{n}={call(f'c{n}', f'p{(n + 1) % 18}')}")[f"p{n}.bpmn"] for n in range(18)}
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    return {
        "itself": Case(small(call("x", "small")), "x"),
        "nothing": Case(small(nodes("callActivity x")), "x"),
        "a path": Case(small(call("x", "../../etc/passwd")), "x"),
        "an address": Case(small(call("x", "http://127.0.0.1:1/")), "x"),
        "an element": Case(small(call("x", "begin")), "x"),
        "one that calls back": Case(x, "y", others=called("part", f"y={call('y', 'small')}")),
        "a ring": Case(small(call("x", "p0")), "c0", others=ring),
        "one of many": Case(small(many("x", "200", kind="callActivity").replace(">", ' calledElement="part">', 1)), "x",
                            others=called("part", "u")),
        "the same ids": Case(x, "begin", others=called("part", "begin")),
        "a thousand diagrams": Case(x, None, others={f"p{n}.bpmn": b"" for n in range(1000)}),
        "a file of entities": Case(x, None, others={"part.bpmn": entity}),
        "a large file": Case(x, None, others={"part.bpmn": b" " * 3_000_000}),
        "ten thousand elements": Case(x, None, others=called("part", *(f"u{n}" for n in range(10_000)))),
        "many large files": Case(small("".join(call(f"x{n}", f"q{n}") for n in range(15))), None, others={
            file: text for n in range(15) for file, text in called(f"q{n}", *(f"u{n}_{k}" for k in range(400))).items()
        }),
    }  # fmt: skip


def doubling(levels: int) -> dict[str, bytes]:
    """Each calls the next twice; nobody is waited for."""
    made = called(f"p{levels}", f"k={QUICK}")
    for n in range(levels):
        made |= called(f"p{n}", *(f"c{n}{side}={call(f'c{n}{side}', f'p{n + 1}')}" for side in "ab"))
    return made


def beside(levels: int) -> dict[str, bytes]:
    """Each calls the next twice, both at once."""
    made = called(f"p{levels}", "u")
    for n in range(levels):
        inside = nodes(f"startEvent s{n}", f"endEvent e{n}", f"parallelGateway f{n}", f"parallelGateway j{n}")
        ways = [f"s{n} f{n}", f"j{n} e{n}"]
        for side in "ab":
            inside += call(f"c{n}{side}", f"p{n + 1}")
            ways += [f"f{n} c{n}{side}", f"c{n}{side} j{n}"]
        made |= diagram(inside + flows(*ways), key=f"p{n}")
    return made


def rings() -> dict[str, tuple[Case, dict[str, object]]]:
    """Stopped at an element."""
    grow = nodes("scriptTask k ><bpmn:script>rows = [rows, rows]</bpmn:script>")
    bad = nodes("scriptTask k ><bpmn:script>n = nobody</bpmn:script>")
    loop = diagram(BEGIN + call("again", "part") + flows("begin m", "m x", "x again", "again m", "x end False"))
    return {
        "calls without end": (Case(loop["small.bpmn"], None, others=called("part", f"k={QUICK}")), {}),
        "calls that grow": (Case(loop["small.bpmn"], "k", others=called("part", f"k={grow}")), {"rows": [1]}),
        "each calls two": (Case(small(call("x", "p0")), None, others=doubling(17)), {}),
        "each calls two at once": (Case(small(call("x", "p0")), None, others=beside(15)), {}),
        "a fault at the bottom": (Case(small(call("x", "part")), "k", others=called("part", f"k={bad}")), {}),
    }
