"""What lies in a part of a drawing, so that many places in it can be tried without asking about the whole drawing."""

from dataclasses import dataclass

from processes.diagrams.geometry import Segment, overlap, runs_through
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds
from processes.diagrams.svg import Canvas


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Shapes, texts already written and stretches of flows that reach into an area."""

    taken: tuple[Bounds, ...]
    stretches: tuple[Segment, ...]

    @classmethod
    def of(cls, canvas: Canvas, diagram: Diagram, bounds: Bounds, own_flow: str = "") -> "Surroundings":
        """own_flow: id of the flow whose own line may lie under what is placed."""
        area = diagram.area(bounds)
        texts = (text.bounds for text in canvas.written)
        return cls(
            (*area.shapes, *(one for one in texts if overlap(one, bounds))),
            tuple(line for flow, line in area.stretches if flow != own_flow),
        )

    def leave_clear(self, spot: Bounds) -> bool:
        """True where none of them lies on a spot within the area."""
        if any(overlap(spot, one) for one in self.taken):
            return False
        return not any(runs_through(line, spot) for line in self.stretches)
