"""Joins that count tokens. The library's let arrivals of an earlier round count for this one, so that in a loop a
parallel join fired with one branch and dropped the others' open tasks.

A waiting task of a join is a token that arrived and was not joined yet; a joined one is cancelled.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

JOINED = "joined"  # the ids of the tokens that a fired join took, itself left out
_MOVING = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class _CountingJoin:
    """Takes one token of each input that has one, when `_may_fire` says so."""

    inputs: list[Any]

    def _update_hook(self, my_task: Any) -> bool:
        tokens = _tokens(my_task)
        if not self._may_fire(my_task, tokens):
            my_task._set_state(TaskState.WAITING)
            return False
        joined = [token for token in tokens.values() if token is not my_task]
        my_task.internal_data[JOINED] = [str(token.id) for token in joined]
        for token in joined:
            token.cancel()
        my_task._inherit_data()
        return True

    def _may_fire(self, my_task: Any, tokens: dict[Any, Any]) -> bool:
        raise NotImplementedError

    def _merge(self, my_task: Any) -> None:
        """The data of all that were joined; of one key, the latest arrival's and at last this task's own branch."""
        ids = my_task.internal_data.get(JOINED, [])
        joined = [task for task in my_task.workflow.tasks.values() if str(task.id) in ids]
        for token in sorted(joined, key=lambda task: task.last_state_change):
            DeepMerge.merge(my_task.data, token.parent.data)
        my_task._inherit_data()


def _tokens(my_task: Any) -> dict[Any, Any]:
    """Input → its longest waiting token; for the input that this task came by, this task."""
    spec, found = my_task.task_spec, {my_task.parent.task_spec: my_task}
    waiting = [t for t in my_task.workflow.tasks.values() if t.task_spec is spec and t.state == TaskState.WAITING]
    for token in sorted(waiting, key=lambda task: task.last_state_change):
        found.setdefault(token.parent.task_spec, token)
    return found


class CountingParallelGateway(_CountingJoin, ParallelGateway):  # type: ignore[misc]
    """Fires when every input has a token."""

    def _may_fire(self, my_task: Any, tokens: dict[Any, Any]) -> bool:
        return all(spec in tokens for spec in self.inputs)

    def _run_hook(self, my_task: Any) -> bool:
        self._merge(my_task)
        return True


class CountingInclusiveGateway(_CountingJoin, InclusiveGateway):  # type: ignore[misc]
    """Fires when no token elsewhere can still reach an input that has none; one that can reach an input with a
    token too is of a later round and not waited for (BPMN 2.0, 13.4.3)."""

    def _may_fire(self, my_task: Any, tokens: dict[Any, Any]) -> bool:
        empty = [spec for spec in self.inputs if spec not in tokens]
        if not empty:
            return True
        moving = {task.task_spec for task in my_task.workflow.tasks.values() if task.has_state(_MOVING)}
        return not (moving - {self}) & (self._before(empty) - self._before(list(tokens)))

    def _before(self, specs: list[Any]) -> set[Any]:
        """The specs from which a token can come to one of these without passing this join; these included."""
        found = list(specs)
        for spec in found:
            found.extend(one for one in spec.inputs if one is not self and one not in found)
        return set(found)

    def _run_hook(self, my_task: Any) -> bool:
        self._merge(my_task)
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches + defaults:
            raise WorkflowTaskException("No conditions satisfied on gateway", task=my_task)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class CountingEndJoin(_EndJoin):  # type: ignore[misc]
    """Fires when nothing else is open, at whatever depth: the library's walk ends at 1000."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        others = (task for task in my_task.workflow.tasks.values() if task.task_spec is not self)
        return not any(task.has_state(TaskState.NOT_FINISHED_MASK) and not _follows(task, self) for task in others)


def _follows(task: Any, spec: Any) -> bool:
    return task.parent is not None and task.parent.task_spec is spec


COUNTING = {
    ParallelGateway: CountingParallelGateway,
    InclusiveGateway: CountingInclusiveGateway,
    _EndJoin: CountingEndJoin,
}


def with_counting_joins(spec: Any) -> Any:
    """The spec, also one stored before these joins existed, with its joins counting."""
    for task_spec in spec.task_specs.values():
        if type(task_spec) in COUNTING:
            task_spec.__class__ = COUNTING[type(task_spec)]
    return spec
