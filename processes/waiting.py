"""Stores what an instance waits for besides people: deferred operations and timers."""

from __future__ import annotations

from processes.commands.system import FireTimer, RunOperation
from processes.context import CommandContext
from processes.engine.instance import EngineInstance, OpenTask
from processes.jobs.queue import EXTERNAL, LOCAL
from processes.models import Instance
from processes.operations import external_operation


def store_deferred(context: CommandContext, instance: Instance, engine: EngineInstance, tasks: list[OpenTask]) -> None:
    """A job for each operation that waits, once; those that leave the system have a queue of their own."""
    for task in tasks:
        command = RunOperation(instance.id, task.task_id, task.element_id)
        queue = EXTERNAL if engine.call_of(task.task_id).operation in external_operation else LOCAL
        context.schedule(command, context.now, f"operation:{task.task_id}", queue)


def store_timer(context: CommandContext, instance: Instance) -> None:
    """A job for the next timer, if one is set."""
    due = instance.next_timer_at
    if due is not None:
        context.schedule(FireTimer(instance.id), due, dedupe=f"timer:{instance.id}:{due.isoformat()}")
