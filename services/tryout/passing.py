"""Time in a try-out: what is due is done at once, in the order it is due, and nothing waits for a worker.

An operation that failed is tried again until it succeeds or is an incident; the clock moves as far as that takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from processes.actors import SYSTEM
from processes.commands import EscalateOverdue
from processes.commands.jobs import ClaimJob, FailJob, RunJob
from processes.errors import DatabaseBusy, StorageFull
from processes.failures import failure_text
from processes.jobs.queue import LOCAL
from processes.models import Job
from services.tryout.refusals import StepRefused
from services.tryout.world import World

MOST_JOBS = 500  # of one step
WORKER = "try-out"
PENDING = select(Job.id, Job.run_at).where(Job.status == "pending").order_by(Job.run_at, Job.id)
HERE = PENDING.where(Job.queue == LOCAL)
RETRIED = HERE.where(Job.attempts > 0)


class Passing:
    """The time of one world. ``still``: called before each job, raises StepRefused when it takes too long."""

    def __init__(self, world: World, still: Callable[[], None]) -> None:
        self._world = world
        self._still = still

    def settle(self) -> None:
        """Do what is due now, retries included."""
        for _ in range(MOST_JOBS):
            job = self._first(HERE.where(Job.run_at <= self._world.clock())) or self._first(RETRIED)
            if job is None:
                return
            self._do(*job)
        raise StepRefused("too_long")

    def advance(self, by: timedelta) -> None:
        """Let time pass, doing everything on the way; then tell who is late."""
        until = self._world.clock() + by
        for _ in range(MOST_JOBS):
            job = self._first(HERE.where(Job.run_at <= until))
            if job is None:
                break
            self._do(*job)
            self.settle()
        else:
            raise StepRefused("too_long")
        self._world.clock.now = max(until, self._world.clock())
        self._world.runtime.execute(EscalateOverdue(), SYSTEM)
        self.settle()

    def next(self) -> None:
        """Let time pass to what is due next; StepRefused when nothing is."""
        job = self._first(HERE)
        if job is None:
            raise StepRefused("nothing_due")
        self.advance(max(job[1] - self._world.clock(), timedelta(0)))

    def _first(self, wanted: Select[int, datetime]) -> tuple[int, datetime] | None:
        with self._world.runtime.read_session() as session:
            found = session.execute(wanted.limit(1)).first()
        return None if found is None else (found[0], found[1])

    def _do(self, job_id: int, due: datetime) -> None:
        self._still()
        self._world.clock.now = max(due, self._world.clock())
        claimed = self._world.runtime.execute(ClaimJob(WORKER, job_id), SYSTEM)
        if claimed is None:
            return
        try:
            self._world.runtime.execute(RunJob(job_id, claimed["fence"]), SYSTEM)
        except (DatabaseBusy, StorageFull):
            raise
        except Exception as error:
            # As a worker does: whatever a command raises is the job's failure.
            self._world.runtime.execute(FailJob(job_id, claimed["fence"], failure_text(error)), SYSTEM)
