"""The draw of a sample: a pure function of seed, population and sizes, which anybody can do again with SHA-256.

A cycle's lot is SHA-256("<seed>|<stratum>|<cycle id>") in hexadecimal. Of each stratum the cycles with the smallest
lots are drawn, as many as its size says; strata, and what is drawn of each, come in order (docs/auditors.md has a
script).
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

METHOD = "sha256-lots-1"  # stored with each sample: another way of drawing gets another name
SEED = re.compile(r"[0-9A-Za-z._-]{1,64}")  # without what parts the lots' texts

Population = Mapping[str, Sequence[int]]


class Drawn(NamedTuple):
    """A drawn cycle. ``place``: from 1, through all strata."""

    place: int
    stratum: str
    cycle_id: int


def lot(seed: str, stratum: str, cycle_id: int) -> str:
    """By which a cycle is drawn: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}|{stratum}|{cycle_id}".encode()).hexdigest()


def draw(seed: str, population: Population, sizes: Mapping[str, int]) -> list[Drawn]:
    """The sample; a stratum of which more is asked for than it has is drawn whole. ``sizes``: stratum → number."""
    found: list[tuple[str, int]] = []
    for stratum in sorted(population):
        wanted = min(max(sizes.get(stratum, 0), 0), len(population[stratum]))
        if wanted:
            lots = ((lot(seed, stratum, one), one) for one in population[stratum])
            found += [(stratum, one) for _lot, one in heapq.nsmallest(wanted, lots)]
    return [Drawn(place, *one) for place, one in enumerate(found, start=1)]


def digest_of(population: Population) -> str:
    """SHA-256, hexadecimal, of lines "<stratum>|<cycle id>" that end in a line feed: strata in order, ids ascending."""
    digest = hashlib.sha256()
    for stratum in sorted(population):
        digest.update("".join(f"{stratum}|{one}\n" for one in sorted(population[stratum])).encode())
    return digest.hexdigest()


def proportional(size: int, populations: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum, by largest remainder; one at least of each that has any, where ``size`` allows it.

    All where ``size`` is more than there are. Of equal remainders the larger stratum comes first, then the earlier.
    """
    total = sum(populations.values())
    size = min(max(size, 0), total)
    if not size:
        return dict.fromkeys(populations, 0)
    sizes = {key: size * number // total for key, number in populations.items()}
    by_rest = sorted(populations, key=lambda key: (-(size * populations[key] % total), -populations[key], key))
    for key in by_rest[: size - sum(sizes.values())]:
        sizes[key] += 1
    empty = [key for key in sorted(populations) if populations[key] and not sizes[key]]
    if size >= sum(number > 0 for number in populations.values()):
        _share(sizes, populations, empty, size, total)
    return sizes


def _share(sizes: dict[str, int], populations: Mapping[str, int], empty: Iterable[str], size: int, total: int) -> None:
    """Give each empty stratum one, of the stratum that has most above its due share."""
    for key in empty:
        giving = (one for one in sizes if sizes[one] > 1)
        giver = max(giving, key=lambda one: (sizes[one] * total - size * populations[one], populations[one], one))
        sizes[giver] -= 1
        sizes[key] += 1
