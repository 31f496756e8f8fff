"""Tasks for each of far too many, inside each other, or of what is no list."""

from __future__ import annotations

from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.growth import BEGIN
from tests.engine.hostile.making import Case, small
from tests.engine.many import many

UNTIL = "<bpmn:completionCondition>1</bpmn:completionCondition>"


def many_cases() -> dict[str, Case]:
    """Refused before anything runs."""
    inside = nodes("startEvent i", "endEvent o") + many("x", "3") + flows("i x", "x o")
    plain = {
        "a number": many("x", "1" + "0" * 8),
        "a number of digits": many("x", "9" * 1900),
        "a negative number": many("x", "#-5"),
        "a sum": many("x", "#1+1"),
        "a call": many("x", "#len(rows)"),
        "a list of lists": many("x", "rows[0]"),
        "a path of points": many("x", "." * 1900),
        "names in a row": many("x", ".".join("ab" for _ in range(600)) + "."),
        "code for a name": many("x", "rows", item="__class__"),
        "stored for ever": many("x", "rows", result="typename"),
        "inside each other": many("x", "200", kind="subProcess", more=inside),
        "of a call": many("x", "200", kind="callActivity"),
        "of a script": many("x", "200", kind="scriptTask"),
        "until": many("x", "3").replace("</bpmn:multi", f"{UNTIL}</bpmn:multi"),
        "again and again": nodes("userTask x ><bpmn:standardLoopCharacteristics loopMaximum='9'/>"),
    }
    return {name: Case(small(body), "x") for name, body in plain.items()}


def round_and_round(task: str) -> Case:
    """In a loop that never leaves."""
    return Case(diagram(BEGIN + task + flows("begin m", "m x", "x again", "again m", "x end False"))["small.bpmn"])


def crowds() -> dict[str, tuple[Case, dict[str, object]]]:
    """Stopped at their element."""
    most: list[object] = [1] * 19_000
    wide = {f"k{number}": [1] * 90 for number in range(190)}
    huge = 10**1200
    made: dict[str, tuple[Case, dict[str, object]]] = {
        "none of them, for ever": (round_and_round(many("again", "rows")), {"rows": []}),
        "none of them, one by one": (round_and_round(many("again", "#n", sequential=True)), {"n": 0}),
        "the item's name is taken": (Case(small(many("x", "rows", item="row")), "x"), {"rows": [1], "row": 1}),
        "many of wide data": (Case(small(many("x", "k1.a")), "x"), {**wide, "k1": {"a": [1] * 201}}),
    }
    for order in (True, False):
        task = Case(small(many("x", "rows", sequential=order)), "x")
        made |= {
            f"a long list, {order}": (task, {"rows": most}),
            f"a text, {order}": (task, {"rows": "x" * 100_000}),
            f"a mapping, {order}": (task, {"rows": wide}),
            f"a number of times, {order}": (Case(small(many("x", "#n", sequential=order)), "x"), {"n": huge}),
            f"a broken number, {order}": (Case(small(many("x", "#n", sequential=order)), "x"), {"n": 1.5}),
        }
    return made
