"""Which things of a list have moved, when as few as possible are said to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(positions: Sequence[int]) -> frozenset[int]:
    """The places in the new order that moved. ``positions``: for each place in the new order the old position.

    What stays is the longest run that keeps its order (patience sorting), so that one rule moved up is one change.
    """
    ends: list[int] = []  # for each length of a run the place at which the lowest such run ends
    before: list[int | None] = []
    for place, position in enumerate(positions):
        length = bisect_left([positions[end] for end in ends], position)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    stays, place_of_last = set(), ends[-1] if ends else None
    while place_of_last is not None:
        stays.add(place_of_last)
        place_of_last = before[place_of_last]
    return frozenset(range(len(positions))) - stays
