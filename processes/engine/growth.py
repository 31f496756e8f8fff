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
    for part in (workflow, *workflow.subprocesses.values()):
        _collapse_loops(part)
    _prune_subprocesses(workflow)


def _prune_subprocesses(workflow: BpmnWorkflow) -> None:
    """Those whose task is finished or gone, and with them all that were called inside them."""
    while workflow.subprocesses:
        parts = (workflow, *workflow.subprocesses.values())
        callers = {task_id: task for part in parts for task_id, task in part.tasks.items()}
        over = [key for key, part in workflow.subprocesses.items() if _is_over(part, callers.get(key))]
        if not over:
            return
        for key in over:
            del workflow.subprocesses[key]


def _is_over(part: Any, caller: Any) -> bool:
    return caller is None or (part.completed and bool(caller.has_state(TaskState.FINISHED_MASK)))


def _collapse_loops(part: Any) -> None:
    """In every branch that still has something open, whatever is open elsewhere."""
    names = [task.task_spec.name for task in part.tasks.values() if task.state == TaskState.COMPLETED]
    if len(names) == len(set(names)):
        return
    below = _open_below(part)
    tops = [part.task_tree]
    for top in tops:
        line = _line(top, below)
        _collapse(part, line)
        tops.extend(child for child in line[-1].children if below.get(child.id))


def _collapse(part: Any, line: list[Any]) -> None:
    last_place = {task.task_spec.name: place for place, task in enumerate(line) if _replaceable(task)}
    place = 0
    while place < len(line):
        task = line[place]
        last = last_place.get(task.task_spec.name, place)
        if _replaceable(task) and last > place:
            _replace(part, task, line[last])
            place = last
        place += 1


def _replaceable(task: Any) -> bool:
    """A completed ordinary task: a waiting join still reads its parent, a multi-instance child is counted."""
    if task.parent is None or not task.has_state(TaskState.COMPLETED) or task.task_spec.bpmn_id is None:
        return False
    return task.parent.task_spec in task.task_spec.inputs


def _open_below(part: Any) -> dict[Any, int]:
    """Task id → how many of it and the tasks below it are unfinished."""
    ids = _subtree(part, part.task_tree)
    count = {task_id: int(not part.tasks[task_id].has_state(TaskState.FINISHED_MASK)) for task_id in ids}
    for task_id in reversed(ids):
        parent = part.tasks[task_id]._parent
        if parent is not None:
            count[parent] += count[task_id]
    return count


def _line(top: Any, below: dict[Any, int]) -> list[Any]:
    """From ``top`` down, each task having below it all that is open below the one before."""
    line = [top]
    while line[-1].has_state(TaskState.FINISHED_MASK):
        open_children = [child for child in line[-1].children if below[child.id]]
        if len(open_children) != 1:
            break
        line.append(open_children[0])
    return line


def _replace(part: Any, earlier: Any, later: Any) -> None:
    parent = earlier.parent
    parent._children = [later.id if child == earlier.id else child for child in parent._children]
    kept = set(_subtree(part, later))
    removed = [task_id for task_id in _subtree(part, earlier) if task_id not in kept]
    later._parent = parent.id
    for task_id in removed:
        del part.tasks[task_id]
    if part.last_task is not None and part.last_task.id not in part.tasks:
        part.last_task = later


def _subtree(part: Any, top: Any) -> list[Any]:
    found = [top.id]
    for task_id in found:
        found.extend(part.tasks[task_id]._children)
    return found
