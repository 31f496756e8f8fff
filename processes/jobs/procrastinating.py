"""Procrastinate on PostgreSQL: jobs announced in the transaction that stores them, done by workers of any host."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from processes.history.erasures import copy_erasures
from processes.history.outside import copy_checkpoints
from processes.jobs.periodic import schedule_periodic
from processes.jobs.queue import EXTERNAL, LOCAL, READING, VERIFYING
from processes.jobs.worker import Lasting, Reporter, run_due, worker_name
from processes.jobs.working import work
from processes.models import Job
from processes.runtime import Runtime

log = logging.getLogger(__name__)
QUEUE = "steward"
TASK = "steward.job"
STOP = 15.0  # seconds for each of the two threads of `Rounds` to end what they are at
SKEW = 1.0  # seconds by which this host may be behind the one that says that a job is due
QUICK = (
    LOCAL,
    EXTERNAL,
    READING,
)  # a verification may last an hour: `Rounds` does it, which can end it and give it back
ROUND = 10.0  # seconds between two looks for what the queue lost: a worker was killed with a job in its hands


class ProcrastinateDispatcher:
    """Defers a look at each job through the session's own connection: stored with the job, or not at all."""

    def __init__(self, app: App) -> None:
        self._app = app

    def put(self, session: Session, job: Job) -> None:
        """Have the job looked at when it is due."""
        connection = session.connection().connection.driver_connection
        self._app.configure_task(TASK, queue=QUEUE, schedule_at=job.run_at, connection=connection).defer(job_id=job.id)

    def announce(self, session: Session) -> None:
        """Nothing: the queue notifies its workers at the commit."""


def conninfo(url: str) -> str:
    """The URL as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def dispatch_through_procrastinate(runtime: Runtime) -> None:
    """Announce the runtime's jobs to Procrastinate. Deferring borrows our connections: its own stay closed."""
    runtime.dispatcher = ProcrastinateDispatcher(App(connector=SyncPsycopgConnector()))


def worker_app(runtime: Runtime) -> App:
    """The app whose one task does a job by its id."""
    app = App(connector=PsycopgConnector(conninfo=conninfo(runtime.database.url)))

    @app.task(name=TASK, queue=QUEUE)
    def do(job_id: int) -> None:
        if not work(runtime, worker_name(), job_id, QUICK):
            time.sleep(SKEW)
            work(runtime, worker_name(), job_id, QUICK)

    return app


def run_worker(runtime: Runtime, concurrency: int) -> None:
    """Do jobs until told to stop (SIGTERM or SIGINT); a job under way is finished first."""
    app = worker_app(runtime)
    rounds = Rounds(runtime)
    rounds.start()
    try:
        app.run_worker(
            queues=[QUEUE], name=worker_name(), concurrency=concurrency, delete_jobs="always",
            fetch_job_polling_interval=ROUND / 2, shutdown_graceful_timeout=30,
        )  # fmt: skip
    finally:
        rounds.stop()


class Rounds(threading.Thread):
    """Stores periodic jobs, reports the worker, and does what is due and nobody does: the job rows are the truth."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(name="steward-rounds", daemon=True)
        self._runtime = runtime
        self._reporter = Reporter(runtime, "procrastinate")
        self._stopping = threading.Event()
        self._lasting = Lasting(runtime, (VERIFYING,))

    def run(self) -> None:
        """Loop; an error of one round is logged and the next round goes on."""
        while not self._stopping.is_set():
            try:
                self._reporter.report()
                schedule_periodic(self._runtime)
                self._lasting.look()
                run_due(self._runtime, QUICK, is_over=partial(self._is_over, time.monotonic() + ROUND))
                copy_checkpoints(self._runtime)
                copy_erasures(self._runtime)
            except Exception:
                log.exception("the worker's round failed; the next one follows")
            self._stopping.wait(ROUND)

    def stop(self) -> None:
        """End after the running job."""
        self._stopping.set()
        self._lasting.stop(STOP)
        self.join(timeout=STOP)

    def _is_over(self, ends: float) -> bool:
        return self._stopping.is_set() or time.monotonic() > ends
