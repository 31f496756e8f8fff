"""Stores the next run of something periodic, and takes the reports of workers."""

from __future__ import annotations

from dataclasses import dataclass

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.jobs.queue import LOCAL
from processes.models import WorkerSeen


@dataclass(frozen=True)
class SchedulePeriodic:
    """Run ``command`` now as a job of a queue, once for a ``dedupe``."""

    command: object
    dedupe: str
    queue: str = LOCAL


@dataclass(frozen=True)
class ReportWorker:
    """A worker lives. ``kind``: embedded or procrastinate."""

    name: str
    kind: str


@handles(SchedulePeriodic)
def schedule(context: CommandContext, command: SchedulePeriodic) -> None:
    """Nothing when it is stored already."""
    if not context.actor.is_system:
        raise NotAllowed
    context.schedule(command.command, context.now, command.dedupe, command.queue)


@handles(ReportWorker)
def report_worker(context: CommandContext, command: ReportWorker) -> None:
    """The row of the worker, made at its first report."""
    if not context.actor.is_system:
        raise NotAllowed
    seen = context.session.get(WorkerSeen, command.name)
    if seen is None:
        seen = WorkerSeen(name=command.name, kind=command.kind, started_at=context.now, seen_at=context.now)
        context.session.add(seen)
    seen.seen_at = context.now
