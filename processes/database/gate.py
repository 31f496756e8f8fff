"""A fair gate: those who wait for the one writer are served in the order they came, and none waits for ever."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from processes.errors import DatabaseBusy


class FairGate:
    """One holder at a time, first come, first served.

    SQLite's own waiting lets a newcomer overtake: under load one writer waited for seconds while others passed.
    """

    def __init__(self, patience: float) -> None:
        """``patience``: seconds that somebody waits at most."""
        self._patience = patience
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate; raises DatabaseBusy when the patience ends first."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        turn = threading.Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(turn)
        if turn.wait(self._patience):
            return
        with self._lock:
            if turn not in self._waiting:  # handed over in the very last moment
                return
            self._waiting.remove(turn)
        raise DatabaseBusy

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()  # it stays taken: handed to the one that waited longest
            else:
                self._taken = False
