"""Looking through a decision table for overlaps, gaps and rules that never decide, within a limit of work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from processes.engine.coverage.findings import GAP, MORE, NEVER_MATCHES, NOT_EXAMINED, OVERLAP, TOO_LARGE, Finding
from processes.engine.coverage.grid import Grid
from processes.engine.coverage.uncovered import Cover
from processes.engine.decisions import DecisionTable
from processes.engine.work import TooMuchWork, Work

MAX_EXAMINATION = 400_000  # looks at a set, for each kind of finding: less than a second
MAX_TOLD = 20  # of each kind


def examine(table: DecisionTable, limit: int = MAX_EXAMINATION) -> tuple[Finding, ...]:
    """Every finding, at most `MAX_TOLD` of a kind; what was not looked at is told too.

    A cell that is no comparison with constants counts as one that may match anything, so that what is told is
    certain.
    """
    try:
        grid = Grid(table, Work(limit))
    except TooMuchWork:
        return (Finding(TOO_LARGE),)
    return (
        *_told(NOT_EXAMINED, grid.cell_findings()),
        *_told(NEVER_MATCHES, _never_matching(grid)),
        *(_told(OVERLAP, _overlaps(grid, Work(limit))) if table.hit_policy == "UNIQUE" else ()),
        *(_told(NEVER_MATCHES, _shadowed(grid, Work(limit))) if table.hit_policy == "FIRST" else ()),
        *_told(GAP, _gaps(grid, Work(limit))),
    )


def _told(code: str, kind: Iterator[Finding]) -> Iterator[Finding]:
    try:
        for count, finding in enumerate(kind):
            if count == MAX_TOLD:
                yield Finding(MORE, of=code)
                return
            yield finding
    except TooMuchWork:
        yield Finding(TOO_LARGE, of=code)


def _never_matching(grid: Grid) -> Iterator[Finding]:
    for box in grid.boxes:
        if not all(box.possible):
            column = next(column for column, place in enumerate(grid.axis_of) if not box.possible[place])
            yield Finding(NEVER_MATCHES, (box.rule,), column)


def _overlaps(grid: Grid, work: Work) -> Iterator[Finding]:
    for one, other in combinations(grid.boxes, 2):
        if (shared := _shared(one.certain, other.certain, work)) is not None:
            yield grid.told(OVERLAP, (one.rule, other.rule), shared)


def _shared(one: tuple[int, ...], other: tuple[int, ...], work: Work) -> tuple[int, ...] | None:
    found = []
    for left, right in zip(one, other, strict=True):
        work.take()
        if not left & right:
            return None
        found.append(left & right)
    return tuple(found)


def _shadowed(grid: Grid, work: Work) -> Iterator[Finding]:
    for place, box in enumerate(grid.boxes):
        earlier = grid.boxes[:place]
        holes = Cover([one.certain for one in earlier], box.possible, work).holes()
        if all(box.possible) and next(holes, None) is None:
            covering = (one.rule for one in earlier if _shared(one.certain, box.possible, work) is not None)
            yield Finding(NEVER_MATCHES, (box.rule, *covering))


def _gaps(grid: Grid, work: Work) -> Iterator[Finding]:
    usual = tuple(axis.usual for axis in grid.axes)
    for hole in Cover([box.possible for box in grid.boxes], usual, work).holes():
        yield grid.told(GAP, (), hole)
