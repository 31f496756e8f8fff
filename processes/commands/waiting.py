"""Handles what the system tells an instance: a timer is due, an operation ran, a message came."""

from __future__ import annotations

from processes.command_registry import handles
from processes.commands.system import CorrelateMessage, FireTimer, RunOperation
from processes.context import CommandContext
from processes.engine.instance import EngineInstance
from processes.errors import NotAllowed
from processes.instances import instance_of
from processes.models import Instance
from processes.stepping import run_operation, step


@handles(FireTimer)
def fire_timer(context: CommandContext, command: FireTimer) -> None:
    """An ended instance has no timers left."""
    instance = _running(context, command.instance_id)
    if instance is not None:
        step(context, instance, lambda engine: engine.fire_timers())


@handles(RunOperation)
def run_deferred(context: CommandContext, command: RunOperation) -> None:
    """The operation's error is this job's failure: it is retried, and then an incident."""
    instance = _running(context, command.instance_id)
    if instance is None:
        return
    step(
        context,
        instance,
        lambda engine: engine.complete_job(command.task_id, _result(context, instance, command, engine)),
    )


def _result(
    context: CommandContext, instance: Instance, command: RunOperation, engine: EngineInstance
) -> dict[str, object]:
    call = engine.call_of(command.task_id)
    if command.result is None:
        return dict(run_operation(context, instance, call))
    context.history(f"instance:{instance.id}", "operation:done", element=call.element_id, result=command.result)
    return dict(command.result)


@handles(CorrelateMessage)
def correlate_message(context: CommandContext, command: CorrelateMessage) -> bool:
    """Whether the instance waited for the message."""
    instance = _running(context, command.instance_id)
    if instance is None:
        return False
    heard = step(
        context, instance, lambda engine: engine.correlate(command.message, dict(command.payload), command.match)
    )
    if heard:
        context.history(f"instance:{instance.id}", "message:receive", message=command.message)
    return heard


def _running(context: CommandContext, instance_id: int) -> Instance | None:
    if not context.actor.is_system:
        raise NotAllowed
    instance = instance_of(context.session, instance_id)
    return instance if instance.status == "running" else None
