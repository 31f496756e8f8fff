"""Runs what needs no person: as the engine's own loop does, but it looks at the tasks without walking their tree.

The engine's walk costs more than the steps themselves, and ends at a depth of 1000.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

Notice = Callable[[Any], None]


def run_engine_steps(workflow: BpmnWorkflow, before: Notice, after: Notice, between: Callable[[], None]) -> None:
    """Run automatic tasks until only people, jobs and events are waited for.

    ``before`` and ``after``: each task; ``between``: when none is running, and finished ones may be removed.
    """
    while _round(workflow, before, after):
        between()
    workflow.refresh_timers()


def _round(workflow: BpmnWorkflow, before: Notice, after: Notice) -> bool:
    ran = 0
    for subprocess in sorted(workflow.get_active_subprocesses(), key=lambda one: one.depth, reverse=True):
        while count := _run_ready(subprocess, before, after):
            ran += count
        # Inner ones first: what ends inside may let the task that called it go on.
        calling = workflow.get_task_from_id(subprocess.parent_task_id)
        calling.task_spec._update(calling)
    # What ran inside counts: one sub-process may end and another begin, and their number tells nothing.
    return ran + _run_ready(workflow, before, after) > 0


def _run_ready(part: Any, before: Notice, after: Notice) -> int:
    """Run what was ready at the beginning, in the order of the task tree; how many ran."""
    ready = [task for task in part.tasks.values() if task.state == TaskState.READY and not task.task_spec.manual]
    if len(ready) > 1:
        ready = _in_tree_order(part, ready)
    for task in ready:
        before(task)
        task.run()
        after(task)
    return len(ready)


def _in_tree_order(part: Any, ready: list[Any]) -> list[Any]:
    """Depth first, as the engine runs them: the branches of a fork stay in the order in which they were drawn."""
    return sorted(ready, key=lambda task: _place(part, task))


def _place(part: Any, task: Any) -> tuple[int, ...]:
    places = []
    while task._parent is not None:
        parent = part.tasks[task._parent]
        places.append(parent._children.index(task.id))
        task = parent
    return tuple(reversed(places))
