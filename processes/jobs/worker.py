"""The embedded worker: a thread of `steward run` that does due jobs, and stores periodic ones."""

from __future__ import annotations

import logging
import os
import socket
import threading
from datetime import timedelta

from processes.actors import SYSTEM
from processes.commands.periodic import ReportWorker
from processes.history.erasures import copy_erasures
from processes.history.outside import copy_checkpoints
from processes.jobs.dispatching import WakeWorker
from processes.jobs.periodic import schedule_periodic
from processes.jobs.working import work
from processes.runtime import Runtime

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=5)
REPORT = timedelta(seconds=30)


def worker_name() -> str:
    """Host and process, as shown to administrators."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def run_due(runtime: Runtime) -> int:
    """Run every job that is due at the runtime's clock; returns how many ran. A failed one is put off."""
    ran = 0
    while work(runtime, worker_name()):
        ran += 1
    return ran


def tick(runtime: Runtime) -> None:
    """One round of the worker."""
    schedule_periodic(runtime)
    run_due(runtime)
    copy_checkpoints(runtime)
    copy_erasures(runtime)


class Reporter:
    """Tells the database from time to time that this process works."""

    def __init__(self, runtime: Runtime, kind: str) -> None:
        self._runtime = runtime
        self._kind = kind
        self._reported = runtime.clock() - REPORT

    def report(self) -> None:
        """Report, unless that was done a moment ago."""
        now = self._runtime.clock()
        if now - self._reported >= REPORT:
            self._runtime.execute(ReportWorker(worker_name(), self._kind), SYSTEM)
            self._reported = now


class Worker(threading.Thread):
    """Runs `tick` until stopped; a step that stored work wakes it."""

    def __init__(self, runtime: Runtime, woken: WakeWorker) -> None:
        super().__init__(name="steward-worker", daemon=True)
        self._runtime = runtime
        self._woken = woken.woken
        self._stopping = threading.Event()
        self._reporter = Reporter(runtime, "embedded")

    def run(self) -> None:
        """Loop; an error of one round is logged and the next round goes on."""
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self._reporter.report()
                tick(self._runtime)
            except Exception:
                log.exception("the worker's round failed; the next one follows")
            self._woken.wait(PAUSE.total_seconds())

    def stop(self) -> None:
        """End after the running round."""
        self._stopping.set()
        self._woken.set()
        self.join(timeout=10)
