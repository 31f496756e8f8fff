"""Which elements finished and which flows were taken since an instance was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from processes.engine.many import one_of_many


class Trail:
    """Collects finished tasks in order. Tasks without a BPMN id (the engine's own) are passed through."""

    def __init__(self, ways: Mapping[tuple[str, str], str]) -> None:
        self._ways = ways
        self.visited: list[tuple[str | None, str]] = []
        self.flows_taken: list[str] = []

    def record(self, task: Any) -> None:
        """Notes a task when it has just completed: later its neighbours may be gone. Many count as one."""
        element_id = task.task_spec.bpmn_id
        if element_id is None or not task.has_state(TaskState.COMPLETED) or one_of_many(task) is not None:
            return
        self.visited.append((_previous(task), element_id))
        for target in _targets(task):
            flow_id = self._ways.get((element_id, target))
            if flow_id is not None:
                self.flows_taken.append(flow_id)


def _previous(task: Any) -> str | None:
    parent = task.parent
    while parent is not None and parent.task_spec.bpmn_id is None:
        parent = parent.parent
    return None if parent is None else parent.task_spec.bpmn_id


def _targets(task: Any, sent: bool = True) -> list[str]:
    """The elements a token was sent to; through an engine's own task, which has not run yet, all behind it."""
    targets: list[str] = []
    for child in task.children:
        if sent and child.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE | TaskState.CANCELLED):
            continue
        element_id = child.task_spec.bpmn_id
        targets.extend([element_id] if element_id is not None else _targets(child, sent=False))
    return targets
