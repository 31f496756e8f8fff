"""What reads like any other diagram and has no end, or grows without one, when it runs."""

from __future__ import annotations

from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.making import ENDS, Case, condition, repeated, small, timer

SPLIT = "exclusiveGateway x default='x_again'"
BEGIN = nodes("startEvent begin", "endEvent end", "exclusiveGateway m", SPLIT)

# Scripts of a loop that never leaves; each round costs more than the one before, or as much as it may.
ROUNDS = {
    "nothing": "y = 1",
    "text doubled": "t = text(t) + text(t)",
    "list doubled": "y = rows + rows\nrows = y",
    "list of itself": "rows = [rows, rows]",
    "list of itself and more": "rows = [rows, rows, rows, [rows, rows]]",
    "dict of itself": "rows = {'a': rows, 'b': rows}",
    "table multiplied": "rows = rows + [[a, a, a, a] for a in rows]",
    "number multiplied": "n = (n + 2) * (n + 2)",
    "number raised": "n = n * n * n * n + 3",
    "many keys": "\n".join(f"k{n} = [a for a in rows]" for n in range(60)),
    "sums of sums": "n = sum([sum(rows) for a in rows])",
    "texts as numbers": "n = sum([sum([text(1), text(2)]) for a in rows for b in rows])",
    "columns": "n = len([column(rows, 'a') for a in rows])",
    "search": "n = len([a for a in rows if a in rows])",
    "comparison": "y = [1 for a in rows if rows == wide]",
    "exact numbers": "n = number('9' + text(n)) * number('1e90') * number('1e90')",
    "type name": "y = {'typename': 'datetime'}",
    "deep": "t = [[[[[[[[[[t]]]]]]]]]]",
    "no number": "f = 1e308 * 10\ny = f - f",
    "unknown name": "y = nobody",
    "removed name": "del nobody",
    "by nothing": "y = 1 / 0",
    "no key": "y = {'a': 1}['b']",
    "half of a text": "y = 'a' + 1",
}
TIMES = ("P99999999999Y", 5, None, "R999999999/PT0S", "0001-01-01T00:00:00+14:00", {"a": 1}, "9" * 3000, "", [], "P")
START = {"t": "x", "n": 0, "rows": [1] * 300, "wide": [[1] * 300] * 30}


def looping(script: str) -> bytes:
    """A loop of gateways around a script, that never leaves."""
    body = BEGIN + nodes(f"scriptTask again ><bpmn:script>{script}</bpmn:script>")
    return diagram(body + flows("begin m", "m x", "x again", "again m", "x end False"))["small.bpmn"]


def fanning(width: int, levels: int, chooses: bool = False) -> bytes:
    """Gateways that split, joined by such as do not wait: ``width`` to the power of ``levels`` tokens.

    ``chooses``: each join may also end, so that the engine foresees no further.
    """
    body, ways = ENDS, ["begin s0"]
    for level in range(levels):
        names = [f"a{level}_{number}" for number in range(width)]
        after = f"s{level + 1}" if level < levels - 1 else "last"
        default = f"default='m{level}_{after}'" if chooses else ""
        body += nodes(f"parallelGateway s{level}", f"exclusiveGateway m{level} {default}")
        body += nodes(*(f"scriptTask {name} ><bpmn:script>y = 1</bpmn:script>" for name in names))
        ways += [way for name in names for way in (f"s{level} {name}", f"{name} m{level}")]
        ways += [f"m{level} {after}"] + ([f"m{level} end False"] if chooses else [])
    body += nodes("task last")
    return diagram(body + flows(*ways, "last end"))["small.bpmn"]


def carried(payload: str) -> bytes:
    """A message with that payload, to an event that keeps it."""
    event = '<bpmn:messageEventDefinition id="{0}" messageRef="q"><bpmn:extensionElements>{1}'
    close = "</bpmn:extensionElements></bpmn:messageEventDefinition>"
    body = nodes("parallelGateway p", "parallelGateway j", "userTask u")
    sent = event.format("e1", f"<spiffworkflow:messagePayload>{payload}</spiffworkflow:messagePayload>")
    kept = event.format("e2", "<spiffworkflow:messageVariable>got</spiffworkflow:messageVariable>")
    body += nodes(f"intermediateThrowEvent x >{sent}{close}", f"intermediateCatchEvent c >{kept}{close}")
    ways = flows("begin p", "p c", "c j", "p x", "x u", "u j", "j end")
    return diagram(ENDS + body + ways, '<bpmn:message id="q" name="q"/>')["small.bpmn"]


def running_cases() -> dict[str, tuple[Case, dict[str, object]]]:
    """Case and start data: stopped by a fault that names the element."""
    made: dict[str, tuple[Case, dict[str, object]]] = {}
    for name, script in ROUNDS.items():
        at = None if name == "nothing" else "again"
        made[name] = Case(looping(script), at), START
    for kind in ("timeDuration", "timeCycle", "timeDate"):
        for number, value in enumerate(TIMES):
            made[f"{kind} {number}"] = Case(timer("due", kind), "x"), {"due": value}
    for text in ("number('1.5')", "[rows, rows]", "{'typename': 1}", "1e308 * 10", "nobody"):
        made[f"payload {text}"] = Case(carried(text), "x"), {"rows": [1] * 15_000}
    for chooses in (False, True):
        made[f"doubling, {chooses}"] = Case(fanning(2, 12, chooses)), {}
        made[f"fanning, {chooses}"] = Case(fanning(150, 3, chooses)), {}
        made[f"doubling without end, {chooses}"] = Case(fanning(2, 90, chooses)), {}
    for text in (
        "text([rows, rows, rows, rows, rows, rows]) == ''",
        "sum([sum(rows) for a in rows]) &gt; 1",
        "[rows] * 2 == 1",
    ):
        made[f"condition {text}"] = Case(condition(text.replace("&gt;", ">")), "x"), {"rows": ["1"] * 9_000}
    return made


def structure_cases() -> dict[str, Case]:
    """Refused before anything runs."""
    again = nodes("scriptTask x ><bpmn:script>y = 1</bpmn:script>", "scriptTask y ><bpmn:script>y = 1</bpmn:script>")
    loop = diagram(ENDS + again + flows("begin x", "x y", "y x"))["small.bpmn"]
    gateways = nodes("exclusiveGateway x", "exclusiveGateway y")
    called = repeated("").replace(b"userTask", b"callActivity")
    cardinality = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>10000000</bpmn:loopCardinality>"
    cycles = ("R999999999/PT0S", "R/PT1H", "R3/PT0S", "R0/PT1H", "R3/P9999999999Y", "0 0 * * *", "R3/2026-01-01/P1D")
    durations = ("P9999999999Y", "PT999999999999999999S", "P" + "9" * 1900 + "D", "P1Y" * 500, "P", "P101Y", "-P1D")
    dates = ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-01-01", "now", "2026-W01-1")
    plain = {
        "tasks in a circle": loop,
        "gateways in a circle": diagram(ENDS + gateways + flows("begin x", "x y", "y x"))["small.bpmn"],
        "task to itself": diagram(ENDS + nodes("task x") + flows("begin x", "x x"))["small.bpmn"],
        "calls itself": called.replace(b'id="x"', b'id="x" calledElement="small"'),
        "calls another": called.replace(b'id="x"', b'id="x" calledElement="other"'),
        "cardinality": repeated(f"{cardinality}</bpmn:multiInstanceLoopCharacteristics>"),
        "loop": repeated('<bpmn:standardLoopCharacteristics loopMaximum="999999999"/>'),
        "event in its own sub-process": small(nodes('subProcess x triggeredByEvent="true"')),
        **{f"cycle {text}": timer(repr(text), "timeCycle") for text in cycles},
        **{f"duration {text[:20]}": timer(repr(text)) for text in durations},
        **{f"date {text}": timer(repr(text), "timeDate") for text in dates},
    }
    return {name: Case(content, "x") for name, content in plain.items()}
