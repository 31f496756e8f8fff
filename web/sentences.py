"""Owns the sentences a person reads for each error of the layers below; holds no rule.

A sentence tells what happened and what to do next, without customer data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from processes.errors import ProcessError
from web.languages import gettext as _


@dataclass(frozen=True)
class Problem:
    """A problem as a page shows it. status: HTTP; details: lines, may be empty."""

    status: int
    title: str
    advice: str
    details: tuple[str, ...] = ()


E = TypeVar("E", bound=ProcessError)

_sentences: dict[type[ProcessError], Callable[[Any], Problem]] = {}


def says(kind: type[E]) -> Callable[[Callable[[E], Problem]], Callable[[E], Problem]]:
    """Register the decorated function as the page of an error."""

    def register(sentence: Callable[[E], Problem]) -> Callable[[E], Problem]:
        _sentences[kind] = sentence
        return sentence

    return register


def problem_of(error: ProcessError) -> Problem:
    """The page of an error: its own sentence, else its nearest ancestor's, else a plain refusal."""
    for kind in type(error).__mro__:
        sentence = _sentences.get(kind)
        if sentence is not None:
            return sentence(error)
    return Problem(409, _("This cannot be done now"), _("Reload the page to see what changed, then decide again."))
