"""Turning running workflows and parsed diagrams into bytes and back. A state never contains its diagram."""

from __future__ import annotations

import json
import zlib
from typing import Any

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import (
    BpmnSubWorkflowConverter,
    BpmnWorkflowConverter,
    TaskConverter,
    WorkflowConverter,
)
from SpiffWorkflow.bpmn.serializer.workflow import VERSION
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.serializer.task_spec import ServiceTaskConverter, SpiffMultiInstanceConverter
from SpiffWorkflow.spiff.specs.defaults import ServiceTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from processes.engine.clock import OURS
from processes.engine.environment import OperationTask
from processes.engine.errors import StateRefused, StateTooLarge
from processes.engine.joins import COUNTING
from processes.engine.many import ParallelMany, SequentialMany
from processes.engine.rule_tasks import DecisionTask, DecisionTaskConverter

SUPPORTED_VERSION = "1.5"  # older states migrate through `eval`
# A state of the real procedure has 8 to 25 kB, one of the largest diagram permitted below 400: more has grown.
MAX_STATE_BYTES = 1_000_000
MAX_UNPACKED_BYTES = 50_000_000  # of anything that is unpacked; a stored diagram is larger than a state


class StateTaskConverter(TaskConverter):  # type: ignore[misc]
    """A task with its id as text, whose look-ups cost a tenth, and its data as they are: JSON (`values.accepted`)."""

    def from_dict(self, stored: dict[str, Any], workflow: Any) -> Task:
        spec = workflow.spec.task_specs[stored["task_spec"]]
        task = Task(workflow, spec, state=stored["state"], id=stored["id"])
        task._parent, task._children = stored["parent"], stored["children"]
        task.last_state_change, task.triggered = stored["last_state_change"], stored["triggered"]
        task.internal_data = self.registry.restore(stored["internal_data"])
        task.data = _data(task, stored)
        if isinstance(spec, CatchingEvent) and task.has_state(TaskState.WAITING):
            workflow.top_workflow.event_manager.add_task(task)
        return task


class StateSubWorkflowConverter(BpmnSubWorkflowConverter):  # type: ignore[misc]
    """A called process, its tasks with their ids as text."""

    def from_dict(self, state: dict[str, Any], task: Task, top_workflow: BpmnWorkflow) -> BpmnSubWorkflow:
        spec = top_workflow.subprocess_specs[task.task_spec.spec]
        subprocess = self.target_class(spec, task.id, top_workflow, deserializing=True)
        _restore_tasks(self, subprocess, state)
        return subprocess


class StateConverter(BpmnWorkflowConverter):  # type: ignore[misc]
    """A workflow's state alone; the diagram is passed in on restoring."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        state: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        state["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        state["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return state

    def from_dict(self, state: dict[str, Any], spec: Any, subprocess_specs: dict[str, Any]) -> BpmnWorkflow:
        workflow = self.target_class(spec, subprocess_specs, deserializing=True)
        _restore_tasks(self, workflow, state)
        self.subprocesses_from_dict(state["subprocesses"], workflow)
        workflow.bpmn_events = self.registry.restore(state["bpmn_events"])
        return workflow


_CONFIG = {kind: converter for kind, converter in SPIFF_CONFIG.items() if kind is not ServiceTask}
_CONFIG |= {
    OperationTask: ServiceTaskConverter,
    DecisionTask: DecisionTaskConverter,
    ParallelMany: SpiffMultiInstanceConverter,
    SequentialMany: SpiffMultiInstanceConverter,
    BpmnWorkflow: StateConverter,
    BpmnSubWorkflow: StateSubWorkflowConverter,
    Task: StateTaskConverter,
}
# An event gateway keeps the event that it saw, its definition included: a timer's is one on the step's clock.
_CONFIG.update({ours: SPIFF_CONFIG[librarys] for librarys, ours in (OURS | COUNTING).items()})
_SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(_CONFIG))


def _data(task: Task, stored: dict[str, Any]) -> dict[str, Any]:
    delta = stored["delta"]
    if task.parent is None or not delta:
        return dict(stored["data"])
    # What is nested is shared with the parent, as it is while the engine runs: nothing changes it in place.
    data: dict[str, Any] = {**task.parent.data, **delta["updates"]}
    for key in delta["deletions"]:
        data.pop(key, None)
    return data


def _restore_tasks(converter: WorkflowConverter, workflow: Any, state: dict[str, Any]) -> None:
    # One after another into the workflow: a task finds its parent there, whose data its own are stored against.
    workflow.tasks = {}
    for task_id, stored in state["tasks"].items():
        workflow.tasks[task_id] = converter.registry.restore(stored, workflow=workflow)
    workflow.task_tree = workflow.tasks[state["root"]]
    last = state.pop("last_task")
    converter.set_default_attributes(workflow, {**state, "last_task": None})
    workflow.last_task = None if last is None else workflow.tasks.get(last)


def dump_state(workflow: BpmnWorkflow) -> bytes:
    """The state as compressed JSON; raises `StateTooLarge`."""
    content = _json({"serializer_version": VERSION, "state": _SERIALIZER.to_dict(workflow)})
    if len(content) > MAX_STATE_BYTES:
        raise StateTooLarge(len(content), MAX_STATE_BYTES)
    return _compressed(content)


def load_state(blob: bytes, spec: Any, subprocess_specs: dict[str, Any]) -> BpmnWorkflow:
    """The workflow of a stored state; raises `StateRefused` for a state of another serialiser version.

    The result has the unsafe stock script engine: the caller must set its own at once.
    """
    return restored(unpacked(blob)["state"], spec, subprocess_specs)


def restored(state: dict[str, Any], spec: Any, subprocess_specs: dict[str, Any]) -> BpmnWorkflow:
    """The workflow of an unpacked state, which is used up; as `load_state`."""
    return _SERIALIZER.from_dict(state, spec=spec, subprocess_specs=subprocess_specs)


def spec_to_dict(spec: Any) -> dict[str, Any]:
    """A parsed diagram as JSON values."""
    result: dict[str, Any] = _SERIALIZER.to_dict(spec)
    return result


def spec_from_dict(stored: dict[str, Any]) -> Any:
    """A parsed diagram from `spec_to_dict`'s values, which are used up."""
    return _SERIALIZER.from_dict(stored)


def packed(content: dict[str, Any]) -> bytes:
    """JSON, compressed."""
    return zlib.compress(_json(content))


def _compressed(content: bytes) -> bytes:
    # A state is written at each step and kept until the next: speed counts for more than the last bytes.
    compressor = zlib.compressobj(level=3, wbits=14, memLevel=7)
    return compressor.compress(content) + compressor.flush()


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(blob: bytes) -> dict[str, Any]:
    """The content of `packed`; raises `StateRefused` unless this engine's version wrote it."""
    try:
        content: dict[str, Any] = json.loads(zlib.decompressobj().decompress(blob, MAX_UNPACKED_BYTES))
        version = content["serializer_version"]
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise StateRefused("unreadable") from error
    if version != SUPPORTED_VERSION:
        raise StateRefused(f"serialiser version {version}")
    return content
