"""Files that mean harm, by name: content, the reason they must be refused for, and the element where there is one."""

from __future__ import annotations

import json

from tests.engine.diagrams import diagram, flows, nodes

BETWEEN = flows("begin x", "x end")
ENDS = nodes("startEvent begin", "endEvent end")
BOMB = b'<!DOCTYPE z [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">'.encode() for n in range(1, 12)
)


def script(text: str) -> bytes:
    """A diagram whose only task runs that script."""
    body = nodes(f"scriptTask x ><bpmn:script>{text}</bpmn:script>")
    return diagram(ENDS + body + BETWEEN)["small.bpmn"]


def condition(text: str) -> bytes:
    """A diagram with that condition behind a gateway."""
    body = nodes("exclusiveGateway x default='x_end'", "userTask then")
    return diagram(ENDS + body + flows("begin x", "x end", f"x then {text}", "then end"))["small.bpmn"]


def timer(text: str) -> bytes:
    """A diagram with that duration."""
    event = (
        f"<bpmn:timerEventDefinition id='t'><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    return diagram(ENDS + nodes(f"intermediateCatchEvent x >{event}") + BETWEEN)["small.bpmn"]


def row(length: int) -> bytes:
    """So many user tasks in a row."""
    names = [f"t{number}" for number in range(length)]
    ways = [f"{one} {after}" for one, after in zip(["begin", *names], [*names, "end"], strict=True)]
    return diagram(ENDS + nodes(*(f"userTask {name}" for name in names)) + flows(*ways))["small.bpmn"]


def loops(cardinality: str) -> bytes:
    """A task so many times at once."""
    part = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>"
        f"{cardinality}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )
    return diagram(ENDS + nodes(f"userTask x >{part}") + BETWEEN)["small.bpmn"]


def deep(levels: int) -> bytes:
    """Elements inside elements."""
    return diagram(ENDS + BETWEEN + "<bpmn:documentation>" * levels + "</bpmn:documentation>" * levels)["small.bpmn"]


def form(fields: list[dict[str, object]], **section: object) -> bytes:
    """A form with these fields, labelled where they are not."""
    named = {"zh": "字段", "en": "Field"}
    sections = [{"id": "s", "title": named, "fields": [{"label": named, **one} for one in fields], **section}]
    return json.dumps({"key": "f", "title": named, "sections": sections}).encode()


HOSTILE = {
    "shell": (condition("__import__('os').system('id')"), "x"),
    "builtins": (condition("().__class__.__bases__[0].__subclasses__()"), "x"),
    "lambda": (condition("(lambda: 1)()"), "x"),
    "power": (condition("9**9**9**9 &gt; 1"), "x"),
    "import": (script("import os"), "x"),
    "open": (script("y = open('/etc/passwd').read()"), "x"),
    "loop": (script("while True: pass"), "x"),
    "walrus": (condition("(y := 1) == 1"), "x"),
    "attribute": (condition("'a'.zfill(10 ** 9) == ''"), "x"),
    "comprehension": (condition("[a for a in range(10**9) for b in range(10**9)]"), "x"),
    "deep-expression": (condition("(" * 3000 + "1" + ")" * 3000), "x"),
    "unquoted-timer": (timer("P2D"), "x"),
    "cardinality": (loops("10000000"), "x"),
    "in-a-row": (row(600), None),
    "hundred-thousand": (row(100_000)[:1_900_000], None),
    "entities": (BOMB + b"]><z>&a11;</z>", None),
    "external-entity": (b'<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]><z>&x;</z>', None),
    "parameter-entity": (b'<!DOCTYPE z SYSTEM "http://127.0.0.1:1/x.dtd"><z/>', None),
    "too-large": (b"<z>" + b" " * 3_000_000 + b"</z>", None),
    "deep-xml": (deep(20_000), None),
    "no-xml": (b"\x00\xff" * 1000, None),
    "utf-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE z [<!ENTITY x "y">]><z>&x;</z>'.encode("utf-16"),
        None,
    ),
}

# These read like any other file; the engine must stop them when they run.
ENDLESS = ENDS + nodes("exclusiveGateway x default='x_again'", "scriptTask again ><bpmn:script>y = 1</bpmn:script>")
RUNAWAY = {
    "format": condition("'%01000000000d' % 1 == ''"),
    "repeat": condition("'a' * 10 ** 9 == ''"),
    "shift": condition("1 &lt;&lt; 10 ** 9 &gt; 1"),
    "endless": diagram(ENDLESS + flows("begin x", "x again", "again x", "x end False"))["small.bpmn"],
}
