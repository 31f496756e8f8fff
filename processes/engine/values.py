"""What process data may hold: JSON values within bounds. Must not know tasks or expressions."""

from __future__ import annotations

import math
from typing import Any, TypeVar, cast

from processes.engine.errors import DataRefused

MAX_VALUES = 20_000  # scalars and containers in one value
MAX_CHARACTERS = 200_000  # of all its keys and texts; forms and documents are stored apart
MAX_DEPTH = 30
MAX_BITS = 4096  # of a whole number: of longer ones Python makes no text

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
    """``value`` itself; raises `DataRefused` unless it is JSON within the bounds, without a key ``typename``."""
    _Walk().walk(value, "data", 0)
    return value


class _Walk:
    """Counts what a value holds."""

    def __init__(self) -> None:
        self._values, self._characters = MAX_VALUES, MAX_CHARACTERS

    def walk(self, value: object, path: str, depth: int) -> None:
        self._values -= 1
        if self._values < 0 or depth > MAX_DEPTH:
            raise DataRefused(path, "too large")
        if isinstance(value, dict):
            for key, item in value.items():
                if not isinstance(key, str) or key == "typename":
                    raise DataRefused(f"{path}.{key}", "not a permitted key")
                self._text(key, path)
                self.walk(item, f"{path}.{key}", depth + 1)
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value):
                self.walk(item, f"{path}.{number}", depth + 1)
        elif isinstance(value, str):
            self._text(value, path)
        else:
            _refuse_other(value, path)

    def _text(self, text: str, path: str) -> None:
        self._characters -= len(text)
        if self._characters < 0:
            raise DataRefused(path, "too large")
        # PostgreSQL stores neither, and half a surrogate pair is no text anywhere.
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise DataRefused(path, "a character cannot be stored")


def _refuse_other(value: object, path: str) -> None:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise DataRefused(path, "not a finite number")
    elif isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise DataRefused(path, "too large")
    elif value is not None:
        raise DataRefused(path, f"{type(value).__name__} cannot be stored")
