"""What SpiffWorkflow's parser accepts, refuses, and gets silently wrong: the reasons for the lint."""

from __future__ import annotations

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.exceptions import WorkflowException

from tests.engine.diagrams import flows, nodes, operation
from tests.engine.facts.library import STRAIGHT, parser_of, ready, run, specs, started, validated

FORM = (
    "<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name='form' value='f'/>"
    "</spiffworkflow:properties></bpmn:extensionElements>"
)


def around(*tags: str) -> str:
    """The element ``x`` between a start and an end."""
    return nodes("startEvent s", *tags, "endEvent e") + flows("s x", "x e")


def split(kind: str, *pairs: str, default: str = "") -> str:
    """A gateway with a task on one of its ways."""
    made = nodes("startEvent s", f"{kind} g {default}", "userTask a", "endEvent e", "endEvent f")
    return made + flows("s g", "a f", *pairs)


def row(count: int) -> str:
    """User tasks one after another."""
    names = [f"t{number}" for number in range(count)]
    lines = [f"{one} {other}" for one, other in zip(["s", *names], [*names, "e"], strict=True)]
    return nodes("startEvent s", *(f"userTask {name}" for name in names), "endEvent e") + flows(*lines)


def test_only_the_spiff_parser_keeps_the_extensions() -> None:
    body = around(f"userTask x >{FORM}")
    assert specs(body)[0].task_specs["x"].extensions == {"properties": {"form": "f"}}
    assert parser_of(body, kind=BpmnParser).get_spec("small").task_specs["x"].extensions == {}


def test_a_refusal_names_the_element_and_only_the_schemas_names_a_line() -> None:
    with pytest.raises(ValidationException) as refused:
        specs(around("serviceTask x"))
    error = refused.value
    assert (error.tag, error.id, error.file_name, error.line_number) == ("bpmn:serviceTask", "x", "small.bpmn", "")
    with pytest.raises(ValidationException) as refused:
        validated(around("userTask x bogus='1'"))
    assert (refused.value.id, refused.value.line_number) == ("", 2)


def test_a_plain_task_is_manual() -> None:
    assert ready(started(around("task x"))) == ["x"]


def test_a_comment_hides_a_script_until_it_runs() -> None:
    body = around("scriptTask x ><bpmn:script><!-- why -->y = 1</bpmn:script>")
    assert specs(body)[0].task_specs["x"].script is None
    with pytest.raises(WorkflowException):
        started(body)


@pytest.mark.parametrize("event", ["linkEventDefinition id='d' name='n'", "compensateEventDefinition id='d'"])
def test_link_and_compensation_throw_events_do_nothing(event: str) -> None:
    definition = specs(around(f"intermediateThrowEvent x ><bpmn:{event}/>"))[0].task_specs["x"].event_definition
    assert type(definition) is NoneEventDefinition


def test_a_condition_on_the_only_way_out_is_ignored() -> None:
    assert ready(started(nodes("startEvent s", "userTask a", "endEvent e") + flows("s a False", "a e"))) == ["a"]


def test_what_cannot_be_reached_is_dropped() -> None:
    assert "b" not in specs(STRAIGHT + nodes("userTask b", "endEvent f") + flows("b f"))[0].task_specs


@pytest.mark.parametrize(
    "body",
    [
        STRAIGHT + nodes("userTask a"),
        split("exclusiveGateway", "g a x", "g e y"),
        split("exclusiveGateway", "g a x y z", "g e", default='default="g_e"'),
        around("scriptTask x"),
        around("scriptTask x ><bpmn:script>if if</bpmn:script>"),
        around(
            "intermediateCatchEvent x ><bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration>"
            "</bpmn:timerEventDefinition>"
        ),
        nodes("startEvent s", "userTask a") + flows("s a"),
    ],
    ids=["duplicate id", "no default", "bad condition", "no script", "bad script", "unquoted timer", "no end"],
)
def test_accepted_although_it_runs_wrongly(body: str) -> None:
    assert specs(body)[0].name == "small"


def test_a_gateway_without_a_default_fails_when_no_condition_holds() -> None:
    with pytest.raises(WorkflowException, match="No conditions satisfied"):
        started(split("exclusiveGateway", "g a x", "g e y"), data={"x": False, "y": False})


def test_without_an_end_event_the_two_ways_to_ask_for_completion_disagree() -> None:
    workflow = started(nodes("startEvent s", "userTask a") + flows("s a"))
    run(workflow, "a")
    assert (workflow.completed, workflow.is_completed()) == (False, True)


def test_a_loop_without_a_gateway_recurses_without_end() -> None:
    with pytest.raises(RecursionError):
        started(nodes("startEvent s", "userTask a", "userTask b") + flows("s a", "a b", "b a"))


def test_a_long_row_recurses_too_deep_at_parse() -> None:
    with pytest.raises(ValidationException, match="RecursionError"):
        specs(row(600))


@pytest.mark.parametrize(
    "body",
    [
        split("complexGateway", "g a x", "g e"),
        split("exclusiveGateway", "g a", "g e x"),
        split("userTask", "g a", "g e"),
        STRAIGHT + nodes("boundaryEvent b attachedToRef='a' ><bpmn:compensateEventDefinition/>"),
        around("serviceTask x"),
        around("callActivity x calledElement='nowhere'"),
        around("intermediateCatchEvent x ><bpmn:timerEventDefinition/>"),
        around("userTask x ><bpmn:multiInstanceLoopCharacteristics/>"),
        nodes("userTask a", "endEvent e") + flows("a e"),
    ],
    ids=[
        "complex gateway", "way without condition", "implicit split", "compensation", "no operator",
        "no called process", "no timer value", "bare multi-instance", "no start",
    ],
)  # fmt: skip
def test_refused_by_the_parser(body: str) -> None:
    with pytest.raises(ValidationException):
        specs(body)


def test_an_operation_of_the_same_id_takes_its_tasks_place() -> None:
    with pytest.raises(ValidationException, match="no support implemented"):
        specs(nodes("startEvent s", "endEvent e") + operation("x", name="x") + flows("s x", "x e"))


def test_an_ad_hoc_sub_process_does_not_run() -> None:
    with pytest.raises(Exception, match="eval"):
        started(around("adHocSubProcess x ><bpmn:userTask id='inside'/>"))
