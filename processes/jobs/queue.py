"""Owns the job table: a job is a command by name with its arguments, stored in the asking transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from processes.command_registry import command_named
from processes.database.locking import locks_rows
from processes.models import Incident, Job, SystemFlag

LOCAL, EXTERNAL, READING, VERIFYING = "local", "external", "reading", "verifying"
OUTSIDE = (EXTERNAL, READING, VERIFYING)  # done outside any transaction, for as long as it takes
HELD = "external_jobs_held"  # the flag that a restore sets: what left the system once must not leave it again
FIRST_DELAY = timedelta(seconds=10)
# A local job is one transaction, whose row stays locked however long it lasts: its lease only has to outlive the
# way from the claim to the lock. What is done outside a transaction, a call that leaves the system, much reading or a
# verification, is extended while it lasts.
LEASES = {LOCAL: timedelta(seconds=10), **dict.fromkeys(OUTSIDE, timedelta(seconds=60))}


def put_command(
    session: Session, command: Any, at: datetime, dedupe: str | None, now: datetime, queue: str = LOCAL
) -> Job | None:
    """Store a job; None when one with the same ``dedupe`` exists already."""
    if dedupe is not None and session.scalars(select(Job.id).where(Job.dedupe == dedupe)).first():
        return None
    job = Job(
        kind=type(command).__name__,
        arguments=asdict(command),
        instance_id=getattr(command, "instance_id", None),
        dedupe=dedupe,
        queue=queue,
        status="pending",
        run_at=at,
        attempts=0,
        max_attempts=3,
        fence=0,
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def claim(
    session: Session, now: datetime, worker: str, job_id: int | None = None, queues: Sequence[str] = ()
) -> Job | None:
    """Lease the oldest due job of these queues, or of any, or that one, to a worker; None when there is none to take.

    A lease that ended counts as a failed attempt: its worker died or hangs, and its fence is no longer valid.
    """
    due = select(Job).where(_is_due(now), _released(session))
    if job_id is not None:
        due = due.where(Job.id == job_id)
    if queues:
        due = due.where(Job.queue.in_(queues))
    due = due.order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=locks_rows(session))
    job = session.scalars(due).first()
    if job is None:
        return None
    job.fence += 1
    job.lease_until, job.worker = now + LEASES[job.queue], worker
    job.attempts += 1
    return job


def due_queues(session: Session, now: datetime) -> set[str]:
    """Where something is due, held or not: a look that writes nothing."""
    return set(session.scalars(select(Job.queue).where(_is_due(now)).distinct()))


def command_of(job: Job) -> Any:
    """The stored command."""
    return command_named(job.kind)(**job.arguments)


def note_failure(session: Session, job: Job, error: str, now: datetime) -> Incident | None:
    """After a failed attempt: a later try with a growing delay, or an incident when none is left."""
    job.error = error
    job.lease_until = None
    if job.attempts < job.max_attempts:
        job.run_at = now + FIRST_DELAY * 6 ** (job.attempts - 1)
        return None
    job.status = "failed"
    job.ended_at = now
    incident = Incident(
        instance_id=job.instance_id,
        job_id=job.id,
        element_id=job.arguments.get("element_id"),
        code="job_failed",
        detail=error,
        status="open",
        opened_at=now,
    )
    session.add(incident)
    return incident


def _is_due(now: datetime) -> ColumnElement[bool]:
    free = or_(Job.lease_until.is_(None), Job.lease_until < now)
    return and_(Job.status == "pending", Job.run_at <= now, free)


def _released(session: Session) -> Any:
    held = session.get(SystemFlag, HELD) is not None
    return Job.queue != EXTERNAL if held else and_(True)
