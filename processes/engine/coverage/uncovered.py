"""What a set of boxes leaves of a space, as boxes: exact, one input after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processes.engine.work import Work

Pieces = tuple[int, ...]  # for each axis a set of its pieces


class Cover:
    """Boxes over a space."""

    def __init__(self, boxes: Sequence[Pieces], space: Pieces, work: Work) -> None:
        """``boxes`` may reach beyond the space."""
        self._space, self._work = space, work
        self._every = (1 << len(boxes)) - 1
        self._by_piece = [self._boxes_by_piece(boxes, axis) for axis in range(len(space))]
        self._wide = self._boxes_wide_from(boxes)
        self._covered: set[tuple[int, int]] = set()

    def holes(self) -> Iterator[Pieces]:
        """Boxes of the space that no box touches; together all that is left of it. Raises `TooMuchWork`."""
        return self._holes(0, self._every)

    def _holes(self, axis: int, left: int) -> Iterator[Pieces]:
        """``left``: the boxes that reach over what was chosen on the axes before."""
        self._work.take()
        if left & self._wide[axis] or (axis, left) in self._covered:
            return
        if not left:
            yield self._space[axis:]
            return
        found = False
        for still, pieces in self._groups(axis, left).items():
            for rest in self._holes(axis + 1, still):
                found = True
                yield (pieces, *rest)
        if not found:
            self._covered.add((axis, left))

    def _groups(self, axis: int, left: int) -> dict[int, int]:
        """Pieces that the same boxes reach over are looked at once."""
        groups: dict[int, int] = {}
        for piece, boxes in self._by_piece[axis]:
            self._work.take()
            groups[left & boxes] = groups.get(left & boxes, 0) | piece
        return groups

    def _boxes_by_piece(self, boxes: Sequence[Pieces], axis: int) -> list[tuple[int, int]]:
        """Each piece of the space with the set of boxes that hold it; pieces of the same boxes are one."""
        groups: dict[int, int] = {}
        pieces = self._space[axis]
        while pieces:
            piece = pieces & -pieces
            pieces ^= piece
            self._work.take(1 + len(boxes) // 8)
            holding = sum(1 << place for place, box in enumerate(boxes) if box[axis] & piece)
            groups[holding] = groups.get(holding, 0) | piece
        return [(piece, holding) for holding, piece in groups.items()]

    def _boxes_wide_from(self, boxes: Sequence[Pieces]) -> list[int]:
        """For each axis the boxes that reach over all of the space from there on."""
        wide = [self._every]
        for axis in reversed(range(len(self._space))):
            space = self._space[axis]
            reaching = sum(1 << place for place, box in enumerate(boxes) if box[axis] & space == space)
            wide.append(wide[-1] & reaching)
        return wide[::-1]
