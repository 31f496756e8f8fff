"""Events, sub-processes, names and sizes that would strand an instance or the database are refused by name."""

from __future__ import annotations

import pytest

from processes.engine.errors import DefinitionRefused
from processes.engine.lint_sizes import MAX_FLOWS, MAX_ID, MAX_LANE_ID, MAX_LANES, MAX_NAME
from processes.engine.parsing import parse_process
from tests.engine.diagrams import diagram, flows, nodes, operation
from tests.engine.random_models import message_event, timer_event
from tests.engine.test_lint import around, properties, split

DECLARED = "".join(f'<bpmn:{kind} id="{kind}" name="{kind}"/>' for kind in ("message", "signal", "error", "escalation"))
INSIDE = nodes("startEvent is", "userTask ia", "endEvent ie") + flows("is ia", "ia ie")
HOSTED = around(nodes(f"subProcess x >{INSIDE}")) + nodes("endEvent f")


def event(kind: str, reference: str | None = None) -> str:
    named = f"{kind}Ref='{kind if reference is None else reference}'" if kind != "cancel" else ""
    return f"<bpmn:{kind}EventDefinition {named}/>"


def border(content: str, host: str = "x") -> str:
    return HOSTED + nodes(f"boundaryEvent b attachedToRef='{host}' >{content}") + flows("b f")


def catching(content: str) -> str:
    return around(nodes(f"intermediateCatchEvent x >{content}"))


def throwing(content: str) -> str:
    return around(nodes(f"intermediateThrowEvent x >{content}"))


def behind_event_gateway(*targets: str) -> str:
    ways = [f"g {target.split()[1]}" for target in targets] + [f"{target.split()[1]} e" for target in targets]
    return nodes("startEvent s", "eventBasedGateway g", *targets, "endEvent e") + flows("s g", *ways)


WAITS = f"intermediateCatchEvent m >{message_event('message')}"
PLUS = nodes("parallelGateway g", "userTask a", "parallelGateway h")
CASES = [
    (around(nodes("subProcess x >" + nodes("startEvent is", "userTask ia") + flows("is ia"))), "no_end_event", "x"),
    (around(nodes("subProcess x >" + nodes("userTask ia", "endEvent ie") + flows("ia ie"))), "no_start_event", "x"),
    (around(nodes("userTask x")) + nodes("startEvent t") + flows("t x"), "several_start_events", None),
    (around(nodes(f"subProcess x >{INSIDE}")) + flows("ia e"), "flow_leaves_sub_process", "ia_e"),
    (nodes("startEvent s", f"subProcess x >{INSIDE}") + flows("s x"), "dead_end", "x"),
    (split("g a x", "g e") + flows("g a").replace('id="g_a"', 'id="again"'), "double_flow", "again"),
    (split("g a x", "g e", default='default="s_g"'), "no_default_flow", "g"),
    (split("g a x", "g e y", kind="inclusiveGateway", default='default="s_g"'), "no_default_flow", "g"),
    (
        nodes("startEvent s", "endEvent e") + PLUS + flows("s g", "g a", "a h", "h g", "h e"),
        "loop_without_gateway",
        "a",
    ),
    (catching(message_event("message") + timer_event("P1D")), "several_events", "x"),
    (catching(""), "no_event", "x"),
    (around(nodes("endEvent c >" + event("cancel"), "userTask x")) + flows("x c"), "cancel_event", "c"),
    (catching(event("message", "")), "event_unknown", "x"),
    (catching(event("message", "nowhere")), "event_unknown", "x"),
    (around(nodes("receiveTask x")), "event_unknown", "x"),
    (around(nodes("sendTask x messageRef='nowhere'")), "event_unknown", "x"),
    (throwing(event("message")), "nobody_hears", "x"),
    (throwing(event("signal")), "nobody_hears", "x"),
    (throwing(event("escalation")), "nobody_hears", "x"),
    (around(nodes("sendTask x messageRef='message'")), "nobody_hears", "x"),
    (around(nodes("userTask x", f"endEvent c >{event('error')}")) + flows("x c"), "nobody_hears", "c"),
    (catching(event("signal")), "never_thrown", "x"),
    (border(event("error")), "never_thrown", "b"),
    (border(event("escalation")), "never_thrown", "b"),
    (border(timer_event("P1D"), host="e"), "boundary_host", "b"),
    (border(timer_event("P1D"), host="nowhere"), "boundary_host", "b"),
    (behind_event_gateway(WAITS, "userTask u"), "event_gateway_target", "g"),
    (behind_event_gateway(WAITS, WAITS.replace(" m ", " n ")) + flows("s m"), "event_gateway_target", "g"),
    (catching("<bpmn:conditionalEventDefinition/>"), "conditional_event", "x"),
    (border("<bpmn:compensateEventDefinition/>"), "compensation_event", "b"),
    (around(nodes("userTask x ><bpmn:standardLoopCharacteristics/>")), "standard_loop", "x"),
    (around(nodes(f"transaction x >{INSIDE}")), "transaction", "x"),
    (catching("<bpmn:timerEventDefinition/>"), "no_timer_value", "x"),
    (
        around(
            nodes(
                "userTask x ><bpmn:extensionElements><spiffworkflow:preScript>import os</spiffworkflow:preScript>"
                "</bpmn:extensionElements>"
            )
        ),
        "script",
        "x",
    ),  # fmt: skip
    (
        throwing(
            message_event("message")
            .replace("messageVariable>message", "messagePayload>a b")
            .replace("messageVariable>", "messagePayload>")
        ),
        "expression",
        "x",
    ),  # fmt: skip
    (catching(message_event("message").replace(">message<", ">typename<")), "reserved_name", "x"),
    (around(nodes("userTask x")).replace('"x"', '"typename"'), "reserved_name", "typename"),
    (around(operation("x").replace('resultVariable="x"', 'resultVariable="typename"')), "reserved_name", "x"),
    (around(nodes("userTask x")).replace('"x"', f'"{"x" * (MAX_ID + 1)}"'), "id_too_long", "x" * MAX_ID),
    (around(nodes(f'userTask x name="{"n" * (MAX_NAME + 1)}"')), "name_too_long", "x"),
    (around(nodes(f'userTask x steward:nameEn="{"n" * (MAX_NAME + 1)}"')), "name_too_long", "x"),
    (properties("form", "f" * 101), "value_too_long", "x"),
    (properties("step", "s" * 21), "value_too_long", "x"),
    (properties("candidate_groups", "cc, " + "g" * 51), "value_too_long", "x"),
    (around(nodes("dataStoreReference d", "userTask x")), "not_valid", "d"),
    (around("<bpmn:userTask id='x' foo='1'><bpmn:nonsense/></bpmn:userTask>"), "not_valid", "x"),
]


@pytest.mark.parametrize(("body", "code", "element_id"), CASES, ids=[f"{c[1]}-{n}" for n, c in enumerate(CASES)])
def test_a_diagram_that_would_strand_is_refused(body: str, code: str, element_id: str | None) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        parse_process(diagram(body, DECLARED))
    assert (code, element_id) in {(problem.code, problem.element_id) for problem in caught.value.problems}


HEARD = nodes("startEvent is", "userTask ia", f"endEvent ie >{event('error')}") + flows("is ia", "ia ie")
SOUND = [
    catching(message_event("message")),
    border(timer_event("P1D")),
    border(event("error")).replace(INSIDE, HEARD),
    behind_event_gateway(WAITS, f"intermediateCatchEvent t >{timer_event('P1D')}"),
    around(nodes("receiveTask x messageRef='message'")),
    around(nodes(f'userTask x name="{"n" * MAX_NAME}"')).replace('"x"', f'"{"x" * MAX_ID}"'),
    properties("candidate_groups", "g" * 50),
]


@pytest.mark.parametrize("body", SOUND)
def test_an_event_that_can_come_is_accepted(body: str) -> None:
    assert parse_process(diagram(body, DECLARED)).process_id == "small"


def lanes(count: int, length: int = 2) -> str:
    made = "".join(f'<bpmn:lane id="{f"l{number}".ljust(length, "l")}"/>' for number in range(count))
    return f'<bpmn:laneSet id="ls">{made}</bpmn:laneSet>' + around(nodes("userTask x"))


def fan(count: int) -> str:
    """So many flows: among gateways, each of which leads to every later one."""
    keys = [f"g{number}" for number in range(60)]
    pairs = [(a, b) for place, a in enumerate(keys) for b in keys[place + 1 :]][: count - 1]
    ways = [f"{a} {b} x" for a, b in pairs]
    return nodes("startEvent s", *(f"exclusiveGateway {key}" for key in keys), "endEvent e") + flows("s g0", *ways)


@pytest.mark.parametrize(
    ("make", "limit", "code"),
    [(lanes, MAX_LANES, "too_many_lanes"), (fan, MAX_FLOWS, "too_many_flows")],
)
def test_the_limit_is_allowed_and_one_more_is_not(make: object, limit: int, code: str) -> None:
    assert callable(make)
    assert code not in codes(make(limit - 1))
    assert code not in codes(make(limit))
    assert code in codes(make(limit + 1))


def test_a_lanes_id_has_a_limit_of_its_own() -> None:
    assert "id_too_long" not in codes(lanes(1, MAX_LANE_ID))
    assert "id_too_long" in codes(lanes(1, MAX_LANE_ID + 1))


def codes(body: str) -> set[str]:
    try:
        parse_process(diagram(body, DECLARED))
    except DefinitionRefused as refused:
        return {problem.code for problem in refused.problems}
    return set()
