"""Events and timers of SpiffWorkflow alone: what works, what is dropped, and what its clock does."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition as PlainMessage
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition, SignalEventDefinition

from tests.engine.diagrams import flows, nodes
from tests.engine.facts.library import ready, run, started, task
from tests.engine.random_models import message_event

AT_ONCE = "'PT0.001S'"
SIGNAL = '<bpmn:signal id="sig" name="sig"/>'


def timed(value: str, kind: str = "timeDuration") -> str:
    """A timer as an event's content."""
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{value}</bpmn:{kind}></bpmn:timerEventDefinition>"


def waiting(event: str, extra: str = "") -> BpmnWorkflow:
    """Waiting for that event, then for somebody."""
    body = nodes("startEvent s", f"intermediateCatchEvent x >{event}", "userTask then", "endEvent e")
    return started(body + flows("s x", "x then", "then e"), extra)


def beside(event: str, inside: str = "", attributes: str = "", extra: str = "") -> BpmnWorkflow:
    """A task or sub-process with an event at its border."""
    host = f"<bpmn:subProcess id='a'>{inside}</bpmn:subProcess>" if inside else nodes("userTask a")
    border = nodes(f"boundaryEvent b attachedToRef='a' {attributes}>{event}", "userTask late")
    ends = nodes("startEvent s", "endEvent e", "endEvent f")
    return started(host + border + ends + flows("s a", "a e", "b late", "late f"), extra)


def let_pass(workflow: BpmnWorkflow) -> None:
    """Until the short timers of these tests are due, by the machine's clock."""
    time.sleep(0.02)
    workflow.refresh_timers()
    workflow.do_engine_steps()


def test_a_due_timer_is_lost_when_the_task_is_completed_before_it_is_looked_at() -> None:
    workflow = beside(timed(AT_ONCE))
    time.sleep(0.02)
    run(workflow, "a")
    assert workflow.completed
    looked_at = beside(timed(AT_ONCE))
    let_pass(looked_at)
    assert ready(looked_at) == ["late"]


def test_the_library_comes_to_march_where_a_month_after_january_is_february() -> None:
    parsed = TimerEventDefinition.parse_iso_duration("P1M")
    start = datetime(2026, 1, 31, tzinfo=UTC)
    assert start + TimerEventDefinition.get_timedelta_from_start(parsed, start) == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_moment_without_an_offset_takes_the_machines_of_import() -> None:
    naive = datetime(2026, 1, 31, 12, tzinfo=timer.LOCALTZ)
    assert TimerEventDefinition.get_datetime("2026-01-31T12:00:00") == naive.astimezone(UTC)


def test_few_rounds_of_a_cycle_are_caught_up_at_a_time() -> None:
    workflow = beside(timed("'R9/PT0.001S'", "timeCycle"), attributes="cancelActivity='false' ")
    let_pass(workflow)
    assert 1 <= ready(workflow).count("late") < 9


def test_what_is_waited_for_is_told_for_a_timer_and_a_cycle_but_not_for_an_event_gateway() -> None:
    (event,) = waiting(timed("'P2D'")).waiting_events()
    assert datetime.fromisoformat(event.value) > datetime.now(UTC) + timedelta(days=1)
    spent = beside(timed("'R1/PT0.001S'", "timeCycle"), attributes="cancelActivity='false' ")
    time.sleep(0.02)
    spent.refresh_timers()
    assert [event.value["cycles"] for event in spent.waiting_events()] == [0]
    gateway = chosen_by("'P2D'")
    assert [event.value for event in gateway.waiting_events()] == [None]
    (known,) = [one.internal_data["event_value"] for one in gateway.event_manager.tasks.values()]
    assert datetime.fromisoformat(known) > datetime.now(UTC)


def chosen_by(*durations: str) -> BpmnWorkflow:
    """At an event gateway with these timers."""
    parts, lines = [nodes("startEvent s", "eventBasedGateway g")], ["s g"]
    for number, duration in enumerate(durations):
        parts.append(nodes(f"intermediateCatchEvent t{number} >{timed(duration)}", f"userTask a{number}"))
        parts.append(nodes(f"endEvent e{number}"))
        lines += [f"g t{number}", f"t{number} a{number}", f"a{number} e{number}"]
    return started("".join(parts) + flows(*lines))


def test_of_two_timers_at_an_event_gateway_the_shorter_never_fires() -> None:
    workflow = chosen_by("'P2D'", AT_ONCE)
    let_pass(workflow)
    assert ready(workflow) == []
    alone = chosen_by(AT_ONCE)
    let_pass(alone)
    assert ready(alone) == ["a0"]


@pytest.mark.parametrize(
    ("event", "kept"),
    [(message_event("m"), {"m": {"n": 1}}), ("<bpmn:messageEventDefinition messageRef='m'/>", {})],
    ids=["with a variable", "without"],
)
def test_a_payload_without_a_variable_is_dropped(event: str, kept: dict[str, object]) -> None:
    workflow = waiting(event, '<bpmn:message id="m" name="m"/>')
    workflow.send_event(BpmnEvent(MessageEventDefinition("m"), {"n": 1}))
    workflow.do_engine_steps()
    assert task(workflow, "then").data == kept


def test_only_the_spiff_definition_is_the_one_that_is_waited_for() -> None:
    workflow = waiting(message_event("m"), '<bpmn:message id="m" name="m"/>')
    with pytest.raises(WorkflowException):
        workflow.send_event(BpmnEvent(PlainMessage("m"), {"n": 1}))


def test_one_correlation_that_agrees_is_enough() -> None:
    workflow = waiting(message_event("m"), '<bpmn:message id="m" name="m"/>')
    workflow.correlations = {"one": {"a": 1}, "other": {"b": 1}}
    definition = MessageEventDefinition("m", correlation_properties=["any"])
    event = BpmnEvent(definition, {}, {"one": {"a": 1}, "other": {"b": 2}})
    assert definition.catches(task(workflow, "x"), event)


def test_a_signal_is_heard_by_everybody_who_waits() -> None:
    event = "<bpmn:signalEventDefinition signalRef='sig'/>"
    body = nodes("startEvent s", "parallelGateway g", "userTask a", "userTask b", "endEvent e")
    body += nodes(f"intermediateCatchEvent x >{event}", f"intermediateCatchEvent y >{event}", "endEvent f")
    workflow = started(body + flows("s g", "g x", "g y", "x a", "y b", "a e", "b f"), SIGNAL)
    workflow.catch(BpmnEvent(SignalEventDefinition("sig")))
    workflow.do_engine_steps()
    assert ready(workflow) == ["a", "b"]


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_an_error_or_escalation_at_an_end_fires_the_border_around_it(kind: str) -> None:
    event = f"<bpmn:{kind}EventDefinition {kind}Ref='r'/>"
    inside = nodes("startEvent is", f"endEvent ie >{event}") + flows("is ie")
    extra = f'<bpmn:{kind} id="r" name="r" {kind}Code="r"/>'
    assert ready(beside(event, inside, extra=extra)) == ["late"]


def test_an_exception_fires_no_error_border() -> None:
    inside = nodes("startEvent is", "scriptTask x ><bpmn:script>1/0</bpmn:script>", "endEvent ie")
    extra = '<bpmn:error id="r" name="r" errorCode="r"/>'
    with pytest.raises(WorkflowException):
        beside("<bpmn:errorEventDefinition errorRef='r'/>", inside + flows("is x", "x ie"), extra=extra)


def test_a_terminate_end_ends_the_other_branches() -> None:
    body = nodes("startEvent s", "parallelGateway g", "userTask a", "userTask b", "endEvent e")
    body += nodes("endEvent f ><bpmn:terminateEventDefinition/>")
    workflow = started(body + flows("s g", "g a", "g b", "a e", "b f"))
    run(workflow, "b")
    assert (ready(workflow), workflow.completed) == ([], True)


def test_an_event_sub_process_does_not_know_whether_it_interrupts() -> None:
    event = "<bpmn:signalEventDefinition signalRef='sig'/>"
    for interrupting in ("true", "false"):
        inside = nodes(f"startEvent is isInterrupting='{interrupting}' >{event}", "userTask ia", "endEvent ie")
        inside += flows("is ia", "ia ie")
        body = nodes("startEvent s", "userTask a", "endEvent e") + flows("s a", "a e")
        body += f"<bpmn:subProcess id='sub' triggeredByEvent='true'>{inside}</bpmn:subProcess>"
        workflow = started(body, SIGNAL)
        workflow.catch(BpmnEvent(SignalEventDefinition("sig")))
        workflow.do_engine_steps()
        assert ready(workflow) == ["a", "ia"], interrupting
