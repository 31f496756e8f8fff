"""User tasks that are done once for each item of a list, or so many times: all at once, or one after another.

Not as the library does it: its results stand in the order in which people finish, an item that was given once cannot
be given again in a loop, and every instance's data flow together. Touches engine privates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.spiff.parser.task_spec import UserTaskParser
from SpiffWorkflow.spiff.specs.defaults import ParallelMultiInstanceTask, SequentialMultiInstanceTask
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.util.task import TaskState

from processes.engine.errors import ExpressionRefused, TooManyInstances
from processes.engine.values import copied, refuse_unstorable

MAX_INSTANCES = 200
# What is kept with the task as long as it runs: how many there are, what each gave by its index; with each its index.
COUNT, GIVEN, INDEX = "count", "given", "index"


@dataclass(frozen=True)
class OneOfMany:
    """Which one an open task is. ``number``: from 1; ``name``: under which it sees its item, None without one;
    ``shared``: the data of all of them, never to be changed."""

    number: int
    count: int
    name: str | None
    item: object
    shared: dict[str, Any]


def one_of_many(task: Any) -> OneOfMany | None:
    """Which one of many a task is; None for all others."""
    around = task.parent
    if around is None or not isinstance(around.task_spec, _Many) or around.task_spec.task_spec != task.task_spec.name:
        return None
    name = around.task_spec.item_name
    number, count = task.internal_data[INDEX] + 1, around.internal_data[COUNT]
    return OneOfMany(number, count, name, task.data.get(name), around.data)


def shared_data(task: Any) -> dict[str, Any]:
    """A task's data, without what only one of many sees."""
    one = one_of_many(task)
    data: dict[str, Any] = task.data if one is None else one.shared
    return data


class _Many(MultiInstanceTask):  # type: ignore[misc]
    """Its results are a list in the order of the items, under the task's id or `loopDataOutputRef`."""

    at_once: bool

    @property
    def source(self) -> str:
        """The expression of what it is done for each of, or how often."""
        found: str = self.cardinality if self.data_input is None else self.data_input.bpmn_id
        return found

    @property
    def item_name(self) -> str | None:
        """Under which each sees its item."""
        return None if self.input_item is None else _name(self.input_item)

    @property
    def result_name(self) -> str:
        """Under which the results are."""
        found: str = self.bpmn_id if self.data_output is None else _name(self.data_output)
        return found

    def _update_hook(self, my_task: Any) -> bool:
        if COUNT in my_task.internal_data:
            return False
        SpiffBpmnTask._update_hook(self, my_task)
        with my_task.workflow.script_engine.noting(my_task):
            items = self._items(my_task)
            if self.item_name is not None and self.item_name in my_task.data:
                raise ExpressionRefused(self.item_name, "the data hold this name already")
        my_task.internal_data |= {COUNT: len(items), GIVEN: {}}
        if not items:
            self._collect(my_task)
            return True
        my_task._set_state(TaskState.STARTED)  # first: behind an event it was no more than possible, and such have none
        for index in range(len(items) if self.at_once else 1):
            self._begin(my_task, index, items[index])
        return False

    def _items(self, my_task: Any) -> Sequence[object]:
        source = self.source
        found = my_task.workflow.script_engine.evaluate(my_task, source)
        if self.data_input is not None:
            items = [] if found is None else found
            if not isinstance(items, list):
                raise ExpressionRefused(source, "the value is no list")
        elif isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise ExpressionRefused(source, "the value is no number of times")
        else:
            items = range(found)
        if _length(items) > MAX_INSTANCES:
            raise TooManyInstances(my_task.task_spec.bpmn_id, _length(items), MAX_INSTANCES)
        return items

    def _begin(self, my_task: Any, index: int, item: object) -> None:
        child = my_task._add_child(my_task.workflow.spec.task_specs[self.task_spec], TaskState.WAITING)
        child.triggered = True  # no prediction removes it
        child.internal_data[INDEX] = index
        if self.item_name is not None:
            child.data[self.item_name] = copied(item)
        child.task_spec._update(child)

    def merge_child(self, workflow: Any, child: Any) -> None:
        """The library calls it when one is finished."""
        my_task = child.parent
        count, given = my_task.internal_data[COUNT], my_task.internal_data[GIVEN]
        with workflow.script_engine.noting(child):
            given[str(child.internal_data[INDEX])] = self._result(child)
            for done in [one for one in my_task.children if one.triggered and one.has_state(TaskState.COMPLETED)]:
                if done is not child:  # what it gave is kept, and a state does not grow with each
                    workflow._remove_task(done.id)
            if len(given) == count:
                self._collect(my_task)
                my_task._set_state(TaskState.READY)
            elif not self.at_once:
                self._begin(my_task, len(given), self._items(my_task)[len(given)])

    def _result(self, child: Any) -> object:
        if self.output_item is None:
            return child.data.get(child.task_spec.bpmn_id)
        name = _name(self.output_item)
        if name not in child.data:
            raise ExpressionRefused(name, "is not defined")
        return child.data[name]

    def _collect(self, my_task: Any) -> None:
        given = my_task.internal_data.pop(GIVEN)
        results = [given[str(index)] for index in range(my_task.internal_data[COUNT])]
        my_task.data[self.result_name] = refuse_unstorable(results)


def _name(reference: Any) -> str:
    """Two tasks of a diagram may call their items alike, and no two elements may have one id."""
    name: str = reference.bpmn_name or reference.bpmn_id
    return name


def _length(items: Sequence[object]) -> int:
    """Also of a range that is longer than `len` can tell."""
    return items.stop if isinstance(items, range) else len(items)


class ParallelMany(_Many, ParallelMultiInstanceTask):  # type: ignore[misc]
    """All at once."""

    at_once = True


class SequentialMany(_Many, SequentialMultiInstanceTask):  # type: ignore[misc]
    """Each after the one before."""

    at_once = False


class ManyUserTaskParser(UserTaskParser):  # type: ignore[misc]
    """Reads a user task, also one of many."""

    PARALLEL_MI_CLASS = ParallelMany
    SEQUENTIAL_MI_CLASS = SequentialMany
