"""A server to be killed: the real application under waitress, which may kill itself around a commit.

python -m tests.reliability.serving URL PORT HOME [before|after COMMAND NTH]
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy.orm import Session
from waitress import serve

import processes.runtime
import tests.runtime.small  # noqa: F401  (registers the operation that the test process calls)
from processes.jobs.dispatching import WakeWorker
from processes.jobs.worker import Worker
from services.bank import bank_runtime
from tests.support.keys import KEYS
from web.app import create_app
from web.settings import load_settings


def main(url: str, port: str, home: str, *fault: str) -> None:
    """Serve until killed."""
    runtime = bank_runtime(url, KEYS)
    if fault:
        arm(*fault)
    woken = WakeWorker()
    runtime.dispatcher = woken
    Worker(runtime, woken).start()
    app = create_app(load_settings(home=Path(home), database_url=url), runtime)
    serve(app, host="127.0.0.1", port=int(port), threads=8, _quiet=True)


def arm(moment: str, command: str, nth: str) -> None:
    """Kill this process before or after the nth commit of a command."""
    state = {"left": int(nth), "is_it": False}
    run, commit = processes.runtime.Runtime._run, processes.runtime._commit

    def watched_run(self: processes.runtime.Runtime, context: object, given: object) -> object:
        state["is_it"] = state["is_it"] or type(given).__name__ == command
        return run(self, context, given)  # type: ignore[arg-type]

    def watched_commit(session: Session, key: str | None) -> None:
        state["left"] -= int(state["is_it"])
        kill = state["is_it"] and state["left"] == 0
        state["is_it"] = False
        if kill and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(session, key)
        if kill:
            os.kill(os.getpid(), signal.SIGKILL)

    processes.runtime.Runtime._run = watched_run  # type: ignore[method-assign]
    processes.runtime._commit = watched_commit


if __name__ == "__main__":
    main(*sys.argv[1:])
