"""The embedded worker: runs due jobs, and escalates what is late, inside `steward run`."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from processes.actors import SYSTEM
from processes.commands.escalation import EscalateOverdue
from processes.commands.jobs import FailJob, RunJob
from processes.jobs.queue import due_jobs
from processes.runtime import Runtime

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=5)


def run_due(runtime: Runtime) -> int:
    """Run every job that is due at the runtime's clock; returns how many ran. A failed one is put off."""
    ran = 0
    while True:
        with runtime.read_session() as session:
            ids = due_jobs(session, runtime.clock())
        for job_id in ids:
            _run(runtime, job_id)
            ran += 1
        if not ids:
            return ran


def tick(runtime: Runtime) -> None:
    """One round of the worker."""
    run_due(runtime)
    runtime.execute(EscalateOverdue(), SYSTEM)


def _run(runtime: Runtime, job_id: int) -> None:
    try:
        runtime.execute(RunJob(job_id), SYSTEM)
    except Exception as error:
        # Whatever a command raises is the job's failure: it is retried and then becomes an incident.
        log.exception("job %s failed", job_id)
        runtime.execute(FailJob(job_id, f"{type(error).__name__}: {error}"), SYSTEM)


class Worker(threading.Thread):
    """Runs `tick` until stopped; a step that stored work wakes it."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(name="steward-worker", daemon=True)
        self._runtime = runtime
        self._stopping = threading.Event()

    def run(self) -> None:
        """Loop; an error of one round is logged and the next round goes on."""
        while not self._stopping.is_set():
            try:
                tick(self._runtime)
            except Exception:
                log.exception("the worker's round failed; the next one follows")
            self._runtime.wake.wait(PAUSE.total_seconds())
            self._runtime.wake.clear()

    def stop(self) -> None:
        """End after the running round."""
        self._stopping.set()
        self._runtime.wake.set()
        self.join(timeout=10)
