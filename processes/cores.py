"""Spreads pure counting over the machine's cores: other processes do it, while this one goes on serving.

They begin when they are first wanted, end when nobody has wanted them for a while, and end with this process however
that ends. What they are given and give back is copied, and they open no database.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")
MOST = 4
IDLE_SECONDS = 60.0


class Cores:
    """The processes of this one; threads may share it."""

    def __init__(self) -> None:
        self.count = max(1, min(MOST, len(os.sched_getaffinity(0))))
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._users = 0
        self._ending: threading.Timer | None = None

    def map(self, function: Callable[[Given], Found], given: Iterable[Given]) -> list[Found]:
        """What the function finds for each, in their order; done here where there is one core or a process is lost.

        The first are begun before the last are there: what makes them may take its time.
        """
        if self.count == 1:
            return [function(one) for one in given]
        coming, came = iter(given), list[Given]()
        pool = self._enter()
        try:
            return list(pool.map(function, _noted(coming, came)))
        except BrokenProcessPool:
            self._forget(pool)
            return [function(one) for one in chain(came, coming)]
        finally:
            self._leave()

    def close(self) -> None:
        """End the processes, if nobody is waiting for them."""
        with self._lock:
            pool = self._pool if not self._users else None
            if pool is not None:
                self._pool = None
        if pool is not None:
            pool.shutdown()

    def _enter(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._ending is not None:
                self._ending.cancel()
            if self._pool is None:
                context = get_context("spawn")  # a fork would take this process's threads' locks along
                self._pool = ProcessPoolExecutor(self.count, context, initializer=end_with_parent)
            self._users += 1
            return self._pool

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._ending = threading.Timer(IDLE_SECONDS, self.close)
                self._ending.daemon = True
                self._ending.start()

    def _forget(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


def _noted(coming: Iterator[Given], came: list[Given]) -> Iterator[Given]:
    for one in coming:
        came.append(one)
        yield one


def end_with_parent() -> None:
    """End this process when the one that began it is gone: the library's own wait for work for ever."""
    threading.Thread(target=_watch, name="steward-parent", daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


cores = Cores()
