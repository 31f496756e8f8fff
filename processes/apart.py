"""Runs one long piece of work in a process of its own: in a thread it would take every second turn from the pages.

That process yields to everything else on the machine, and ends with this one, however that ends.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

from processes.cores import end_with_parent
from processes.errors import ProcessError
from processes.failures import failure_text
from processes.memory import settle_memory

Found = TypeVar("Found")
YIELDING = 10  # how far below others, by the measure of nice(2)


class ApartFailed(ProcessError):
    """The work there failed, or its process was lost. ``why``: as for an administrator, without anybody's data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def told(self) -> str:
        return self.why


def run_apart(function: Callable[..., Found], *given: object) -> Found:
    """What the function gives there; it and ``given`` are copied. Raises ApartFailed."""
    context = get_context("spawn")  # a fork would take this process's threads' locks along
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, function, given), name="steward-apart", daemon=True)
    process.start()
    there.close()
    try:
        answer: tuple[Found, str] = here.recv()
    except EOFError:
        process.join()
        raise ApartFailed(f"its process ended with {process.exitcode}") from None
    finally:
        here.close()
        process.join()
    found, failure = answer
    if failure:
        raise ApartFailed(failure)
    return found


def _run(there: Connection, function: Callable[..., object], given: tuple[object, ...]) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: it is for the process that began this one
    os.nice(YIELDING)
    settle_memory()
    try:
        answer = (function(*given), "")
    except Exception as error:
        answer = (None, failure_text(error))
    there.send(answer)
