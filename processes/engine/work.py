"""How much evaluating may cost: each step of an expression is counted, and each item that a function looks at.

A limit of sizes alone is not enough: an expression of one line over permitted data can take minutes, or gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

MAX_WORK = 100_000  # of one expression or script: a tenth of a second
MAX_STEP_WORK = 300_000  # of all that one step of an instance, or one showing of a form, evaluates
CHARACTERS = 16  # of a text cost as much as one item


class TooMuchWork(ValueError):
    """The expression costs more than it may."""


class Work:
    """What is left of an allowance; what one expression takes is taken from its step's too."""

    def __init__(self, limit: int, around: Work | None = None) -> None:
        self._left, self._around = limit, around

    def take(self, units: int = 1) -> None:
        """Raises `TooMuchWork` when nothing is left."""
        self._left -= units
        if self._around is not None:
            self._around.take(units)
        if self._left < 0:
            raise TooMuchWork("too much work")

    def look_at(self, value: object) -> None:
        """Takes as much as the value holds, at whatever depth; stops as soon as nothing is left."""
        if isinstance(value, str):
            self.take(1 + len(value) // CHARACTERS)
            return
        found = [value]
        for one in found:
            if isinstance(one, str):
                self.take(1 + len(one) // CHARACTERS)
                continue
            self.take()
            if isinstance(one, list | tuple):
                self.take(len(one))  # before they are listed
                found.extend(one)
            elif isinstance(one, Mapping):
                self.take(len(one))
                found.extend(one.values())


_STEP: ContextVar[Work | None] = ContextVar("work of a step", default=None)


@contextmanager
def one_step(limit: int = MAX_STEP_WORK) -> Iterator[None]:
    """All that is evaluated inside shares one allowance, that of the outermost."""
    if _STEP.get() is not None:
        yield
        return
    token = _STEP.set(Work(limit))
    try:
        yield
    finally:
        _STEP.reset(token)


def charge(units: int) -> None:
    """Takes from the step that this belongs to, if any. Raises `TooMuchWork`."""
    step = _STEP.get()
    if step is not None:
        step.take(units)


def new_work() -> Work:
    """The allowance of one expression or script."""
    return Work(MAX_WORK, _STEP.get())
