"""What a waiting task was made from, and where the tokens of a running part are."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.task import TaskState

from processes.engine.carrying import OPEN, held
from processes.engine.comparison import content_of
from processes.engine.environment import OperationTask
from processes.engine.marking import Arrival, Marking

# Read when the task ends, not when it began to wait.
_LATER = ("postscript", "cond_task_specs", "default_task_spec", "choice")


def differences(old: Any, new: Any) -> str | None:
    """The code of what an open task was made from and would no longer be; None when that is the same."""
    before, after = (
        {key: value for key, value in content_of(spec).items() if key not in _LATER} for spec in (old, new)
    )
    if before == after:
        return None
    if isinstance(old, OperationTask):
        return "operation_changed"
    if isinstance(old, LoopTask):
        return "loop_changed"
    if isinstance(old, SubWorkflowTask):
        return "called_changed"
    if isinstance(old, CatchingEvent):
        return _event_code(old.event_definition)
    return "open_changed"


def _event_code(definition: Any) -> str:
    if isinstance(definition, TimerEventDefinition):
        return "timer_changed"
    return "message_changed" if isinstance(definition, MessageEventDefinition) else "event_changed"


def is_token(task: Any) -> bool:
    """Whether an open task holds a token of its own: a join waits for several, a boundary event for its activity's."""
    spec = task.task_spec
    return not (isinstance(spec, (Join, BoundaryEvent)) or spec.bpmn_id is None or task.triggered)


def marking_of(running: Any) -> Marking:
    """Where the tokens of a part are."""
    tokens = {
        (task.task_spec.name, _waiting_on(task)) for task in held(running) if task.has_state(OPEN) and is_token(task)
    }
    return Marking(frozenset(tokens), arrivals(running))


def arrivals(running: Any) -> frozenset[Arrival]:
    """(join, element that it was reached from) of the joins that wait, read as the engine does."""
    found = set()
    joins = [task for task in held(running) if isinstance(task.task_spec, Join) and task.task_spec.bpmn_id is not None]
    for waiting in (task for task in joins if task.has_state(TaskState.WAITING)):
        for task in joins:
            came = task.task_spec is waiting.task_spec and task.parent.has_state(TaskState.COMPLETED)
            if came and not waiting.is_descendant_of(task):
                found.add((task.task_spec.name, task.parent.task_spec.name))
    return frozenset(found)


def _waiting_on(task: Any) -> frozenset[str]:
    siblings = [] if task.parent is None else task.parent.children
    return frozenset(
        one.task_spec.name
        for one in siblings
        if isinstance(one.task_spec, BoundaryEvent) and one.has_state(TaskState.WAITING) and one is not task
    )
