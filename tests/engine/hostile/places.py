"""Every place of a file where an expression or a script may stand, or where the standard would have one."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.making import (
    ENDS,
    NAMED,
    Case,
    condition,
    extended,
    field,
    form,
    property_of,
    repeated,
    script,
    small,
    table,
    timer,
)

QUOTE = {'"': "&quot;", "\n": "&#10;"}


def payload(text: str, kind: str, tag: str) -> bytes:
    """A throw event that carries that."""
    carried = f"<spiffworkflow:{tag}>{escape(text)}</spiffworkflow:{tag}>"
    event = f"<bpmn:extensionElements>{carried}</bpmn:extensionElements>"
    defined = f"<bpmn:{kind}EventDefinition id='e' {kind}Ref='m'>{event}</bpmn:{kind}EventDefinition>"
    return small(nodes(f"intermediateThrowEvent x >{defined}"), f'<bpmn:{kind} id="m" name="m"/>')


def correlation(text: str) -> bytes:
    """A correlation property that reads that from a message."""
    path = f"<bpmn:messagePath>{escape(text)}</bpmn:messagePath>"
    tag = "correlationPropertyRetrievalExpression"
    one = f"<bpmn:{tag} messageRef='m'>{path}</bpmn:{tag}>"
    extra = f"<bpmn:message id='m' name='m'/><bpmn:correlationProperty id='x'>{one}</bpmn:correlationProperty>"
    return small(nodes("userTask x"), extra)


def conditional(text: str) -> bytes:
    """An event that waits for that to hold."""
    event = f"<bpmn:conditionalEventDefinition id='e'><bpmn:condition>{escape(text)}</bpmn:condition>"
    return small(nodes(f"intermediateCatchEvent x >{event}</bpmn:conditionalEventDefinition>"))


def parameter(text: str) -> bytes:
    """A service task whose operation is given that."""
    one = f'<spiffworkflow:parameter id="p" type="str" value="{escape(text, QUOTE)}"/>'
    operator = '<spiffworkflow:serviceTaskOperator id="work" resultVariable="r"><spiffworkflow:parameters>'
    return extended(f"{operator}{one}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>", "serviceTask")


def gateway_timer(text: str) -> bytes:
    """A timer behind an event gateway."""
    time = f"<bpmn:timeDuration>{escape(text)}</bpmn:timeDuration>"
    event = f"<bpmn:timerEventDefinition id='t'>{time}</bpmn:timerEventDefinition>"
    body = nodes("eventBasedGateway g", f"intermediateCatchEvent x >{event}")
    return diagram(ENDS + body + flows("begin g", "g x", "x end"))["small.bpmn"]


def multiple(part: str) -> Callable[[str], bytes]:
    """A task for each of many, with that in one of its parts."""

    def made(text: str) -> bytes:
        inner = f"<bpmn:{part}>{escape(text)}</bpmn:{part}>"
        return repeated(f"<bpmn:multiInstanceLoopCharacteristics>{inner}</bpmn:multiInstanceLoopCharacteristics>")

    return made


def looped(text: str) -> bytes:
    """A task that is done again while that holds."""
    inner = f"<bpmn:loopCondition>{escape(text)}</bpmn:loopCondition>"
    return repeated(f"<bpmn:standardLoopCharacteristics>{inner}</bpmn:standardLoopCharacteristics>")


def column(text: str) -> bytes:
    """A table with a computed column."""
    one = {"id": "x", "label": NAMED, "type": "computed", "formula": text}
    return form([{"id": "t", "type": "table", "columns": [one]}])


def rule(text: str) -> bytes:
    """A form with a rule over its fields."""
    made = json.loads(form([{"id": "a", "type": "text"}]))
    return json.dumps({**made, "rules": [{"id": "x", "if_not": text, "message": NAMED}]}).encode()


DIAGRAMS: dict[str, Callable[[str], bytes]] = {
    "condition": condition,
    "inclusive condition": lambda text: condition(text, "inclusiveGateway"),
    "script": script,
    "script before": lambda text: extended(f"<spiffworkflow:preScript>{escape(text)}</spiffworkflow:preScript>"),
    "script after": lambda text: extended(f"<spiffworkflow:postScript>{escape(text)}</spiffworkflow:postScript>"),
    "duration": timer,
    "date": lambda text: timer(text, "timeDate"),
    "cycle": lambda text: timer(text, "timeCycle"),
    "border": lambda text: timer(text, "timeDuration", "boundaryEvent x attachedToRef='h'"),
    "event gateway": gateway_timer,
    "parameter": parameter,
    "message payload": lambda text: payload(text, "message", "messagePayload"),
    "signal payload": lambda text: payload(text, "signal", "payloadExpression"),
    "correlation": correlation,
    "conditional event": conditional,
    "cardinality": multiple("loopCardinality"),
    "completion": multiple("completionCondition"),
    "collection": multiple("loopDataInputRef"),
    "loop": looped,
    "decision": lambda text: extended(
        f"<spiffworkflow:calledDecisionId>{escape(text)}</spiffworkflow:calledDecisionId>", "businessRuleTask"
    ),
    **{
        name: lambda text, name=name: property_of(name, text)  # type: ignore[misc]
        for name in ("assignee", "due_date", "due_working_days", "candidate_groups", "not_by")
    },
}
TABLES: dict[str, Callable[[str], bytes]] = {
    "input": lambda text: table(source=text),
    "test": lambda text: table(test=text),
    "comparison": lambda text: table(test=f">= {text}"),
    "membership": lambda text: table(test=f"not({text})"),
    "result": lambda text: table(result=text),
}
FORMS: dict[str, Callable[[str], bytes]] = {
    "formula": lambda text: field(type="computed", formula=text),
    "visible": lambda text: field(visible_if=text),
    "required": lambda text: field(required_if=text),
    "section": lambda text: form([{"id": "a", "type": "text"}], id="x", visible_if=text),
    "column": column,
    "rule": rule,
}


def everywhere(texts: dict[str, str]) -> dict[str, Case]:
    """Each text in each place."""
    kinds = ((DIAGRAMS, "small.bpmn"), (TABLES, "small.dmn"), (FORMS, "small.json"))
    return {
        f"{name} as {place}": Case(make(text), "x", file)
        for name, text in texts.items()
        for places, file in kinds
        for place, make in places.items()
    }
