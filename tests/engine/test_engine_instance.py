"""One instance: acting on it, storing it, what it refuses, and how it fails."""

from __future__ import annotations

import json
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from processes.engine.errors import (
    DataRefused,
    EngineFailed,
    ExpressionRefused,
    InstanceStranded,
    StateRefused,
    StepBudgetExceeded,
    TaskNotOpen,
)
from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes, open_ids, operation, shipped, submit

LINE = nodes("startEvent s", "userTask a", "endEvent e") + operation("work") + flows("s a", "a work", "work e")
DATA = {"customer_id": 1}
LOOP = (
    nodes("startEvent s", "userTask a", 'exclusiveGateway g default="g_e"', "endEvent e")
    + operation("work")
    + flows("s a", "a work", "work g", "g a a.again", "g e")
)


def spec_of(body: str, extra: str = "") -> ProcessSpec:
    return parse_process(diagram(body, extra))


def started(body: str, answers: Answers | None = None, data: dict[str, object] | None = None) -> EngineInstance:
    return EngineInstance.start(spec_of(body), DATA if data is None else data, answers or Answers({}))


def timer(key: str, value: str) -> str:
    duration = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{value}</bpmn:timeDuration>'
    return f"<bpmn:timerEventDefinition id='{key}_timer'>{duration}</bpmn:timerEventDefinition>"


def test_an_operation_gets_its_parameters_and_gives_its_result() -> None:
    answers = Answers({"work": {"sum": "5.00"}})
    instance = started(LINE, answers)
    assert answers.calls == []
    submit(instance, "a", decision="yes")
    call = answers.calls[0]
    assert (call.operation, call.element_id, call.parameters) == ("work", "work", {"customer_id": 1})
    assert instance.is_completed
    assert instance.open_tasks() == []
    assert instance.data == {"customer_id": 1, "a": {"decision": "yes"}, "work": {"sum": "5.00"}}


def test_the_trail_names_elements_with_their_predecessors_and_flows_in_order() -> None:
    instance = started(LINE)
    assert instance.visited == [(None, "s")]
    assert instance.flows_taken == ["s_a"]
    instance = EngineInstance.load(spec_of(LINE), instance.dump(), Answers({}))
    assert (instance.visited, instance.flows_taken) == ([], [])
    submit(instance, "a")
    assert instance.visited == [("s", "a"), ("a", "work"), ("work", "e")]
    assert instance.flows_taken == ["a_work", "work_e"]


def test_a_deferred_operation_stays_open_as_a_job_across_storing() -> None:
    answers = Answers({"work": None})
    instance = started(LINE, answers)
    submit(instance, "a")
    instance = EngineInstance.load(spec_of(LINE), instance.dump(), answers)
    (job,) = instance.open_tasks()
    assert (job.kind, job.element_id, job.task_id) == ("job", "work", answers.calls[0].task_id)
    with pytest.raises(TaskNotOpen):
        instance.complete_user_task(job.task_id, {})
    instance.complete_job(job.task_id, {"done": True})
    assert instance.is_completed
    assert instance.data["work"] == {"done": True}
    assert instance.visited == [("a", "work"), ("work", "e")]
    with pytest.raises(TaskNotOpen):
        instance.complete_job(job.task_id, {})


def test_an_operations_exception_arrives_unchanged() -> None:
    raised = KeyError("the operation's own")

    def failing(call: object) -> None:
        raise raised

    instance = EngineInstance.start(spec_of(LINE), DATA, failing)
    with pytest.raises(KeyError) as caught:
        submit(instance, "a")
    assert caught.value is raised


def test_a_condition_that_cannot_be_evaluated_arrives_unwrapped() -> None:
    instance = started(LOOP)
    with pytest.raises(ExpressionRefused):
        submit(instance, "a", other=True)


def test_a_task_can_be_completed_once_only() -> None:
    instance = started(LOOP)
    (task,) = instance.open_tasks()
    instance.complete_user_task(task.task_id, {"again": True})
    for task_id in (task.task_id, "no-such-task", ""):
        with pytest.raises(TaskNotOpen):
            instance.complete_user_task(task_id, {"again": True})
    assert open_ids(instance) == ["a"]


@pytest.mark.parametrize(
    "values",
    [
        {"typename": 1},
        {"rows": [{"a": {"typename": 1}}]},
        {"a": datetime.now(UTC)},
        {"a": {1: 2}},
        {"a": {1}},
        {"a": b""},
    ],
)
def test_values_that_cannot_be_stored_are_refused_and_leave_the_task_open(values: dict[str, object]) -> None:
    instance = started(LINE)
    with pytest.raises(DataRefused):
        submit(instance, "a", **values)
    with pytest.raises(DataRefused):
        started(LINE, data=values)
    assert open_ids(instance) == ["a"]


def test_an_operations_result_that_cannot_be_stored_is_refused() -> None:
    instance = started(LINE, Answers({"work": {"typename": "x"}}))
    with pytest.raises(EngineFailed):  # the operation's fault, not that of who submitted: an incident
        submit(instance, "a")


def test_data_given_in_and_read_out_is_copied() -> None:
    data: dict[str, object] = {"customer_id": 1, "rows": [1]}
    instance = started(LINE, data=data)
    data["rows"].append(2)  # type: ignore[attr-defined]
    instance.data["rows"].append(3)
    instance.open_tasks()[0].data["rows"].append(4)
    assert instance.data["rows"] == [1]


def test_a_loop_does_not_let_the_state_grow() -> None:
    spec, answers = spec_of(LOOP), Answers({})
    instance = EngineInstance.start(spec, DATA, answers)
    sizes = []
    for _ in range(600):
        submit(instance, "a", again=True)
        sizes.append(len(instance.dump()))
        instance = EngineInstance.load(spec, instance.dump(), answers)
    assert max(sizes[2:]) < sizes[1] + 100
    submit(instance, "a", again=False)
    assert instance.is_completed
    assert len(answers.calls) == 601


def test_an_endless_automatic_loop_is_stopped() -> None:
    body = nodes("startEvent s", 'exclusiveGateway g default="g_e"', "endEvent e") + operation("work")
    body += flows("s work", "work g", "g work customer_id == 1", "g e")
    with pytest.raises(StepBudgetExceeded):
        started(body)


def test_an_instance_that_waits_for_nobody_is_an_incident() -> None:
    body = nodes("startEvent s", 'exclusiveGateway g default="g_a"', "parallelGateway j", "userTask a", "endEvent e")
    body += flows("s g", "g a", "g j customer_id == 1", "a j", "j e")
    with pytest.raises(InstanceStranded):
        started(body)


def message(key: str) -> str:
    return nodes(f"intermediateCatchEvent {key} ><bpmn:messageEventDefinition id='{key}_m' messageRef='closed'/>")


MESSAGE = nodes("startEvent s", "endEvent e") + message("m") + flows("s m", "m e")
CLOSED = '<bpmn:message id="closed" name="closed"/>'


@pytest.mark.parametrize(
    ("name", "match", "delivered"),
    [
        ("closed", None, True),
        ("closed", {"customer_id": 1}, True),
        ("closed", {"customer_id": 2}, False),
        ("no", None, False),
    ],
)
def test_a_message_reaches_the_event_that_waits_for_it(
    name: str, match: dict[str, object] | None, delivered: bool
) -> None:
    spec = spec_of(MESSAGE, CLOSED)
    instance = EngineInstance.load(spec, EngineInstance.start(spec, DATA, Answers({})).dump(), Answers({}))
    assert [(task.kind, task.name) for task in instance.open_tasks()] == [("message", "closed")]
    assert instance.correlate(name, {"from": 2}, match) is delivered
    assert instance.is_completed is delivered
    assert instance.visited == ([("s", "m"), ("m", "e")] if delivered else [])


def test_a_timer_is_open_until_it_is_due() -> None:
    def waiting(value: str) -> EngineInstance:
        body = nodes("startEvent s", f"intermediateCatchEvent t >{timer('t', value)}", "endEvent e")
        spec = spec_of(body + flows("s t", "t e"))
        return EngineInstance.load(spec, EngineInstance.start(spec, {}, Answers({})).dump(), Answers({}))

    instance = waiting("'P2D'")
    due = instance.next_timer_at()
    assert due is not None
    assert abs(due - datetime.now(UTC) - timedelta(days=2)) < timedelta(minutes=1)
    assert [task.kind for task in instance.open_tasks()] == ["timer"]
    instance.fire_timers()
    assert not instance.is_completed
    instance = waiting("'PT0.3S'".replace("0.3", "1"))
    time.sleep(1.1)
    instance.fire_timers()
    assert instance.is_completed
    assert instance.next_timer_at() is None


@pytest.mark.parametrize("late", [False, True])
def test_a_boundary_timer_that_is_due_withdraws_the_task(late: bool) -> None:
    boundary = f"boundaryEvent b attachedToRef='a' >{timer('b', repr('PT1S' if late else 'P1D'))}"
    body = nodes("startEvent s", "userTask a", boundary, "userTask c", "endEvent e") + flows("s a", "a e", "b c", "c e")
    instance = started(body)
    assert {(task.element_id, task.kind) for task in instance.open_tasks()} == {("a", "user"), ("b", "timer")}
    assert instance.flows_taken == ["s_a"]
    if not late:
        submit(instance, "a")
        assert instance.is_completed
        return
    time.sleep(1.1)
    with pytest.raises(TaskNotOpen):
        submit(instance, "a")
    assert open_ids(instance) == ["c"]


def test_a_cancelled_instance_is_neither_open_nor_completed() -> None:
    instance = started(LINE)
    instance.cancel()
    instance = EngineInstance.load(spec_of(LINE), instance.dump(), Answers({}))
    assert instance.open_tasks() == []
    assert not instance.is_completed


def test_the_stored_state_holds_no_diagram() -> None:
    blob = EngineInstance.start(
        shipped("relationship-maintenance"),
        DATA | {"rating_date": "x"},
        Answers({"open_cycle": {"am": True, "bs": True}}),
    ).dump()
    stored = json.loads(zlib.decompress(blob))["state"]
    assert "spec" not in stored
    assert "subprocess_specs" not in stored
    assert len(blob) < 3_000


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"nonsense",
        zlib.compress(b"{}"),
        zlib.compress(b"[]"),
        zlib.compress(b'{"serializer_version": "1.0", "state": {}}'),
    ],
)
def test_a_state_of_another_version_is_refused(blob: bytes) -> None:
    with pytest.raises(StateRefused):
        EngineInstance.load(spec_of(LINE), blob, Answers({}))
    with pytest.raises(StateRefused):
        ProcessSpec.load(blob)


def test_a_stored_spec_comes_back_equal() -> None:
    spec = shipped("relationship-maintenance")
    blob = spec.dump()
    again = ProcessSpec.load(blob)
    assert again.outline == spec.outline


def test_an_outline_tells_what_the_runtime_needs() -> None:
    spec = shipped("relationship-maintenance")
    element = spec.elements["decide_exit"]
    assert (element.type, element.lane_id, element.properties["candidate_groups"]) == ("userTask", "lane_cc", "cc_head")
    assert element.name_en
    assert spec.elements["open_cycle"].operation == "open_cycle"
    assert spec.elements["cycle_started"].outgoing == ("flow_cycle_started_to_open_cycle",)
    assert spec.flows["flow_cycle_started_to_open_cycle"].target == "open_cycle"
    assert list(spec.lanes)
    assert all(lane.name and lane.name_en for lane in spec.lanes.values())


def test_a_terminate_end_completes_the_instance_with_branches_still_open() -> None:
    end = "endEvent e ><bpmn:terminateEventDefinition id='td'/>"
    body = nodes("startEvent s", "parallelGateway p", "userTask a", "userTask b", end, "endEvent f")
    instance = started(body + flows("s p", "p a", "p b", "a e", "b f"))
    submit(instance, "a")
    assert instance.is_completed
    assert instance.open_tasks() == []


def test_parallel_branches_that_start_without_their_keys_keep_both_results_loop_after_loop() -> None:
    # without the clearing, a branch's stale copy of the other's key wins at the join
    clear = "scriptTask x ><bpmn:script>a = b = None\ndel a\ndel b</bpmn:script>"
    body = nodes("startEvent s", "parallelGateway p", "userTask a", "userTask b", "parallelGateway j", "userTask c")
    body += nodes('exclusiveGateway g default="g_e"', clear, "endEvent e")
    body += flows("s x", "x p", "p a", "p b", "a j", "b j", "j c", "c g", "g x c.again", "g e")
    spec = spec_of(body)
    instance = EngineInstance.start(spec, {}, Answers({}))
    for number in range(4):
        for element in ("a", "b") if number % 2 else ("b", "a"):
            assert "c" not in open_ids(instance)
            submit(instance, element, n=number)
            instance = EngineInstance.load(spec, instance.dump(), Answers({}))
        assert (instance.data["a"], instance.data["b"]) == ({"n": number}, {"n": number})
        submit(instance, "c", again=number < 3)
    assert instance.is_completed


def test_a_sub_process_in_another_ends_with_it() -> None:
    # the outer one went first, and the inner one's caller was looked for in vain
    inner = nodes("startEvent s3", "userTask a", "endEvent e3") + flows("s3 a", "a e3")
    outer = nodes("startEvent s2", f"subProcess in >{inner}", "endEvent e2") + flows("s2 in", "in e2")
    body = nodes("startEvent s", f"subProcess out >{outer}", "userTask b", "endEvent e")
    instance = started(body + flows("s out", "out b", "b e"))
    submit(instance, "a")
    assert open_ids(instance) == ["b"]


def test_a_timer_behind_an_event_gateway_comes_and_is_stored() -> None:
    # the gateway keeps the timer that it saw, which could not be stored
    body = nodes("startEvent s", "eventBasedGateway g", f"intermediateCatchEvent t >{timer('t', repr('P1D'))}")
    body += message("m") + nodes("userTask a", "userTask b", "endEvent e")
    spec = spec_of(body + flows("s g", "g t", "g m", "t a", "m b", "a e", "b e"), CLOSED)
    spec = ProcessSpec.load(spec.dump())
    now = datetime(2026, 3, 2, tzinfo=UTC)
    blob = EngineInstance.start(spec, {}, Answers({}), now).dump()
    instance = EngineInstance.load(spec, blob, Answers({}), now + timedelta(days=2))
    instance.fire_timers()
    instance = EngineInstance.load(spec, instance.dump(), Answers({}), now + timedelta(days=2))
    assert open_ids(instance) == ["a"]
    submit(instance, "a")
    assert instance.is_completed
