"""Reads what a try-out's page posts: the try-out so far, and what is to be done next in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from processes.engine.errors import DefinitionRefused
from processes.scenarios import (
    Advance,
    Answer,
    Begin,
    Break,
    Complete,
    GoOn,
    Next,
    Refuse,
    Repair,
    Send,
    Step,
    TryOut,
)
from processes.scenarios.steps import MOST_HOURS

OWN = frozenset({"csrf_token"})
HOURS = 24
LONGEST_NAME = 200


class NotUnderstood(ValueError):
    """What was posted is no try-out, or no step of one: a page of another version, or a forged one."""


@dataclass(frozen=True)
class Opened:
    """The item whose form is shown: the ``number``-th at its element, done by ``by``, the first who may when empty."""

    element: str
    number: int = 1
    by: str = ""

    @classmethod
    def read(cls, text: str) -> Opened | None:
        """From ``element#number#login``; None for an empty text."""
        element, _, rest = text.partition("#")
        number, _, by = rest.partition("#")
        if not element or len(text) > LONGEST_NAME:
            return None
        return cls(element, int(number) if number.isdecimal() and 0 < int(number[:4]) < 1000 else 1, by)

    def __str__(self) -> str:
        return f"{self.element}#{self.number}#{self.by}"


def posted_try_out() -> TryOut:
    """The try-out that the page held. Raises NotUnderstood."""
    try:
        return TryOut.parse(request.form.get("_tryout", "").encode())
    except (DefinitionRefused, UnicodeEncodeError) as error:
        raise NotUnderstood from error


def posted_values() -> dict[str, list[str]]:
    """What was typed into the item's form, without the page's own controls."""
    return {name: texts for name, texts in request.form.lists() if not name.startswith("_") and name not in OWN}


def cut(try_out: TryOut, count: str) -> TryOut:
    """Back to so many steps."""
    kept = int(count) if count.isdecimal() and len(count) < 4 else len(try_out.steps)
    return replace(try_out, steps=try_out.steps[:kept])


def step_of(name: str, argument: str) -> Step:
    """The step that a button stands for. Raises NotUnderstood."""
    if name not in _STEPS:
        raise NotUnderstood(name)
    return _STEPS[name](argument[:LONGEST_NAME])


def _wait(argument: str) -> Step:
    days = argument or request.form.get("_days", "")
    hours = int(days) * HOURS if days.isdecimal() and len(days) < 5 else 0
    if not 1 <= hours <= MOST_HOURS:
        raise NotUnderstood(days)
    return Advance(hours)


def _go_on(_argument: str) -> Step:
    return GoOn(request.form.get("_target", "")[:LONGEST_NAME])


def _answer(element: str) -> Step:
    return Answer(element, json_object(request.form.get(f"_result-{element}", "")))


def _send(_argument: str) -> Step:
    name = request.form.get("_message", "").strip()[:LONGEST_NAME]
    if not name:
        raise NotUnderstood("message")
    return Send(name, json_object(request.form.get("_payload", "")))


def json_object(text: str) -> Mapping[str, Any]:
    """An object as it was typed, empty for an empty text. Raises NotUnderstood."""
    try:
        read = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("json") from error
    if not isinstance(read, dict):
        raise NotUnderstood("json")
    return read


_STEPS: dict[str, Callable[[str], Step]] = {
    "advance": _wait,
    "answer": _answer,
    "begin": Begin,
    "break": Break,
    "go_on": _go_on,
    "next": lambda _argument: Next(),
    "refuse": Refuse,
    "repair": Repair,
    "send": _send,
}


def completing(opened: Opened, values: Mapping[str, list[str]] | None) -> Complete:
    """The step of a sent form; None: as the example says."""
    texts = None if values is None else {name: tuple(one) for name, one in values.items()}
    return Complete(opened.element, opened.number, opened.by, texts)
