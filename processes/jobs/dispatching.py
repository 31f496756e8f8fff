"""Tells workers that a job is due: a thread of this process, or a queue that many hosts share."""

from __future__ import annotations

import threading
from typing import Protocol

from sqlalchemy.orm import Session

from processes.models import Job


class Dispatcher(Protocol):
    """The job row is the truth; a dispatcher only makes a worker look at it in time."""

    def put(self, session: Session, job: Job) -> None:
        """The job was stored or put off in this transaction: have it looked at when it is due."""

    def announce(self, session: Session) -> None:
        """That transaction was committed."""


PUT = "job_put"


class WakeWorker:
    """Wakes the worker thread of this process; it finds the job in the table."""

    def __init__(self) -> None:
        self.woken = threading.Event()

    def put(self, session: Session, job: Job) -> None:
        """Remember it until the commit: before that the worker would not see the row."""
        session.info[PUT] = True

    def announce(self, session: Session) -> None:
        """Have the worker look now, if there is something new to see."""
        if session.info.pop(PUT, False):
            self.woken.set()
