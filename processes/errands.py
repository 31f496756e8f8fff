"""Errands: long work done in a process of its own, since in a thread it would take every second turn from the pages.

That process yields to everything else on the machine, and ends with this one, however that ends.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TypeVar, cast

from processes.errors import ProcessError

Found = TypeVar("Found")
Process = subprocess.Popen[bytes]
# Nothing is loaded from the folder that this process happens to stand in.
COMMAND = (sys.executable, "-P", "-m", "processes.errand_process")


class ErrandFailed(ProcessError):
    """It failed there, or its process was lost. Its text is an administrator's: kinds and places, nobody's data."""

    @property
    def told(self) -> str:
        return str(self)


class ErrandEnded(ProcessError):
    """It was ended before it was done, because this process stops."""


class Errands:
    """The errands of this process; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = set[Process]()
        self._ended = set[Process]()

    def run(self, function: Callable[..., Found], *given: object) -> Found:
        """What the function gives there; it and ``given`` are copied. Raises ErrandFailed, ErrandEnded."""
        asked = pickle.dumps((function, given))
        with self._begun() as process:
            try:
                said = _ask(process, asked)
            finally:
                is_ended = self._finish(process)
        if is_ended:
            raise ErrandEnded
        if process.returncode:
            raise ErrandFailed(f"its process ended with {process.returncode}")
        found, failure = pickle.loads(said)  # noqa: S301  (our own child's)
        if failure:
            raise ErrandFailed(failure)
        return cast(Found, found)

    def end(self) -> None:
        """End those under way: whoever waits for one gets ErrandEnded."""
        with self._lock:
            self._ended |= self._running
            for process in self._running:
                process.kill()

    def _begun(self) -> Process:
        known = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with self._lock:
            process = subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=known
            )
            self._running.add(process)
        return process

    def _finish(self, process: Process) -> bool:
        """Whether it was ended by `end`."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(1.0)  # it has answered, unless whoever waited for the answer was interrupted
        with self._lock:
            process.kill()
            process.wait()
            self._running.discard(process)
            is_ended = process in self._ended
            self._ended.discard(process)
        return is_ended


def _ask(process: Process, asked: bytes) -> bytes:
    """The child's whole answer; it ends when what it reads ends, which stays open until then."""
    there, back = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with suppress(BrokenPipeError):
        there.write(b"%d\n" % len(asked) + asked)
        there.flush()
    return back.read()


errands = Errands()
