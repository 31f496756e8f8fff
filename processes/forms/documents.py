"""Reading JSON that people uploaded: text in UTF-8, of bounded size and depth, each key once."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from processes.engine.errors import DefinitionRefused, Problem, is_seen

MAX_FORM_BYTES = 256_000
MAX_VALUES = 20_000  # of any kind, at any depth
MAX_DEPTH = 12
MAX_DIGITS = 100  # of a number


class _Twice(ValueError):
    """A key stands twice in one object: of a rule written twice only the last would apply."""


def read_json(file: str, content: bytes) -> dict[str, Any]:
    """The object of a file; raises `DefinitionRefused`, naming the place as in ``sections.0.fields.2``."""
    if len(content) > MAX_FORM_BYTES:
        raise DefinitionRefused([Problem(file, None, "too_large", str(len(content)))])
    try:
        data = json.loads(
            content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_whole
        )
    except _Twice as error:
        raise DefinitionRefused([Problem(file, str(error), "duplicate_key", str(error))]) from error
    except (ValueError, RecursionError) as error:
        raise DefinitionRefused([Problem(file, None, "not_json", str(error))]) from error
    if not isinstance(data, dict):
        raise DefinitionRefused([Problem(file, None, "not_a_form", type(data).__name__)])
    if problems := list(_problems(file, data)):
        raise DefinitionRefused(problems)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _whole(digits: str) -> int | float:
    """Longer than any limit it is refused later as no number, with its field's name."""
    return int(digits) if len(digits) <= MAX_DIGITS else math.inf


def _problems(file: str, data: dict[str, Any]) -> Iterator[Problem]:
    """What no form holds, wherever it stands; ends at the first sign that the whole is too large."""
    found: list[tuple[str, int, Any]] = [("", 0, data)]
    for place, depth, value in found:
        if len(found) > MAX_VALUES:
            yield Problem(file, place or None, "too_many_values", str(MAX_VALUES))
            return
        if depth > MAX_DEPTH:
            yield Problem(file, place, "too_deep", str(MAX_DEPTH))
            return
        parts = _parts(value)
        texts = (value,) if isinstance(value, str) else tuple(key for key, _ in parts if isinstance(key, str))
        yield from (Problem(file, place or None, "unseen_character", text) for text in texts if not is_seen(text))
        found.extend((f"{place}.{key}".lstrip("."), depth + 1, one) for key, one in parts)


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
