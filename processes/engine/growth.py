"""Keeping a workflow's state small: finished iterations and finished calls go. Touches engine privates.

Uncollapsed, the state grows with every loop and the engine silently "completes" at a depth of 1000.
An inclusive join would also take the arrivals of an earlier iteration for those of this one.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState


def shrink(workflow: BpmnWorkflow) -> None:
    """Drops earlier iterations of loops and finished called processes. Open tasks keep ids and data."""
    _prune_subprocesses(workflow)
    for part in (workflow, *workflow.subprocesses.values()):
        _collapse_loops(part)


def _prune_subprocesses(workflow: BpmnWorkflow) -> None:
    parts = (workflow, *workflow.subprocesses.values())
    callers = {task_id: task for part in parts for task_id, task in part.tasks.items()}
    for task_id, subprocess in list(workflow.subprocesses.items()):
        caller = callers.get(task_id)  # none: it was called from one that has gone
        if caller is None or (subprocess.completed and caller.has_state(TaskState.FINISHED_MASK)):
            del workflow.subprocesses[task_id]


def _collapse_loops(workflow: Any) -> None:
    trunk = _trunk(workflow)
    last_place = {task.task_spec.name: place for place, task in enumerate(trunk) if _replaceable(task)}
    place = 0
    while place < len(trunk):
        task = trunk[place]
        last = last_place.get(task.task_spec.name, place)
        if _replaceable(task) and last > place:
            _replace(workflow, task, trunk[last])
            place = last
        place += 1


def _replaceable(task: Any) -> bool:
    """A completed ordinary task: a waiting join still reads its parent, a multi-instance child is counted."""
    if task.parent is None or not task.has_state(TaskState.COMPLETED) or task.task_spec.bpmn_id is None:
        return False
    return task.parent.task_spec in task.task_spec.inputs


def _trunk(workflow: Any) -> list[Any]:
    """The tasks, root first, that have every unfinished task below them."""
    tasks = workflow.tasks
    unfinished = (task for task in tasks.values() if not task.has_state(TaskState.FINISHED_MASK))
    first = next(unfinished, None)
    if first is None:
        return []
    trunk = _path(tasks, first)
    # Where each task's way to the root meets the first one's; a way that was gone before is not gone again.
    meets = {task.id: place for place, task in enumerate(trunk)}
    end = len(trunk) - 1
    for task in unfinished:
        way = []
        while task.id not in meets:
            way.append(task.id)
            task = tasks[task._parent]
        place = meets[task.id]
        meets.update(dict.fromkeys(way, place))
        end = min(end, place)
    return trunk[: end + 1]


def _path(tasks: Any, task: Any) -> list[Any]:
    path = [task]
    while task._parent is not None:
        task = tasks[task._parent]
        path.append(task)
    return path[::-1]


def _replace(workflow: Any, earlier: Any, later: Any) -> None:
    parent = earlier.parent
    parent._children = [later.id if child == earlier.id else child for child in parent._children]
    kept = set(_subtree(workflow, later))
    removed = [task_id for task_id in _subtree(workflow, earlier) if task_id not in kept]
    later._parent = parent.id
    for task_id in removed:
        del workflow.tasks[task_id]
        getattr(workflow, "subprocesses", {}).pop(task_id, None)
    if workflow.last_task is not None and workflow.last_task.id not in workflow.tasks:
        workflow.last_task = later


def _subtree(workflow: Any, top: Any) -> list[Any]:
    found = [top.id]
    for task_id in found:
        found.extend(workflow.tasks[task_id]._children)
    return found
