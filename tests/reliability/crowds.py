"""Several persons who work off one heap at once, while something is killed beneath them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Killed = TypeVar("Killed")


class Crowd(Generic[Task, Answer]):
    """``answers``: what the tasks done so far were answered with."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._waiting, self.answers = list(tasks), list[Answer]()
        self._lock, self._people = threading.Lock(), list[Future[None]]()

    def run(self, size: int, person: Callable[[], Callable[[Task], Answer]], killer: Callable[[], Killed]) -> Killed:
        """Have so many persons do all tasks; what the killer tells. ``person``: begins, and gives how he does one."""
        with ThreadPoolExecutor(size + 1) as pool:
            self._people = [pool.submit(self._work, person) for _ in range(size)]
            killing = pool.submit(killer)
            for one in self._people:
                one.result()
            return killing.result()

    def wait_for(self, share: float) -> None:
        """Until so many tasks are done; an error when nobody is left to do them."""
        while len(self.answers) < share:
            assert not all(one.done() for one in self._people), "everybody has left"
            time.sleep(0.002)

    def _work(self, person: Callable[[], Callable[[Task], Answer]]) -> None:
        do = person()
        while True:
            with self._lock:
                if not self._waiting:
                    return
                task = self._waiting.pop()
            answer = do(task)
            with self._lock:
                self.answers.append(answer)
