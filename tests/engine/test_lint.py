"""Diagrams that the engine would accept and run wrongly are refused, with the element and a reason code."""

from __future__ import annotations

import pytest

from processes.engine.errors import DefinitionRefused
from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes, operation, submit

STRAIGHT = nodes("startEvent s", "userTask a", "endEvent e") + flows("s a", "a e")
DURATION = "<bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>{}</bpmn:timeDuration>"


def timer(value: str, kind: str = "timeDuration") -> str:
    body = DURATION.format(value).replace("timeDuration", kind)
    caught = f"intermediateCatchEvent t ><bpmn:timerEventDefinition id='td'>{body}</bpmn:timerEventDefinition>"
    return nodes("startEvent s", caught, "endEvent e") + flows("s t", "t e")


def split(*ways: str, kind: str = "exclusiveGateway", default: str = 'default="g_e"') -> str:
    return nodes("startEvent s", f"{kind} g {default}", "userTask a", "endEvent e") + flows("s g", "a e", *ways)


def around(element: str) -> str:
    return nodes("startEvent s") + element + nodes("endEvent e") + flows("s x", "x e")


def properties(name: str, value: str) -> str:
    content = (
        f'<spiffworkflow:properties><spiffworkflow:property name="{name}" value="{value}"/></spiffworkflow:properties>'
    )
    return around(nodes(f"userTask x ><bpmn:extensionElements>{content}</bpmn:extensionElements>"))


def throwing(event: str) -> str:
    return around(nodes(f"intermediateThrowEvent x ><bpmn:{event} id='ed'/>"))


CASES = [
    (throwing("linkEventDefinition"), "link_event", "x"),
    (throwing("compensateEventDefinition"), "compensation_event", "x"),
    (nodes("startEvent s", "userTask a", "endEvent e") + flows("s a x", "a e"), "condition_ignored", "s_a"),
    (STRAIGHT + nodes("userTask b", "endEvent f") + flows("b f"), "unreachable", "b"),
    (STRAIGHT + nodes("userTask a"), "duplicate_id", "a"),
    (split("g a x", "g e", default=""), "no_default_flow", "g"),
    (split("g a", "g e"), "no_condition", "g_a"),
    (split("g a", "g e x", kind="inclusiveGateway", default=""), "no_condition", "g_a"),
    (split("g a x", "g e y"), "condition_ignored", "g_e"),
    (split("g a x.y()", "g e"), "expression", "g_a"),
    (around(nodes("scriptTask x")), "no_script", "x"),
    (around(nodes("scriptTask x ><bpmn:script>import os</bpmn:script>")), "script", "x"),
    (around(nodes("serviceTask x")), "no_operation", "x"),
    (around(operation("x").replace('value="customer_id"', 'value="a b"')), "expression", "x"),
    (around(operation("x").replace(' resultVariable="x"', "")), "no_result_variable", "x"),
    (timer("P2D"), "timer_value", "t"),
    (timer("'2 days'"), "timer_value", "t"),
    (timer("'P'"), "timer_value", "t"),
    (timer("'P8000Y'"), "timer_value", "t"),
    (timer("'P99999999999M'"), "timer_value", "t"),
    (timer("'R/PT1H'", "timeCycle"), "timer_value", "t"),
    (timer("'2026-01-01T00:00:00'", "timeDate"), "timer_value", "t"),
    (timer("'PT1H'", "timeCycle"), "timer_value", "t"),
    (nodes("startEvent s", "userTask a") + flows("s a"), "no_end_event", None),
    (nodes("startEvent s", "userTask a") + flows("s a"), "dead_end", "a"),
    (nodes("userTask a", "endEvent e") + flows("a e"), "no_start_event", None),
    (
        nodes("startEvent s", "userTask a", "userTask b", "endEvent e") + flows("s a", "a b", "b a"),
        "loop_without_gateway",
        "a",
    ),
    (
        nodes("startEvent s", "userTask a", "endEvent e", "endEvent f") + flows("s a", "a e", "a f"),
        "implicit_split",
        "a",
    ),
    (STRAIGHT + flows("a nowhere"), "flow_end_missing", "a_nowhere"),
    (around(nodes("complexGateway x")), "complex_gateway", "x"),
    (around(nodes("adHocSubProcess x")), "ad_hoc_sub_process", "x"),
    (STRAIGHT + nodes('subProcess x triggeredByEvent="true"'), "event_sub_process", "x"),
    (around(nodes("businessRuleTask x")), "no_decision", "x"),
    (around(nodes("callActivity x calledElement='y'")), "unknown_called", "x"),
    (around(nodes("callActivity x")), "no_called", "x"),
    (around(nodes("userTask x ><bpmn:multiInstanceLoopCharacteristics/>")), "many_source", "x"),
    (properties("frm", "x"), "unknown_property", "x"),
    (properties("assignee", "a b"), "expression", "x"),
    (properties("not_by", "x, y"), "not_by_unknown", "x"),
]


@pytest.mark.parametrize(("body", "code", "element_id"), CASES, ids=[f"{c[1]}-{n}" for n, c in enumerate(CASES)])
def test_a_diagram_that_would_run_wrongly_is_refused(body: str, code: str, element_id: str | None) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        parse_process(diagram(body))
    assert (code, element_id) in {(problem.code, problem.element_id) for problem in caught.value.problems}
    assert {problem.file for problem in caught.value.problems} == {"small.bpmn"}


@pytest.mark.parametrize(
    "body",
    [STRAIGHT, timer("'P2D'"), timer("'PT1H30M'"), timer("'2026-01-01T00:00:00+08:00'", "timeDate"), timer("wait_for")]
    + [timer("'R3/PT1H'", "timeCycle"), split("g a x", "g e"), around(operation("x")), properties("not_by", "x")],
)
def test_a_sound_diagram_is_accepted(body: str) -> None:
    spec = parse_process(diagram(body))
    assert (spec.process_id, spec.name, spec.name_en) == ("small", "小", "Small")


def test_two_timers_on_one_event_gateway_are_refused() -> None:
    definition = f"<bpmn:timerEventDefinition>{DURATION.format(repr('P1D'))}</bpmn:timerEventDefinition>"
    catches = [f"intermediateCatchEvent {key} >{definition}" for key in ("t", "u")]
    body = nodes("startEvent s", "eventBasedGateway g", *catches, "endEvent e") + flows(
        "s g", "g t", "g u", "t e", "u e"
    )
    with pytest.raises(DefinitionRefused) as caught:
        parse_process(diagram(body))
    assert [problem.code for problem in caught.value.problems] == ["two_timers"]


@pytest.mark.parametrize("length", [300, 500, 501, 700])
def test_a_diagram_above_the_limit_is_refused_and_not_a_crash(length: int) -> None:
    keys = ["s", *(f"a{n}" for n in range(length - 2)), "e"]
    body = nodes("startEvent s", *(f"userTask {key}" for key in keys[1:-1]), "endEvent e")
    body += flows(*(f"{a} {b}" for a, b in zip(keys, keys[1:], strict=False)))
    if length <= 500:
        spec = ProcessSpec.load(parse_process(diagram(body)).dump())
        instance = EngineInstance.start(spec, {}, Answers({}))
        for key in keys[1:-1]:
            submit(instance, key, n=1)
            if key.endswith("99"):
                instance = EngineInstance.load(spec, instance.dump(), Answers({}))
        assert instance.is_completed
        return
    with pytest.raises(DefinitionRefused) as caught:
        parse_process(diagram(body))
    assert caught.value.problems[0].code == "too_many_elements"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "one_diagram"),
        ({**diagram(STRAIGHT), **diagram(STRAIGHT, key="other")}, "one_diagram"),
        ({"a.bpmn": b"", "b.bpmn": b""}, "not_xml"),
        ({"a.bpmn": b"<x"}, "not_xml"),
        ({"a.bpmn": b"<!DOCTYPE x><x/>"}, "doctype"),
        ({"a.bpmn": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}, "doctype"),
        ({"a.bpmn": b"<x/>"}, "one_process"),
        ({"a.bpmn": b" " * 2_000_001}, "too_large"),
    ],
)
def test_files_that_hold_no_process_are_refused(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        parse_process(files)
    assert caught.value.problems[0].code == code


def test_a_comment_inside_a_script_is_no_problem() -> None:
    body = around(nodes("scriptTask x ><bpmn:script>a = 1<!-- why --></bpmn:script>"))
    assert "x" in parse_process(diagram(body)).elements
