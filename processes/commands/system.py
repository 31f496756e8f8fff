"""Commands that only the system gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FireTimer:
    """Fire the timers of an instance that are due."""

    instance_id: int


@dataclass(frozen=True)
class RunOperation:
    """Run an operation that a step deferred; ``task_id``: the engine's waiting task."""

    instance_id: int
    task_id: str
    element_id: str


@dataclass(frozen=True)
class CorrelateMessage:
    """Deliver a message to an instance; nothing happens when it does not wait for it."""

    instance_id: int
    message: str
    payload: Mapping[str, object] = field(default_factory=dict)
