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
        process = self._begun()
        try:
            said = _ask(process, asked)
        finally:
            is_ended = self._finish(process)
        if is_ended:
            raise ErrandEnded
        try:
            found, failure = pickle.loads(said)  # noqa: S301  (our own child's)
        except Exception:
            raise ErrandFailed(f"its process ended with {process.returncode}") from None
        if failure:
            raise ErrandFailed(failure)
        return cast(Found, found)

    def end(self) -> None:
        """End those under way: whoever waits for one gets ErrandEnded. Later ones begin all the same."""
        with self._lock:
            running = set(self._running)
            self._ended |= running
        for process in running:
            process.kill()

    def _begun(self) -> Process:
        known = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
        process = subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
            COMMAND,
            env=known,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # Ctrl+C in a terminal is for the process that waits
        )
        with self._lock:
            self._running.add(process)
        return process

    def _finish(self, process: Process) -> bool:
        """Whether it was ended by `end`."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(1.0)
        process.kill()  # it has said all it had to say, unless whoever waited for that was interrupted
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast("IO[bytes]", pipe).close()
        with self._lock:
            self._running.discard(process)
            is_ended = process in self._ended
            self._ended.discard(process)
        return is_ended


def _ask(process: Process, asked: bytes) -> bytes:
    """The child's whole answer, nothing of one that was lost. Its input stays open: the child ends when that does."""
    there, back = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with suppress(BrokenPipeError):
        there.write(b"%d\n" % len(asked) + asked)
        there.flush()
    return back.read()


errands = Errands()
