"""What lies in a part of a diagram, so that many places in it can be tried without asking about the whole diagram."""

from dataclasses import dataclass
from functools import lru_cache

from processes.diagrams.geometry import Segment, overlap, runs_through
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds
from processes.diagrams.svg import Canvas

KEPT_AREAS = 2048  # of published diagrams, which are drawn again and again: some hundred each


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Shapes, texts already written and stretches of flows that reach into an area."""

    taken: tuple[Bounds, ...]
    stretches: tuple[Segment, ...]

    @classmethod
    def of(cls, canvas: Canvas, diagram: Diagram, area: Bounds, own_flow: str = "") -> "Surroundings":
        """own_flow: id of the flow whose own line may lie under what is placed."""
        texts = (text.bounds for text in canvas.written)
        return cls(
            (*_shapes_in(diagram, area), *(one for one in texts if overlap(one, area))),
            tuple(line for flow, line in _stretches_in(diagram, area) if flow != own_flow),
        )

    def leave_clear(self, spot: Bounds) -> bool:
        """True where none of them lies on a spot, which must be within the area."""
        if any(overlap(spot, one) for one in self.taken):
            return False
        return not any(runs_through(line, spot) for line in self.stretches)


@lru_cache(KEPT_AREAS)
def _shapes_in(diagram: Diagram, area: Bounds) -> tuple[Bounds, ...]:
    return tuple(one for one in diagram.shapes if overlap(one, area))


@lru_cache(KEPT_AREAS)
def _stretches_in(diagram: Diagram, area: Bounds) -> tuple[tuple[str, Segment], ...]:
    return tuple((flow, line) for flow, line in diagram.stretches if runs_through(line, area))
