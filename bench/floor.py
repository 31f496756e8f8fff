"""The floor of a step: the engine alone, in memory, on the very steps that a cycle took.

Nothing is recorded while the cycle runs: its states, forms and results are read from its own tables.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.serializer.task_spec import ServiceTaskConverter
from SpiffWorkflow.spiff.specs.defaults import ServiceTask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.walking import CLOSED, next_seat
from processes.engine.clock import OURS
from processes.engine.environment import OperationCall, OperationTask, SafeEngine
from processes.engine.instance import EngineInstance
from processes.engine.joins import COUNTING
from processes.engine.parsing import ProcessSpec
from processes.engine.state import load_state
from processes.forms.submission import process_values
from processes.instances import state_of
from processes.models import FormSubmission, HistoryEvent, WorkItem
from processes.runtime import Runtime
from services.demo.bank import start_cycle
from services.demo.desk import Desk

STOCK = BpmnWorkflowSerializer(
    BpmnWorkflowSerializer.configure(
        {kind: one for kind, one in SPIFF_CONFIG.items() if kind is not ServiceTask}
        | {OperationTask: ServiceTaskConverter}
        | {ours: SPIFF_CONFIG[librarys] for librarys, ours in (OURS | COUNTING).items()}
    )
)


@dataclass(frozen=True)
class Step:
    """One completion: the state before it, what the form gave, what the operations answered."""

    spec: ProcessSpec
    blob: bytes
    task_id: str
    values: Mapping[str, Any]
    answers: Sequence[Mapping[str, Any]]

    def operations(self) -> Any:
        """Answers as the operations did."""
        waiting = deque(self.answers)

        def answer(_call: OperationCall) -> Mapping[str, object]:
            return waiting.popleft()

        return answer


def steps_of_a_cycle(runtime: Runtime, customer: str) -> list[Step]:
    """Take a cycle to its end and keep each step."""
    desk, cycle, steps = Desk(runtime), start_cycle(runtime, customer), list[Step]()
    while not desk.is_at(cycle, CLOSED):
        item_id = next_seat(desk, cycle).item_id
        before, seen = _before(runtime, item_id)
        desk.do_next(cycle)
        steps.append(_after(runtime, item_id, before, seen))
    return steps


def engine_alone(steps: Sequence[Step]) -> float:
    """Mean CPU seconds of load, complete, save with our state format."""
    begun = time.process_time()
    for step in steps:
        engine = EngineInstance.load(step.spec, step.blob, step.operations(), datetime.now(UTC))
        engine.complete_user_task(step.task_id, dict(step.values))
        engine.dump()
    return (time.process_time() - begun) / len(steps)


def library_alone(steps: Sequence[Step]) -> float:
    """Mean CPU seconds of load, complete, save as SpiffWorkflow's own serializer does it."""
    stored = [STOCK.serialize_json(_loaded(step)) for step in steps]
    begun = time.process_time()
    for step, text in zip(steps, stored, strict=True):
        workflow = STOCK.deserialize_json(text)
        answers, tables = step.operations(), step.spec.tables
        workflow.script_engine = SafeEngine(answers, datetime.now(UTC), tables, lambda _decision: None)
        workflow.refresh_timers()
        workflow.do_engine_steps()
        task = next(one for one in workflow.tasks.values() if str(one.id) == step.task_id)
        task.data[task.task_spec.bpmn_id] = dict(step.values)
        task.run()
        workflow.do_engine_steps()
        STOCK.serialize_json(workflow)
    return (time.process_time() - begun) / len(steps)


def _loaded(step: Step) -> Any:
    return load_state(step.blob, step.spec.spec, step.spec.subprocess_specs)


def _before(runtime: Runtime, item_id: int) -> tuple[bytes, int]:
    with runtime.read_session() as session:
        instance = session.get_one(WorkItem, item_id).instance
        return state_of(instance), len(_answers(session, instance.id, 0))


def _after(runtime: Runtime, item_id: int, blob: bytes, seen: int) -> Step:
    with runtime.read_session() as session:
        item = session.get_one(WorkItem, item_id)
        found = select(FormSubmission).where(FormSubmission.work_item_id == item_id)
        submission = session.scalars(found).one()
        definition = runtime.definitions.get(session, item.instance.definition_version_id)
        values = process_values(definition.forms[submission.form_key], submission.values)
        answers = _answers(session, item.instance_id, seen)
    return Step(definition.spec, blob, item.engine_task_id, values, answers)


def _answers(session: Session, instance_id: int, seen: int) -> list[Mapping[str, Any]]:
    done = select(HistoryEvent.context).where(
        HistoryEvent.stream == f"instance:{instance_id}", HistoryEvent.action == "operation:done"
    )
    texts = session.scalars(done.order_by(HistoryEvent.seq)).all()
    return [json.loads(text)["result"] for text in texts[seen:]]
