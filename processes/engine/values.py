"""What process data may hold: JSON values within bounds. Must not know tasks or expressions."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from processes.engine.errors import DataRefused

MAX_VALUES = 20_000  # scalars and containers in one value
MAX_DEPTH = 30

Value = TypeVar("Value")


def accepted(data: dict[str, Any]) -> dict[str, Any]:
    """A deep copy of ``data``; raises `DataRefused` for what the stored state could not bring back."""
    return copied(refuse_unstorable(data))


def copied(value: Value) -> Value:
    """A deep copy of JSON values: many times cheaper than one that also looks for shared and special objects."""
    if isinstance(value, dict):
        return cast(Value, {key: copied(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return cast(Value, type(value)(copied(item) for item in value))
    return value


def refuse_unstorable(value: Value) -> Value:
    """``value`` itself; raises `DataRefused` unless it is JSON without a key ``typename`` at any depth."""
    _walk(value, "data", 0, [MAX_VALUES])
    return value


def _walk(value: object, path: str, depth: int, budget: list[int]) -> None:
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        raise DataRefused(path, "too large")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or key == "typename":
                raise DataRefused(f"{path}.{key}", "not a permitted key")
            _walk(item, f"{path}.{key}", depth + 1, budget)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _walk(item, f"{path}.{number}", depth + 1, budget)
    elif not isinstance(value, str | int | float | bool | None):
        raise DataRefused(path, f"{type(value).__name__} cannot be stored")
