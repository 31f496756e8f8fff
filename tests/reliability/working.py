"""A worker to be killed: python -m tests.reliability.working URL"""

from __future__ import annotations

import sys
import time
from contextlib import suppress

import tests.runtime.small  # noqa: F401  (registers the operation that the test process calls)
from processes.errors import DatabaseBusy
from processes.jobs.worker import run_due
from services.bank import bank_runtime
from tests.support.keys import KEYS


def main(url: str) -> None:
    """Do what is due until killed."""
    runtime = bank_runtime(url, KEYS)
    while True:
        with suppress(DatabaseBusy):
            run_due(runtime)
        time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
