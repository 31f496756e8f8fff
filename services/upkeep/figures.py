"""What an operator's monitoring asks the database: counts that indexes alone can answer, read not too often.

Nothing here names a person or a customer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.models import IS_OPEN, IS_RUNNING, Incident, Instance, Job, WorkerSeen, WorkItem

RECENT = timedelta(minutes=2)  # a worker that reported within it is alive
SHORTEST_REST = 10.0  # seconds between two readings
REST_FOR_WORK = 50  # so many times as long as a reading took: counting costs at most 2 % of one core
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Figures:
    """Counts as of one moment. ``items``: open, waiting (for anybody of a group), overdue; ``running``: instances by
    process; ``jobs``: (queue, due or failed); ``scheduled``: jobs that are not due yet; ``oldest_due``: seconds by
    queue; ``incidents``: open ones by code; ``workers``: alive, by kind."""

    items: Counts
    running: Counts
    jobs: Mapping[tuple[str, ...], int]
    scheduled: int
    oldest_due: Mapping[str, float]
    incidents: Counts
    workers: Counts


def read_figures(session: Session, now: datetime) -> Figures:
    """Count now."""
    jobs, oldest = _jobs(session, now)
    later = select(func.count()).select_from(Job).where(Job.status == "pending", Job.run_at > now)
    return Figures(
        items=_items(session, now),
        running=_by(session, Instance.definition_key, IS_RUNNING),
        jobs=jobs,
        scheduled=session.scalar(later) or 0,
        oldest_due=oldest,
        incidents=_by(session, Incident.code, Incident.status == "open"),
        workers=_by(session, WorkerSeen.kind, WorkerSeen.seen_at > now - RECENT),
    )


class RestedFigures:
    """Reads at most every so often, the more seldom the longer it takes; between readings the last one is given."""

    def __init__(self, read: Callable[[], Figures], clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._last: Figures | None = None
        self._until = 0.0

    def get(self) -> Figures | None:
        """The figures; None while they cannot be read."""
        with self._lock:
            begun = self._clock()
            if begun >= self._until:
                self._last = self._fresh()
                took = self._clock() - begun
                self._until = begun + took + max(SHORTEST_REST, REST_FOR_WORK * took)
            return self._last

    def _fresh(self) -> Figures | None:
        try:
            return self._read()
        except Exception:  # whatever it is: monitoring must say that the database does not answer
            return None


def _items(session: Session, now: datetime) -> Counts:
    count = select(func.count()).select_from(WorkItem).where(IS_OPEN)
    return {
        "open": session.scalar(count) or 0,
        "waiting": session.scalar(count.where(WorkItem.assignee_id.is_(None))) or 0,
        "overdue": session.scalar(count.where(WorkItem.due_date < bank_day(now))) or 0,
    }


def _jobs(session: Session, now: datetime) -> tuple[Mapping[tuple[str, ...], int], Mapping[str, float]]:
    counted = select(Job.queue, func.count(), func.min(Job.run_at)).group_by(Job.queue)
    due = session.execute(counted.where(Job.status == "pending", Job.run_at <= now)).all()
    failed = session.execute(counted.where(Job.status == "failed")).all()
    jobs: dict[tuple[str, ...], int] = {(queue, "due"): count for queue, count, _ in due}
    jobs |= {(queue, "failed"): count for queue, count, _ in failed}
    return jobs, {queue: (now - oldest).total_seconds() for queue, _, oldest in due}


def _by(session: Session, column: object, condition: object) -> Counts:
    counted = select(column, func.count()).where(condition).group_by(column)  # type: ignore[call-overload]
    return {str(key): int(count) for key, count in session.execute(counted)}
