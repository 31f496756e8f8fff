"""How the engine evaluates, runs scripts and calls operations. Must not touch the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import ThrowingEvent
from SpiffWorkflow.spiff.specs.defaults import ServiceTask

from processes.engine.decisions import DecisionTable
from processes.engine.errors import FAULTS, DataRefused
from processes.engine.expressions import evaluate, run_script
from processes.engine.rule_tasks import DecisionMade, decided
from processes.engine.values import accepted, refuse_unstorable


@dataclass(frozen=True)
class OperationCall:
    """A service task asking for its operation. ``parameters``: names → evaluated values (a deep copy)."""

    operation: str
    parameters: dict[str, Any]
    element_id: str
    task_id: str


class OperationCaller(Protocol):
    """Runs an operation and returns its result; None defers it: the task stays open as a job."""

    def __call__(self, call: OperationCall) -> Mapping[str, object] | None: ...


DecisionNote = Callable[[DecisionMade], None]


class SafeEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Expressions and scripts in our own language; the stock environment runs any Python."""

    def evaluate(
        self, expression: str, context: dict[str, Any], external_context: dict[str, Any] | None = None
    ) -> object:
        return evaluate(expression, {**(external_context or {}), **context})

    def execute(self, script: str, context: dict[str, Any], external_context: dict[str, Any] | None = None) -> bool:
        run_script(script, context)
        return True


class SafeEngine(PythonScriptEngine):  # type: ignore[misc]
    """Lets our errors and those of operations through unwrapped, so that the step's transaction fails.

    ``now``: the step's moment, aware, by which timers are judged; they count by its zone's calendar;
    ``note``: is told of every decision of a table.
    """

    def __init__(
        self, call: OperationCaller, now: datetime, tables: Mapping[str, DecisionTable], note: DecisionNote
    ) -> None:
        super().__init__(SafeEnvironment())
        self._call, self._tables, self._note = call, tables, note
        self.now = now
        self.failed_at: str | None = None  # the element whose text could not be evaluated: a timer's is not the step's

    def evaluate(self, task: Any, expression: str, external_context: dict[str, Any] | None = None) -> object:
        with self.noting(task):
            value = self.environment.evaluate(expression, task.data, external_context)
            # What an event carries becomes process data where it is caught, with no check in between.
            return refuse_unstorable(value) if isinstance(task.task_spec, ThrowingEvent) else value

    def execute(self, task: Any, script: str, external_context: dict[str, Any] | None = None) -> object:
        with self.noting(task):
            return self.environment.execute(script, task.data, external_context)

    @contextmanager
    def noting(self, task: Any) -> Iterator[None]:
        """Remembers the element where a text cannot be evaluated or gives what cannot be kept."""
        try:
            yield
        except (*FAULTS, DataRefused):
            self.failed_at = task.task_spec.bpmn_id
            raise

    def decide(self, task: Any) -> dict[str, object]:
        """What the table of a business rule task says, as process data."""
        with self.noting(task):
            made = decided(task.task_spec.bpmn_id, self._tables[task.task_spec.decision], task.data)
            refuse_unstorable(made.inputs)
            kept = accepted(made.result)
        self._note(made)
        return kept

    def call_operation(self, task: Any) -> dict[str, Any] | None:
        """The operation's result as process data, or None when it was deferred."""
        result = self._call(self.call_of(task))
        return None if result is None else accepted(dict(result))

    def call_of(self, task: Any) -> OperationCall:
        """What a service task asks for, its parameters evaluated now."""
        asked = task.task_spec
        parameters = {name: self.evaluate(task, one["value"]) for name, one in asked.operation_params.items()}
        with self.noting(task):
            refuse_unstorable(_exact_as_texts(parameters))
        return OperationCall(asked.operation_name, deepcopy(parameters), asked.bpmn_id, str(task.id))


def _exact_as_texts(value: Any) -> Any:
    """An operation may be given exact numbers, which process data cannot hold."""
    return {name: str(one) if isinstance(one, Decimal) else one for name, one in value.items()}


class OperationTask(ServiceTask):  # type: ignore[misc]
    """A service task whose operation may be deferred: it then stays STARTED."""

    def _execute(self, task: Any) -> bool | None:
        engine: SafeEngine = task.workflow.script_engine
        result = engine.call_operation(task)
        if result is None:
            return None
        task.data[self.result_variable] = result
        return True
