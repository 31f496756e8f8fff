"""One running process: start it, act on it, store it. Must not know people, forms or the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from processes.engine import waiting
from processes.engine.advance import run_engine_steps
from processes.engine.environment import DecisionNote, OperationCall, OperationCaller, OperationTask, SafeEngine
from processes.engine.errors import DataRefused, EngineFailed, InstanceStranded, StepBudgetExceeded, TaskNotOpen
from processes.engine.growth import shrink
from processes.engine.many import shared_data
from processes.engine.parsing import ProcessSpec
from processes.engine.rule_tasks import DecisionMade
from processes.engine.state import dump_state, load_state
from processes.engine.trail import Trail
from processes.engine.values import accepted, copied
from processes.engine.waiting import OpenTask
from processes.engine.work import one_step

__all__ = ["DecisionMade", "EngineInstance", "OpenTask", "OperationCall", "OperationCaller"]

STEP_BUDGET = 1000  # automatic steps of one advance
SHRINK_AFTER = 50
# Tasks that exist, added up over the steps: after each the library looks at all. Gateways that split what gateways
# have split make more of them than the steps tell.
MAX_LOOKED_AT = 300_000


def _forgotten(made: DecisionMade) -> None:
    """For whoever keeps no record of decisions."""


class EngineInstance:
    """A process instance in memory. After any exception it is half-run: throw it away and load again.

    ``visited``: (previous element id, element id) finished since loading, in order;
    ``flows_taken``: sequence flow ids a token went along since loading, in order.
    """

    def __init__(
        self,
        spec: ProcessSpec,
        workflow: BpmnWorkflow,
        call: OperationCaller,
        now: datetime | None = None,
        note: DecisionNote = _forgotten,
    ) -> None:
        """``now``: the step's moment, by which timers are judged, aware, in the zone by whose calendar they count;
        the machine's, in UTC, where none is given. ``note``: is told of every decision when it is made."""
        self._workflow = workflow
        self._workflow.script_engine = SafeEngine(call, now or datetime.now(UTC), spec.tables, note)
        self._trail = Trail(spec.ways)
        self._steps = self._shrunk = 0  # automatic steps of this advance, and after how many it was shrunk
        self._looked_at = 0
        self._open: list[OpenTask] | None = None  # as of the last advance
        self._at: str | None = None

    @classmethod
    def start(
        cls, spec: ProcessSpec, data: dict[str, Any], call: OperationCaller, now: datetime | None = None
    ) -> EngineInstance:
        """Starts an instance with ``data`` and runs it to its first waits."""
        instance = cls.prepared(spec, data, call, now)
        instance.begin()
        return instance

    @classmethod
    def prepared(
        cls,
        spec: ProcessSpec,
        data: dict[str, Any],
        call: OperationCaller,
        now: datetime | None = None,
        note: DecisionNote = _forgotten,
    ) -> EngineInstance:
        """A new instance with ``data``, at its start: for whoever has to tell ``at`` when it fails to `begin`."""
        with _faults(lambda: None):
            workflow = BpmnWorkflow(spec.spec, spec.subprocess_specs)
        workflow.task_tree.data = accepted(data)
        for child in workflow.task_tree.children:
            child._inherit_data()
        return cls(spec, workflow, call, now, note)

    def begin(self) -> None:
        """Runs a new instance to its first waits."""
        self._advance()

    @classmethod
    def load(
        cls,
        spec: ProcessSpec,
        blob: bytes,
        call: OperationCaller,
        now: datetime | None = None,
        note: DecisionNote = _forgotten,
    ) -> EngineInstance:
        """The instance stored by `dump` under the same spec; runs nothing. Raises `StateRefused`."""
        return cls(spec, load_state(blob, spec.spec, spec.subprocess_specs), call, now, note)

    def dump(self) -> bytes:
        """The state without the diagram, compressed."""
        return dump_state(self._workflow)

    @property
    def visited(self) -> list[tuple[str | None, str]]:
        return list(self._trail.visited)

    @property
    def flows_taken(self) -> list[str]:
        return list(self._trail.flows_taken)

    @property
    def at(self) -> str | None:
        """The element that the engine is at, for whoever has to tell where it failed."""
        engine: SafeEngine = self._workflow.script_engine
        return engine.failed_at or self._at

    def be_at(self, element_id: str) -> None:
        """What is evaluated next belongs to that element."""
        self._at = element_id

    @property
    def is_completed(self) -> bool:
        """Reached its end event. A cancelled instance is not completed."""
        return bool(self._workflow.completed and self._workflow.success)

    @property
    def data(self) -> dict[str, Any]:
        """A copy of the process data; of parallel branches, the later change of a key wins."""
        data = dict(shared_data(self._workflow.last_task)) if self._workflow.last_task is not None else {}
        for task in self.open_tasks():
            data.update(task.shared)
        return copied(data)

    def open_tasks(self) -> list[OpenTask]:
        """Everything the instance waits for, the longest open first."""
        if self._open is None:
            self._open = waiting.open_tasks(self._workflow)
        return self._open

    def next_timer_at(self) -> datetime | None:
        """When `fire_timers` has work next, aware UTC."""
        return waiting.next_timer_at(self._workflow)

    def complete_user_task(self, task_id: str, values: dict[str, Any]) -> None:
        """Puts ``values`` into data under the element's id and goes on. Raises `TaskNotOpen`, `DataRefused`.

        Timers that are due fire first and may withdraw the task.
        """
        kept = accepted(values)
        self._run()
        task = self._task(task_id)
        if not (task.has_state(TaskState.READY) and task.task_spec.manual):
            raise TaskNotOpen(task_id)
        task.data[task.task_spec.bpmn_id] = kept
        self._at = task.task_spec.bpmn_id
        with _faults(lambda: self.at):
            task.run()
        self._trail.record(task)
        self._advance()

    def complete_job(self, task_id: str, result: dict[str, Any]) -> None:
        """Gives a deferred operation its result and goes on. Raises `TaskNotOpen`, `DataRefused`."""
        task = self._deferred(task_id)
        task.data[task.task_spec.result_variable] = accepted(result)
        self._at = task.task_spec.bpmn_id
        with _faults(lambda: self.at):
            task.complete()
        self._trail.record(task)
        self._advance()

    def call_of(self, task_id: str) -> OperationCall:
        """What a deferred operation was asked for. Raises `TaskNotOpen`."""
        engine: SafeEngine = self._workflow.script_engine
        return engine.call_of(self._deferred(task_id))

    def correlate(self, message: str, payload: dict[str, Any], match: Mapping[str, object] | None = None) -> bool:
        """Delivers a message to the longest waiting catch event of that name; False when none waits.

        ``match``: top-level process data the waiting task must have, nulls included. The payload lands in the event's
        message variable, or nowhere without one.
        """
        event = BpmnEvent(MessageEventDefinition(message), accepted(payload), {})
        wanted = dict(match or {})
        catchers = [
            task
            for task in list(self._workflow.event_manager.tasks.values())
            if task.task_spec.catches(task, event) and wanted.items() <= task.data.items()
        ]
        if not catchers:
            return False
        catcher = min(catchers, key=lambda task: task.last_state_change)
        with _faults(lambda: self.at):
            catcher.task_spec.catch(catcher, event)
            catcher.task_spec._update(catcher)
        self._advance()
        return True

    def fire_timers(self) -> None:
        """Fires the timers that are due and goes on."""
        self._advance()

    def cancel(self) -> None:
        """Withdraws everything open; the instance will never complete."""
        self._open = None
        self._workflow.cancel()

    def _deferred(self, task_id: str) -> Any:
        task = self._task(task_id)
        if not (task.has_state(TaskState.STARTED) and isinstance(task.task_spec, OperationTask)):
            raise TaskNotOpen(task_id)
        return task

    def _task(self, task_id: str) -> Any:
        for task in waiting.tasks(self._workflow):
            if str(task.id) == task_id:
                return task
        raise TaskNotOpen(task_id)

    def _run(self) -> None:
        self._steps, self._shrunk, self._looked_at, self._open = 0, 0, 0, None
        with _faults(lambda: self.at), one_step():
            self._workflow.refresh_timers()
            run_engine_steps(self._workflow, self._count_step, self._trail.record, self._shrink_long_run)

    def _advance(self) -> None:
        self._run()
        shrink(self._workflow)
        if waiting.is_undone(self._workflow) or not (self.is_completed or self.open_tasks()):
            raise InstanceStranded(self.at)

    def _shrink_long_run(self) -> None:
        # A loop of automatic tasks costs the square of its steps while its rounds are kept.
        if self._steps - self._shrunk >= SHRINK_AFTER:
            shrink(self._workflow)
            self._shrunk = self._steps

    def _count_step(self, task: Any) -> None:
        self._steps += 1
        self._at = task.task_spec.bpmn_id or task.task_spec.name
        self._looked_at += len(task.workflow.tasks)
        if self._steps > STEP_BUDGET or self._looked_at > MAX_LOOKED_AT:
            raise StepBudgetExceeded(self.at)


@contextmanager
def _faults(at: Callable[[], str | None]) -> Iterator[None]:
    """What fails in here is the process's fault: all that came from outside was checked before."""
    try:
        yield
    except RecursionError as error:
        raise StepBudgetExceeded(at()) from error
    except (SpiffWorkflowException, DataRefused) as error:
        raise EngineFailed(str(error)) from error
