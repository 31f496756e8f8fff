"""Owns the sentences a person reads for each error of the layers below; holds no rule.

A sentence tells what happened and what to do next, without customer data.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from processes.errors import ProcessError


@dataclass(frozen=True)
class Problem:
    """A problem as a page shows it. status: HTTP; details: lines, may be empty."""

    status: int
    title: str
    advice: str
    details: tuple[str, ...] = ()


_sentences: dict[type[ProcessError], Callable[[ProcessError], Problem]] = {}


def problem_of(error: ProcessError) -> Problem:
    """The page of an error: its own sentence, else its nearest ancestor's, else a plain refusal."""
    for kind in type(error).__mro__:
        sentence = _sentences.get(kind)
        if sentence is not None:
            return sentence(error)
    return Problem(
        409, _("This cannot be done now"), _("Reload the page to see what changed, then decide again.")
    )
