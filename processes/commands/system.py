"""Commands that only the system gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.errors import StepFailed


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
    result: Mapping[str, object] | None = None  # of an external operation, which was called before

    def with_result(self, result: Mapping[str, object]) -> RunOperation:
        """The same, with what the call answered."""
        return replace(self, result=result)


@dataclass(frozen=True)
class CorrelateMessage:
    """Deliver a message to an instance; nothing happens when it does not wait for it.

    ``match``: top-level process data that the waiting event must see; of several that do, the longest waiting hears.
    """

    instance_id: int
    message: str
    payload: Mapping[str, object] = field(default_factory=dict)
    match: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenIncident:
    """A process could not take a step: somebody has to look at it. ``code``, ``detail``: of the cause.

    ``instance_id``: None for one that could not even start.
    """

    instance_id: int | None
    element_id: str | None
    code: str
    detail: str

    @classmethod
    def of(cls, failure: StepFailed) -> OpenIncident:
        """The incident of a step that failed."""
        return cls(failure.instance_id, failure.element_id, failure.code, failure.detail)
