"""Owns a step: load an instance's engine, let it act, and store what follows from it.

Work items, jobs, path counts, timers and the state are written in the transaction that acted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from processes.context import BANK_ZONE, CommandContext, OperationContext
from processes.definitions import LoadedDefinition
from processes.engine.errors import FAULTS
from processes.engine.instance import DecisionMade, EngineInstance, OperationCall, OperationCaller
from processes.errors import OperationFailed, ProcessError, StepFailed
from processes.instances import keep_instance, state_of
from processes.items import open_items, open_tasks_of
from processes.models import Instance
from processes.operations import external_operation
from processes.waiting import store_deferred, store_timer

# False: nothing happened, so nothing is stored.
Act = Callable[[EngineInstance], bool | None]


def begin_instance(context: CommandContext, instance: Instance, data: Mapping[str, object]) -> None:
    """Start the engine of a new instance row and store its first wait states. Raises StepFailed as `step` does."""
    definition = context.runtime.definitions.get(context.session, instance.definition_version_id)
    engine = None
    try:
        caller, note = _caller(context, instance), _note(context, instance)
        engine = EngineInstance.prepared(definition.spec, dict(data), caller, _banks(context), note)
        engine.begin()
        _store(context, instance, definition, engine)
    except FAULTS as fault:  # the instance goes with the transaction: the incident tells its process
        at = None if engine is None else engine.at
        raise StepFailed(None, at, type(fault).__name__, f"{instance.definition_key}: {fault.told}") from fault


def step(context: CommandContext, instance: Instance, act: Act) -> bool:
    """Load an instance, act, and store the step; False when ``act`` found nothing to do.

    Raises StepFailed when the process itself cannot go on.
    """
    definition = context.runtime.definitions.get(context.session, instance.definition_version_id)
    caller, note = _caller(context, instance), _note(context, instance)
    engine = EngineInstance.load(definition.spec, state_of(instance), caller, _banks(context), note)
    try:
        if act(engine) is False:
            return False
        _store(context, instance, definition, engine)
    except FAULTS as fault:
        raise StepFailed(instance.id, engine.at, type(fault).__name__, fault.told) from fault
    return True


def _banks(context: CommandContext) -> datetime:
    # Timers count months and days by the bank's calendar: at 07:30 of 1 March it is still February in UTC.
    return context.now.astimezone(BANK_ZONE)


def run_operation(context: CommandContext, instance: Instance, call: OperationCall) -> Mapping[str, object]:
    """Run a local operation in this step and note it in the history."""
    result = context.runtime.operation_of(call.operation)(
        OperationContext(context, instance, call.element_id), **call.parameters
    )
    context.history(f"instance:{instance.id}", "operation:done", element=call.element_id, result=result)
    return result


def _caller(context: CommandContext, instance: Instance) -> OperationCaller:
    def perform(call: OperationCall) -> Mapping[str, object] | None:
        if call.element_id in context.deferred or call.operation in external_operation:
            return None
        try:
            return run_operation(context, instance, call)
        except ProcessError:
            raise
        except Exception as error:
            raise OperationFailed(call.element_id) from error

    return perform


def _note(context: CommandContext, instance: Instance) -> Callable[[DecisionMade], None]:
    def note(made: DecisionMade) -> None:
        told = {"decision": made.decision, "inputs": made.inputs, "result": made.result}
        context.history(f"instance:{instance.id}", "decision:made", element=made.element_id, **told)

    return note


def _store(context: CommandContext, instance: Instance, definition: LoadedDefinition, engine: EngineInstance) -> None:
    waiting, known = engine.open_tasks(), open_tasks_of(context.session, instance)
    steps = (definition.spec.elements[task.element_id].properties.get("step") for task in waiting)
    values = {
        "data": engine.data,
        "path": _added(instance.path, engine.flows_taken),
        "visits": _added(instance.visits, [element for _, element in engine.visited]),
        "waiting_at": sorted({task.element_id for task in waiting}),
        "step": min((step for step in steps if step), default=instance.step),
        "next_timer_at": engine.next_timer_at(),
    }
    ended = {"status": "completed", "ended_at": context.now} if engine.is_completed else {}
    keep_instance(context, instance, None if ended else engine.dump(), **values, **ended)
    if engine.flows_taken:  # without it nobody could tell later which way a token went, and when
        context.history(f"instance:{instance.id}", "path:take", flows=engine.flows_taken)
    open_items(context, instance, definition, [task for task in waiting if task.kind == "user"], known, engine.be_at)
    store_deferred(context, instance, engine, [task for task in waiting if task.kind == "job"])
    store_timer(context, instance)
    if ended:
        context.history(f"instance:{instance.id}", "instance:complete", elements=len(instance.visits))


def _added(counts: Mapping[str, int] | None, more: list[str]) -> dict[str, int]:
    return dict(Counter(counts or {}) + Counter(more))
