"""Owns the table command class → handler; a command without a handler is refused at import of its test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from processes.context import CommandContext

C = TypeVar("C")
R = TypeVar("R")

_handlers: dict[type[object], Callable[[CommandContext, Any], object]] = {}


def handles(kind: type[C]) -> Callable[[Callable[[CommandContext, C], R]], Callable[[CommandContext, C], R]]:
    """Register the decorated function as the handler of ``kind``; two for one kind is a mistake."""

    def register(handler: Callable[[CommandContext, C], R]) -> Callable[[CommandContext, C], R]:
        if kind in _handlers:
            raise RuntimeError(f"{kind.__name__} has a handler already")
        _handlers[kind] = handler
        return handler

    return register


def handler_of(command: object) -> Callable[[CommandContext, Any], object]:
    """The handler of a command; KeyError when none was registered."""
    return _handlers[type(command)]


def command_named(name: str) -> type[Any]:
    """The command class of a stored job; StopIteration when this version knows none of that name."""
    return next(kind for kind in _handlers if kind.__name__ == name)
