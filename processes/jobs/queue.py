"""Owns the job table: a job is a command by name with its arguments, stored in the asking transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.commands.registry import command_named
from processes.models import Incident, Job

FIRST_DELAY = timedelta(seconds=10)


def put_command(session: Session, command: Any, at: datetime, dedupe: str | None, now: datetime) -> Job | None:
    """Store a job; None when one with the same ``dedupe`` exists already."""
    if dedupe is not None and session.scalars(select(Job.id).where(Job.dedupe == dedupe)).first():
        return None
    job = Job(
        kind=type(command).__name__,
        arguments=asdict(command),
        instance_id=getattr(command, "instance_id", None),
        dedupe=dedupe,
        status="pending",
        run_at=at,
        attempts=0,
        max_attempts=3,
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def due_jobs(session: Session, now: datetime) -> list[int]:
    """The ids of the jobs to run now, the oldest first."""
    return list(
        session.scalars(select(Job.id).where(Job.status == "pending", Job.run_at <= now).order_by(Job.run_at, Job.id))
    )


def command_of(job: Job) -> object:
    """The stored command."""
    return command_named(job.kind)(**job.arguments)


def note_failure(session: Session, job: Job, error: str, now: datetime) -> Incident | None:
    """Count a failed attempt: a later try with a growing delay, or an incident when none is left."""
    job.attempts += 1
    job.error = error
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
