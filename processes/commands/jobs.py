"""Commands on jobs: claim, run, complete, note a failure, and an operator's retry or skip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from processes.jobs.queue import LEASES, LOCAL, claim, command_of, note_failure
from processes.models import Incident, Job

DIED = "the worker ended or hung before the job did"


@dataclass(frozen=True)
class ClaimJob:
    """Lease a due job to a worker: the oldest of these queues, or of any, or that one."""

    worker: str
    job_id: int | None = None
    queues: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtendLease:
    """A worker is still at a job outside any transaction."""

    job_id: int
    fence: int


@dataclass(frozen=True)
class RunJob:
    """Run a claimed local job: its effect and its end are one transaction."""

    job_id: int
    fence: int


@dataclass(frozen=True)
class CompleteJob:
    """Store what a job's work outside a transaction gave: an external call's answer, or what was read."""

    job_id: int
    fence: int
    result: Mapping[str, object]


@dataclass(frozen=True)
class ReturnJob:
    """A worker stops before its job's work was done: it is free for the next one that looks, and it was no attempt."""

    job_id: int
    fence: int


@dataclass(frozen=True)
class FailJob:
    """Note that a claimed job's attempt failed."""

    job_id: int
    fence: int
    error: str


@dataclass(frozen=True)
class RetryJob:
    """Run a failed job again, now. ``reason``: why it should go well this time; kept in the history."""

    job_id: int
    reason: str = ""


@dataclass(frozen=True)
class RetryJobs:
    """Run every failed job of a kind again, now. ``reason``: as of `RetryJob`."""

    kind: str
    reason: str = ""


@dataclass(frozen=True)
class SkipJob:
    """Give a failed job up, with a reason; what waits for its result goes on waiting."""

    job_id: int
    reason: str


@handles(ClaimJob)
def claim_job(context: CommandContext, command: ClaimJob) -> dict[str, object] | None:
    """The job's id, its fence, and whether it works outside a transaction; None when nothing is due.

    A job whose workers died too often is an incident.
    """
    _only_system(context)
    while (job := claim(context.session, context.now, command.worker, command.job_id, command.queues)) is not None:
        if job.attempts <= job.max_attempts:
            context.session.flush()
            return {"job_id": job.id, "fence": job.fence, "outside": job.queue != LOCAL}
        _fail(context, job, job.error or DIED)
    return None


@handles(ExtendLease)
def extend_lease(context: CommandContext, command: ExtendLease) -> bool:
    """False when the job belongs to another by now."""
    job = _held(context, command.job_id, command.fence)
    if job is not None:
        job.lease_until = context.now + LEASES[job.queue]
    return job is not None


@handles(RunJob)
def run_job(context: CommandContext, command: RunJob) -> bool:
    """False when another worker has it by now: nothing happens."""
    job = _held(context, command.job_id, command.fence)
    if job is None:
        return False
    _end(context, job)
    context.then(command_of(job))
    return True


@handles(CompleteJob)
def complete_job(context: CommandContext, command: CompleteJob) -> bool:
    """False when another worker has it by now: its own answer will be stored."""
    job = _held(context, command.job_id, command.fence)
    if job is None:
        return False
    _end(context, job)
    context.then(command_of(job).with_result(command.result))
    return True


@handles(ReturnJob)
def return_job(context: CommandContext, command: ReturnJob) -> None:
    """As if it had never been claimed."""
    job = _held(context, command.job_id, command.fence)
    if job is not None:
        job.lease_until, job.attempts = None, job.attempts - 1


@handles(FailJob)
def fail_job(context: CommandContext, command: FailJob) -> None:
    """Put the job off, or open an incident and say so in the history."""
    job = _held(context, command.job_id, command.fence)
    if job is not None:
        _fail(context, job, command.error)


@handles(RetryJob)
def retry_job(context: CommandContext, command: RetryJob) -> None:
    """Refuses with NotAllowed unless the actor handles incidents."""
    _only_operators(context)
    _retry(context, _job(context, command.job_id), command.reason)


@handles(RetryJobs)
def retry_jobs(context: CommandContext, command: RetryJobs) -> int:
    """How many; NotAllowed unless the actor handles incidents."""
    _only_operators(context)
    failed = context.session.scalars(
        select(Job).where(Job.kind == command.kind, Job.status == "failed").order_by(Job.id).with_for_update()
    ).all()
    for job in failed:
        _retry(context, job, command.reason)
    return len(failed)


@handles(SkipJob)
def skip_job(context: CommandContext, command: SkipJob) -> None:
    """NotAllowed unless the actor handles incidents."""
    _only_operators(context)
    job = _job(context, command.job_id)
    if job.status == "failed":
        job.status = "skipped"
        _resolve(context, job)
        context.history(_stream(job), "incident:skip", job=job.id, kind=job.kind, reason=command.reason)


def _retry(context: CommandContext, job: Job, reason: str) -> None:
    if job.status != "failed":
        return
    job.status, job.attempts, job.run_at, job.ended_at = "pending", 0, context.now, None
    _resolve(context, job)
    context.runtime.dispatcher.put(context.session, job)
    context.history(_stream(job), "incident:retry", job=job.id, kind=job.kind, reason=reason)


def _resolve(context: CommandContext, job: Job) -> None:
    for incident in context.session.scalars(select(Incident).where(Incident.job_id == job.id)):
        incident.status, incident.resolved_at = "resolved", context.now
        incident.resolved_by = context.actor.name


def _end(context: CommandContext, job: Job) -> None:
    job.status, job.ended_at, job.lease_until = "done", context.now, None


def _fail(context: CommandContext, job: Job, error: str) -> None:
    if note_failure(context.session, job, error, context.now) is None:
        context.runtime.dispatcher.put(context.session, job)
    else:
        context.history(_stream(job), "incident:open", job=job.id, kind=job.kind, error=error)
    context.session.flush()


def _held(context: CommandContext, job_id: int, fence: int) -> Job | None:
    """The job, while the lease of that fence is the last one given."""
    _only_system(context)
    job = _job(context, job_id)
    return job if job.status == "pending" and job.fence == fence else None


def _job(context: CommandContext, job_id: int) -> Job:
    job = context.session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound(str(job_id))
    return job


def _only_system(context: CommandContext) -> None:
    if not context.actor.is_system:
        raise NotAllowed


def _only_operators(context: CommandContext) -> None:
    if not context.runtime.ports.access.may_handle_incidents(context.actor):
        raise NotAllowed


def _stream(job: Job) -> str:
    return "jobs" if job.instance_id is None else f"instance:{job.instance_id}"
