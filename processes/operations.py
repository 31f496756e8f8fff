"""Owns the registers that diagrams name: operations, prefills and checks.

A service task calls an operation; a user task's form is filled by a prefill and refused by a check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from processes.context import OperationContext, ReadContext
from processes.errors import ProcessError
from processes.forms.submission import FieldError
from processes.models import WorkItem

Values = Mapping[str, object]
# (context: OperationContext, **parameters) -> the result that the diagram reads
OperationFunction = Callable[..., Mapping[str, object]]
Prefill = Callable[[ReadContext, WorkItem], dict[str, object]]
Check = Callable[[ReadContext, WorkItem, Values], list[FieldError]]
F = TypeVar("F", bound=Callable[..., Any])


class UnknownName(ProcessError):
    """A diagram names something that nothing registered. ``kind``: operation, prefill or check."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"{kind} {name}")
        self.kind = kind
        self.name = name

    @property
    def told(self) -> str:
        """The name, as in the diagram."""
        return str(self)


class Register(Generic[F]):
    """Names of one kind; a name is given once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, F] = {}

    def __call__(self, name: str) -> Callable[[F], F]:
        """Register the decorated function under ``name``."""

        def register(function: F) -> F:
            if name in self._entries:
                raise RuntimeError(f"{self.kind} {name} is registered already")
            self._entries[name] = function
            return function

        return register

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def get(self, name: str) -> F:
        """The function of a name; UnknownName when there is none."""
        if name not in self._entries:
            raise UnknownName(self.kind, name)
        return self._entries[name]


@dataclass(frozen=True)
class ExternalCall:
    """What an external operation is asked. ``idempotency_key``: the same for every try of one job; give it to
    the other system, for the same call may come again after a crash."""

    instance_id: int
    subject_id: int | None
    parameters: Mapping[str, object]
    idempotency_key: str


# Called by a worker outside any transaction; what it raises is retried, and then an incident.
ExternalFunction = Callable[[ExternalCall], Mapping[str, object]]

operation: Register[OperationFunction] = Register("operation")
external_operation: Register[ExternalFunction] = Register("external operation")


def known_operations() -> frozenset[str]:
    """Every name that a service task may call."""
    return frozenset([*operation, *external_operation])


prefill: Register[Prefill] = Register("prefill")
check: Register[Check] = Register("check")


__all__ = ["ExternalCall", "OperationContext", "ReadContext", "check", "external_operation", "operation", "prefill"]
