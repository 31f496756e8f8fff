"""How SpiffWorkflow takes a step, and what it leaves to whoever drives it."""

from __future__ import annotations

from typing import Any

import pytest
from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.specs.defaults import ServiceTask
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from tests.engine.diagrams import flows, nodes, operation
from tests.engine.facts.library import LOOP, STRAIGHT, ready, reloaded, run, specs, started, task

ROW = nodes("startEvent s", "userTask a", "userTask b", "endEvent e") + flows("s a", "a b", "b e")


def scripted(script: str) -> BpmnWorkflow:
    """Not run yet."""
    body = nodes("startEvent s", f"scriptTask x ><bpmn:script>{script}</bpmn:script>", "endEvent e")
    return BpmnWorkflow(*specs(body + flows("s x", "x e")))


def test_running_a_task_does_not_look_at_its_state() -> None:
    workflow = started(ROW)
    assert task(workflow, "b").state == TaskState.FUTURE
    task(workflow, "b").run()
    assert task(workflow, "b").state == TaskState.COMPLETED
    assert ready(workflow)[0] == "a"
    run(workflow, "a")
    assert task(workflow, "a").run() is not False  # completed, and nobody objects


def test_whoever_runs_a_task_himself_is_not_told_of_it() -> None:
    workflow, told = started(STRAIGHT), list[str]()
    task(workflow, "a").run()
    workflow.do_engine_steps(did_complete_task=lambda one: told.append(one.task_spec.name))
    assert "e" in told
    assert "a" not in told


def test_a_step_budget_can_stop_the_engine_before_each_task() -> None:
    def stop(one: Any) -> None:
        raise RuntimeError(one.task_spec.name)

    workflow = scripted("y = 1")
    with pytest.raises(RuntimeError, match="Start|s"):
        workflow.do_engine_steps(will_complete_task=stop)


def test_loading_installs_the_unsafe_script_engine() -> None:
    workflow = started(STRAIGHT)
    workflow.script_engine = object()
    assert type(reloaded(workflow).script_engine) is PythonScriptEngine


def test_the_stock_engine_runs_any_python() -> None:
    environment = PythonScriptEngine().environment
    assert environment.evaluate("__import__('os').getpid() > 0", {}) is True


def test_correlation_expressions_go_past_the_engine_to_its_environment() -> None:
    class Asked:
        environment: Any = None

        def evaluate(self, expression: str, context: object) -> str:
            return f"asked {expression}"

    engine = Asked()
    engine.environment = engine
    properties = [type("Property", (), {"retrieval_expression": "x", "correlation_keys": ["k"], "name": "n"})()]
    found = MessageEventDefinition("m").calculate_correlations(engine, properties, {})
    assert found == {"k": {"n": "asked x"}}


def test_a_failing_script_leaves_what_it_had_done() -> None:
    workflow = scripted("y = 1\nz = 1/0")
    with pytest.raises(WorkflowTaskException):
        workflow.do_engine_steps()
    assert task(workflow, "x").data == {"y": 1}


def test_an_import_lands_in_the_data() -> None:
    workflow = scripted("import os")
    workflow.do_engine_steps()
    assert list(task(workflow, "x").data) == ["os"]


def test_an_operation_that_answers_none_stays_started_and_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServiceTask, "_execute", lambda self, one: None)
    body = nodes("startEvent s", "endEvent e") + operation("x") + flows("s x", "x e")
    again = reloaded(started(body, data={"customer_id": 1}))
    assert task(again, "x").state == TaskState.STARTED
    assert not again.completed
    task(again, "x").complete()
    again.do_engine_steps()
    assert again.completed


def test_at_a_join_what_a_later_branch_did_not_touch_overwrites_what_an_earlier_one_changed() -> None:
    body = nodes("startEvent s", "parallelGateway f", "userTask a", "userTask b", "parallelGateway j", "userTask z")
    body += nodes("endEvent e") + flows("s f", "f a", "f b", "a j", "b j", "j z", "z e")
    workflow = started(body, data={"amount": 0})
    run(workflow, "a", amount=1)
    run(workflow, "b")
    assert task(workflow, "z").data == {"amount": 0}


def test_in_a_long_loop_the_engine_believes_that_it_is_completed() -> None:
    """The iterator ends at a depth of 1000, two tasks a round."""
    workflow, rounds = started(LOOP), 0
    while not workflow.is_completed():
        rounds += 1
        assert rounds < 600, "no longer: the states need not be shrunk for this any more"
        run(workflow, "a", again=True)
    assert len(ready(workflow)) == 1  # there is something to do, and it does not see it
    assert workflow.get_tasks(state=TaskState.READY) == []
    assert rounds > 400
