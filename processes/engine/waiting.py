"""What a workflow waits for: people, jobs, messages, times. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from processes.engine.environment import OperationTask
from processes.engine.many import OneOfMany, one_of_many
from processes.engine.values import copied

Kind = Literal["user", "job", "message", "timer"]
_MOVING = TaskState.READY | TaskState.WAITING | TaskState.STARTED


@dataclass(frozen=True)
class OpenTask:
    """Something the instance waits for. ``seen``: the engine's own process data, never to be changed;

    ``name``: the message's name for kind ``message``, else None; ``task_id``: stable until it is finished; ``one``:
    which one of many it is, else None.
    """

    task_id: str
    element_id: str
    kind: Kind
    seen: dict[str, Any]
    name: str | None
    one: OneOfMany | None = None

    @property
    def shared(self) -> dict[str, Any]:
        """What it sees, without its own item; the engine's own, never to be changed."""
        return self.seen if self.one is None else self.one.shared

    @property
    def data(self) -> dict[str, Any]:
        """A copy of the process data it sees."""
        return copied(self.seen)


def open_tasks(workflow: BpmnWorkflow) -> list[OpenTask]:
    """Everything waited for, the longest open first."""
    found = [(task, kind) for task in tasks(workflow) if (kind := _kind(task)) is not None]
    found.sort(key=lambda pair: pair[0].last_state_change)
    return [
        OpenTask(
            str(task.id),
            task.task_spec.bpmn_id or task.task_spec.name,
            kind,
            task.data,
            _name(task),
            one_of_many(task),
        )
        for task, kind in found
    ]


def tasks(workflow: BpmnWorkflow) -> Iterator[Any]:
    """All tasks, those of called processes included."""
    yield from workflow.tasks.values()
    for subprocess in workflow.subprocesses.values():
        yield from subprocess.tasks.values()


def is_undone(workflow: BpmnWorkflow) -> bool:
    """Whether the engine left something that it should have done itself, or ended with something open."""
    if workflow.completed:
        return any(task.has_state(_MOVING) for task in tasks(workflow))
    return any(task.state == TaskState.READY and not task.task_spec.manual for task in tasks(workflow))


def next_timer_at(workflow: BpmnWorkflow) -> datetime | None:
    """When the earliest timer is due, aware UTC; None without timers."""
    times = [due for task in workflow.event_manager.tasks.values() if (due := _due_at(task)) is not None]
    return min(times, default=None)


def _kind(task: Any) -> Kind | None:
    if task.has_state(TaskState.READY) and task.task_spec.manual:
        return "user"
    if task.has_state(TaskState.STARTED) and isinstance(task.task_spec, OperationTask):
        return "job"
    if task.has_state(TaskState.WAITING) and isinstance(task.task_spec, CatchingEvent):
        return _kind_of_event(task.task_spec.event_definition)
    return None


def _kind_of_event(definition: Any) -> Kind | None:
    """Errors, signals and escalations come from inside the process: nobody is responsible for sending them."""
    if isinstance(definition, TimerEventDefinition):
        return "timer"
    return "message" if isinstance(definition, MessageEventDefinition | MultipleEventDefinition) else None


def _name(task: Any) -> str | None:
    if _kind(task) != "message":
        return None
    name: str | None = task.task_spec.event_definition.name
    return name


def _due_at(task: Any) -> datetime | None:
    value = task.internal_data.get("event_value")
    if isinstance(value, dict):
        value = value.get("next") if value.get("cycles") != 0 else None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else None
