"""Finds the fewest members that have to move for one order to become another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def moved_of(old: Sequence[Key], new: Sequence[Key]) -> set[Key]:
    """The members that moved; both orders hold the same ones, each once."""
    place = {key: number for number, key in enumerate(old)}
    return set(new) - _longest_kept([place[key] for key in new], new)


def _longest_kept(places: Sequence[int], keys: Sequence[Key]) -> set[Key]:
    """The longest run of members, not side by side, that stand in the old order."""
    ends: list[int] = []  # ends[n]: the smallest place that a run of n + 1 can end with
    at: list[int] = []
    before: list[int | None] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else None)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [number]
    kept: set[Key] = set()
    here = at[-1] if at else None
    while here is not None:
        kept.add(keys[here])
        here = before[here]
    return kept
