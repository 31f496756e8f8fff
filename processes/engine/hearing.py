"""Lets a try-out hear which decisions are taken while it runs a step. Nothing that decides may look here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MOST_HEARD = 2000  # of one listener: a loop may decide at every round


@dataclass(frozen=True)
class Heard:
    """A table was asked. ``key``: the decision's id; ``inputs``: column → value; ``rules``: ids of the matched rules,
    none when no rule fits; ``outputs``: as `DecisionResult` has them, empty when the table gave no answer."""

    key: str
    name: str
    inputs: Mapping[str, object]
    rules: tuple[str, ...]
    outputs: Mapping[str, object] | list[dict[str, object]]


_LISTENER: ContextVar[list[Heard] | None] = ContextVar("decisions heard", default=None)


@contextmanager
def hearing() -> Iterator[list[Heard]]:
    """The decisions taken inside, in order. Those of a step that was rolled back and ran again are heard twice."""
    heard: list[Heard] = []
    token = _LISTENER.set(heard)
    try:
        yield heard
    finally:
        _LISTENER.reset(token)


def is_heard() -> bool:
    """Whether somebody listens: telling costs, and running processes do without."""
    return _LISTENER.get() is not None


def tell(decision: Heard) -> None:
    """Tell whoever listens, if somebody does."""
    listener = _LISTENER.get()
    if listener is not None and len(listener) < MOST_HEARD:
        listener.append(decision)
