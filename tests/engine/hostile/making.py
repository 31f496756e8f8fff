"""Small files with one thing wrong, and the case that says where it is."""

from __future__ import annotations

import json
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.engine.diagrams import diagram, flows, nodes

BETWEEN = flows("begin x", "x end")
ENDS = nodes("startEvent begin", "endEvent end")
NAMED = {"zh": "字段", "en": "Field"}


class Case(NamedTuple):
    """A file; ``at``: what the refusal must name, as the beginning of its id, None where the file itself is wrong;
    ``others``: the files beside it."""

    content: bytes
    at: str | None = None
    file: str = "small.bpmn"
    others: dict[str, bytes] = {}


def small(body: str, extra: str = "") -> bytes:
    """A diagram with that body between start and end."""
    return diagram(ENDS + body + BETWEEN, extra)["small.bpmn"]


def script(text: str) -> bytes:
    """A diagram whose only task runs that script."""
    return small(nodes(f"scriptTask x ><bpmn:script>{escape(text)}</bpmn:script>"))


def condition(text: str, gateway: str = "exclusiveGateway") -> bytes:
    """A diagram with that condition behind a gateway."""
    body = nodes(f"{gateway} x default='x_end'", "userTask then")
    return diagram(ENDS + body + flows("begin x", "x end", f"x then {escape(text)}", "then end"))["small.bpmn"]


def timer(text: str, kind: str = "timeDuration", tag: str = "intermediateCatchEvent x ") -> bytes:
    """A diagram with that time to wait for."""
    event = f"<bpmn:timerEventDefinition id='t'><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"
    if not tag.startswith("boundary"):
        return small(nodes(f"{tag}>{event}"))
    host = nodes("userTask h", "userTask after", f"{tag}>{event}")
    return diagram(ENDS + host + flows("begin h", "h end", "x after", "after end"))["small.bpmn"]


def row(length: int) -> bytes:
    """So many user tasks in a row."""
    names = [f"t{number}" for number in range(length)]
    ways = [f"{one} {after}" for one, after in zip(["begin", *names], [*names, "end"], strict=True)]
    return diagram(ENDS + nodes(*(f"userTask {name}" for name in names)) + flows(*ways))["small.bpmn"]


def repeated(part: str) -> bytes:
    """A user task with that inside."""
    return small(nodes(f"userTask x >{part}"))


def extended(part: str, tag: str = "userTask") -> bytes:
    """An element with that extension."""
    return small(nodes(f"{tag} x ><bpmn:extensionElements>{part}</bpmn:extensionElements>"))


def property_of(name: str, value: str) -> bytes:
    """A user task with that property."""
    one = f'<spiffworkflow:property name="{name}" value="{escape(value, {chr(34): "&quot;"})}"/>'
    return extended(f"<spiffworkflow:properties>{one}</spiffworkflow:properties>")


def table(
    test: str = "1", result: str = "1", source: str = "a", policy: str = "UNIQUE", rules: str | None = None
) -> bytes:
    """A decision table of one input, one output and one rule, unless others are given."""
    test, result, source = escape(test), escape(result), escape(source)
    rule = (
        f'<rule id="x"><inputEntry id="i1"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o1"><text>{result}</text></outputEntry></rule>'
    )
    return decision(
        f'<input id="xi"><inputExpression typeRef="string"><text>{source}</text></inputExpression></input>'
        f'<output id="o" name="o"/>{rule if rules is None else rules}',
        policy,
    )


def decision(content: str, policy: str = "UNIQUE") -> bytes:
    """A decision ``x`` whose table holds that."""
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    body = f'<decision id="x" name="x"><decisionTable id="t" hitPolicy="{policy}">{content}</decisionTable></decision>'
    return f"{head}{body}</definitions>".encode()


def form(fields: list[object], **more: object) -> bytes:
    """A form with these fields, labelled where they are not; ``more``: of its only section."""
    made = [{"label": NAMED, **one} if isinstance(one, dict) else one for one in fields]
    sections = [{"id": "s", "title": NAMED, "fields": made, **more}]
    return json.dumps({"key": "f", "title": NAMED, "sections": sections}).encode()


def field(**settings: object) -> bytes:
    """A form with a field ``x`` of these settings."""
    return form([{"id": "x", "type": "text", **settings}])
