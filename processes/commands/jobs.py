"""Commands on jobs: run, note a failure, retry after an incident."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from processes.commands.registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from processes.jobs.queue import command_of, note_failure
from processes.models import Incident, Job


@dataclass(frozen=True)
class RunJob:
    """Run a pending job: its effect and its end are one transaction."""

    job_id: int


@dataclass(frozen=True)
class FailJob:
    """Note that a job's attempt failed."""

    job_id: int
    error: str


@dataclass(frozen=True)
class RetryJob:
    """Run a failed job again, now."""

    job_id: int


@handles(RunJob)
def run_job(context: CommandContext, command: RunJob) -> None:
    """Nothing happens to a job that another worker has run meanwhile."""
    job = _job(context, command.job_id)
    if job.status != "pending" or not context.actor.is_system:
        return
    job.status = "done"
    job.ended_at = context.now
    context.then(command_of(job))


@handles(FailJob)
def fail_job(context: CommandContext, command: FailJob) -> None:
    """Put the job off, or open an incident and say so in the history."""
    job = _job(context, command.job_id)
    if job.status != "pending":
        return
    if note_failure(context.session, job, command.error, context.now) is not None:
        context.history(_stream(job), "incident:open", job=job.id, kind=job.kind, error=command.error)


@handles(RetryJob)
def retry_job(context: CommandContext, command: RetryJob) -> None:
    """Refuses with NotAllowed unless the actor handles incidents."""
    if not context.runtime.ports.access.may_handle_incidents(context.actor):
        raise NotAllowed
    job = _job(context, command.job_id)
    if job.status != "failed":
        return
    job.status, job.attempts, job.run_at, job.ended_at = "pending", 0, context.now, None
    for incident in context.session.scalars(select(Incident).where(Incident.job_id == job.id)):
        incident.status, incident.resolved_at, incident.resolved_by = (
            "resolved",
            context.now,
            context.actor.name,
        )
    context.history(_stream(job), "incident:retry", job=job.id, kind=job.kind)


def _job(context: CommandContext, job_id: int) -> Job:
    job = context.session.get(Job, job_id)
    if job is None:
        raise NotFound(str(job_id))
    return job


def _stream(job: Job) -> str:
    return "jobs" if job.instance_id is None else f"instance:{job.instance_id}"
