"""What happens again and again: a command every so often, once a slot however many workers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands.checkpoints import WriteCheckpoint
from processes.commands.escalation import EscalateOverdue
from processes.commands.periodic import SchedulePeriodic
from processes.commands.pruning import PruneFinished
from processes.commands.verifications import VerifyHistory
from processes.jobs.queue import LOCAL, VERIFYING
from processes.models import Job
from processes.runtime import Runtime


@dataclass(frozen=True)
class Periodic:
    """A command and how often it runs. ``after``: the day's, or the hour's, beginning in UTC."""

    command: Callable[[], object]
    every: timedelta
    after: timedelta = timedelta(0)
    queue: str = LOCAL

    def slot(self, now: datetime) -> datetime:
        """The last beat at or before a moment."""
        passed = (now.timestamp() - self.after.total_seconds()) % self.every.total_seconds()
        return now - timedelta(seconds=passed)


PERIODIC = (
    Periodic(WriteCheckpoint, timedelta(minutes=1)),
    Periodic(EscalateOverdue, timedelta(minutes=5)),
    Periodic(PruneFinished, timedelta(days=1), after=timedelta(hours=18)),  # at 2 in the bank's night
    Periodic(VerifyHistory, timedelta(days=1), after=timedelta(hours=19), queue=VERIFYING),
)


def schedule_periodic(runtime: Runtime) -> None:
    """Store the jobs of the running slots that nobody has stored yet. A slot missed while all were down is left out."""
    now = runtime.clock()
    for one in PERIODIC:
        command = one.command()
        dedupe = f"periodic:{type(command).__name__}:{one.slot(now).isoformat(timespec='seconds')}"
        with runtime.read_session() as session:
            is_stored = session.scalars(select(Job.id).where(Job.dedupe == dedupe)).first() is not None
        if not is_stored:
            runtime.execute(SchedulePeriodic(command, dedupe, one.queue), SYSTEM)
