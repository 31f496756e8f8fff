"""Tells of an error without telling what it was about: for incidents, jobs and logs.

An exception's own text may quote what somebody typed, a customer's name or the parameters of a statement. So nothing
here reads it: kinds, places in the code, and what an error of ours declares as fit to be told (`ProcessError.told`).
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from processes.errors import ProcessError

ROOT = Path(__file__).resolve().parents[1]
OURS = ("processes/", "services/", "web/")
LONGEST_CHAIN = 5


def failure_text(error: BaseException) -> str:
    """One line for an administrator, e.g. ``OperationFailed score ← KeyError in rate (services/rating.py:12)``."""
    return " ← ".join(_one(link) for link in chain_of(error))


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error, its cause, the cause's cause …, as Python would print them."""
    link: BaseException | None = error
    for _ in range(LONGEST_CHAIN):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def kind_of(error: BaseException) -> str:
    """Its class, and what it declares as fit to be told."""
    told = error.told if isinstance(error, ProcessError) else ""
    return f"{type(error).__name__} {told}".strip()


def frames_of(trace: TracebackType | None) -> list[str]:
    """``file:line function`` from the outermost call to the innermost; no values, no source text."""
    return [f"{file_of(one.f_code.co_filename)}:{line} {one.f_code.co_name}" for one, line in traceback.walk_tb(trace)]


@lru_cache(maxsize=2000)
def file_of(name: str) -> str:
    """A source file as it is told: from the root of our tree, or of the package it belongs to."""
    path = Path(name)
    if path.is_relative_to(ROOT):
        name = str(path.relative_to(ROOT))
    return name.rpartition("site-packages/")[2] if "site-packages/" in name else "/".join(Path(name).parts[-4:])


def _one(error: BaseException) -> str:
    frames = frames_of(error.__traceback__)
    if not frames:
        return kind_of(error)
    ours = [frame for frame in frames if frame.startswith(OURS)]
    place, _, function = frames[-1].partition(" ")
    above = f", called from {ours[-1].partition(' ')[0]}" if ours and ours[-1] != frames[-1] else ""
    return f"{kind_of(error)} in {function} ({place}{above})"
