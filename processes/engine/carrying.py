"""Carries a stored state over to another version of its process. Decides nothing; touches engine privates.

Not the library's `migrate_workflow`: that resets what waits (timers start again, data of parallel branches is lost)
and leaves what follows a running call or multi-instance as the old version predicted it, so that an element inserted
there is skipped. A state names elements by their BPMN id and holds no diagram: whatever has happened stays as it is,
byte for byte, and only what the engine had predicted is dropped and predicted anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import CycleTimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from processes.engine.comparison import TOP
from processes.engine.parsing import ProcessSpec
from processes.engine.state import restored, unpacked

PREDICTED = TaskState.PREDICTED_MASK | TaskState.FUTURE
OPEN = TaskState.WAITING | TaskState.READY | TaskState.STARTED


def carried_over(blob: bytes, new: ProcessSpec) -> BpmnWorkflow:
    """The workflow of a stored state under ``new``, which must have everything that the state holds."""
    state = unpacked(blob)["state"]
    for part in (state, *state["subprocesses"].values()):
        _drop_predicted(part)
    workflow: BpmnWorkflow = restored(state, new.spec, new.subprocess_specs)
    for _, running in parts_of(workflow):
        _predict(running)
        _add_data_objects(running)
    return workflow


def parts_of(workflow: BpmnWorkflow) -> list[tuple[str, Any]]:
    """(part, running workflow) of the process itself and of every sub-process that runs."""
    return [(TOP, workflow), *((running.spec.name, running) for running in workflow.subprocesses.values())]


def held(running: Any) -> Iterator[Any]:
    """The tasks of a part that exist, not only as a prediction."""
    return (task for task in running.tasks.values() if not task.has_state(PREDICTED))


def holdings(blob: bytes) -> dict[str, Any]:
    """Everything in a stored state that a migration must leave as it is, to be compared."""
    state: dict[str, Any] = unpacked(blob)["state"]
    for part in (state, *state["subprocesses"].values()):
        _drop_predicted(part)
        part["data"].pop("data_objects", None)  # a new version may have more of them
    return state


def _drop_predicted(part: dict[str, Any]) -> None:
    gone = {key for key, task in part["tasks"].items() if task["state"] & PREDICTED}
    part["tasks"] = {key: task for key, task in part["tasks"].items() if key not in gone}
    for task in part["tasks"].values():
        task["children"] = [child for child in task["children"] if child not in gone]


def _predict(running: Any) -> None:
    for task in [task for task in running.tasks.values() if task.has_state(OPEN)]:
        if isinstance(task.task_spec, BoundaryEvent):  # it may never come: what follows it is no more than possible
            if not isinstance(task.task_spec.event_definition, CycleTimerEventDefinition):
                task._sync_children(task.task_spec.outputs, TaskState.MAYBE)
        else:
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def _add_data_objects(running: Any) -> None:
    objects = running.spec.data_objects
    if objects:
        known = running.data.setdefault("data_objects", {})
        running.data["data_objects"] = {**dict.fromkeys(objects), **known}
