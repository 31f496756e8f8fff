"""The embedded worker: threads of `steward run` that do due jobs, one of which stores periodic ones.

Each kind of work that lasts outside a transaction has a thread of its own, so that no timer waits for another system's
answer, and no answer for a verification of the whole history.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from processes.actors import SYSTEM
from processes.commands.periodic import ReportWorker
from processes.errands import errands
from processes.history.erasures import copy_erasures
from processes.history.outside import copy_checkpoints
from processes.jobs.dispatching import WakeWorker
from processes.jobs.periodic import schedule_periodic
from processes.jobs.queue import LOCAL, OUTSIDE, due_queues
from processes.jobs.working import work
from processes.runtime import Runtime

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=5)
REPORT = timedelta(seconds=30)
STOP = 10.0  # seconds that all threads may take to end what they are at
ROUND = 2.0  # seconds of jobs before checkpoints are copied, what is periodic is stored, and the worker reports


def worker_name() -> str:
    """Host and process, as shown to administrators."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def run_due(runtime: Runtime, queues: tuple[str, ...] = (), is_over: Callable[[], bool] = lambda: False) -> int:
    """Run every job of these queues, or of all, that is due at the runtime's clock, until it is over; returns how many
    ran. A failed one is put off."""
    ran = 0
    while not is_over() and work(runtime, worker_name(), queues=queues):
        ran += 1
    return ran


def tick(runtime: Runtime, queues: tuple[str, ...] = (), is_over: Callable[[], bool] = lambda: False) -> None:
    """One round of the worker."""
    schedule_periodic(runtime)
    run_due(runtime, queues, is_over)
    copy_checkpoints(runtime)
    copy_erasures(runtime)


def a_round(stopping: threading.Event, woken: threading.Event) -> Callable[[], bool]:
    """Whether a round that begins now is over; then the next one follows at once, since jobs may be left."""
    ends = time.monotonic() + ROUND

    def is_over() -> bool:
        if stopping.is_set():
            return True
        if time.monotonic() < ends:
            return False
        woken.set()
        return True

    return is_over


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


class Lasting:
    """Does what lasts outside a transaction, each queue in a thread of its own, whenever it is asked to look."""

    def __init__(self, runtime: Runtime, queues: tuple[str, ...], woken: threading.Event | None = None) -> None:
        """``woken``: set when something was done, so that what came meanwhile is not left for a pause."""
        self._runtime = runtime
        self._threads = {queue: threading.Thread() for queue in queues}
        self._woken = woken or threading.Event()
        self._stopping = threading.Event()

    def look(self) -> None:
        """Begin what is due."""
        with self._runtime.read_session() as session:
            due = due_queues(session, self._runtime.clock())
        for queue, thread in self._threads.items():
            if queue in due and not thread.is_alive():
                begun = threading.Thread(target=self._do, args=(queue,), name=f"steward-{queue}", daemon=True)
                self._threads[queue] = begun
                begun.start()

    def stop(self, seconds: float) -> None:
        """End after what is under way, for which there are so many seconds; errands are ended and given back."""
        self._stopping.set()
        ends = time.monotonic() + seconds
        for thread in self._threads.values():
            while thread.is_alive() and time.monotonic() < ends:
                errands.end()
                thread.join(0.1)

    def _do(self, queue: str) -> None:
        try:
            if run_due(self._runtime, (queue,), self._stopping.is_set):
                self._woken.set()
        except Exception:
            log.exception("work outside a transaction failed; it is tried again")


class Worker(threading.Thread):
    """Runs `tick` until stopped, and beside it what lasts; a step that stored work wakes it."""

    def __init__(self, runtime: Runtime, woken: WakeWorker) -> None:
        super().__init__(name="steward-worker", daemon=True)
        self._runtime = runtime
        self._woken = woken.woken
        self._stopping = threading.Event()
        self._reporter = Reporter(runtime, "embedded")
        self._lasting = Lasting(runtime, OUTSIDE, self._woken)

    def run(self) -> None:
        """Loop; an error of one round is logged and the next round goes on."""
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self._reporter.report()
                self._lasting.look()
                tick(self._runtime, (LOCAL,), a_round(self._stopping, self._woken))
            except Exception:
                log.exception("the worker's round failed; the next one follows")
            self._woken.wait(PAUSE.total_seconds())

    def stop(self) -> None:
        """End after the running round."""
        self._stopping.set()
        self._woken.set()
        ends = time.monotonic() + STOP
        self.join(timeout=STOP)
        self._lasting.stop(max(0.0, ends - time.monotonic()))
