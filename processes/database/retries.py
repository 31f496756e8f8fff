"""Whether a command that met a database error is tried again."""

from __future__ import annotations

import random
import time

from processes.database.base import PATIENCE, Database
from processes.database.faults import Fault, fault_of
from processes.errors import DatabaseBusy, StorageFull

SHORTEST, LONGEST = 0.01, 0.25  # seconds between two tries


class Retries:
    """The tries of one command; together they last no longer than a person waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._end = time.monotonic() + PATIENCE
        self._pause = SHORTEST

    def again_or_raise(self, error: Exception) -> None:
        """Return when it is time to try again; raises DatabaseBusy, StorageFull, or a mistake of ours as it is."""
        fault = fault_of(error)
        if fault is None:
            raise error
        if fault is Fault.FULL:
            raise StorageFull from error
        if fault is Fault.BUSY or time.monotonic() > self._end:
            raise DatabaseBusy from error
        if fault is Fault.LOST:
            self._database.writer.dispose()
        # Two that met must not meet again at once: the pause is random, and longer each time.
        time.sleep(random.uniform(self._pause / 2, self._pause))  # noqa: S311  (no secret)
        self._pause = min(self._pause * 2, LONGEST)
