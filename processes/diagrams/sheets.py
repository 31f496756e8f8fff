"""A wide diagram cut into sheets of paper: each shows whole steps, with the lane titles again at its left."""

from itertools import pairwise

from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds
from processes.diagrams.regions import HEAD
from processes.diagrams.svg import add, clean, new_root, number, to_text

WIDEST = 1600.0  # units on one sheet: still 6 pt text across a landscape A4
TITLES = 2 * HEAD  # a pool's title and a lane's


def sheets(diagram: Diagram, frame: Bounds, prefix: str) -> list[str]:
    """`<svg>` texts that show parts of the drawing with that prefix, which must stand on the same page.

    frame: the drawing's view. One sheet for a diagram that is narrow or has no step headings.
    """
    left = min((pool.bounds.x for pool in diagram.pools), default=frame.x)
    starts = _starts(diagram, frame)
    ends = [*starts[1:], frame.right]
    return [_sheet(frame, prefix, start, end, left) for start, end in zip(starts, ends, strict=True)]


def _starts(diagram: Diagram, frame: Bounds) -> list[float]:
    """Where sheets begin: at the last step heading before a sheet would grow too wide."""
    starts = [frame.x]
    edges = [*(phase.bounds.x for phase in diagram.phases[1:]), frame.right]
    for here, after in pairwise(edges):
        if after - starts[-1] > WIDEST:
            starts.append(here)
    return starts


def _sheet(frame: Bounds, prefix: str, start: float, end: float, left: float) -> str:
    is_first = start == frame.x
    x = start if is_first else start - TITLES
    root = new_root()
    root.set("class", "bpmn-sheet")
    root.set("viewBox", " ".join(map(number, (x, frame.y, end - x, frame.height))))
    root.set("preserveAspectRatio", "xMinYMin")
    root.set("aria-hidden", "true")
    add(root, "use", href=clean(f"#{prefix}-content"))
    if not is_first:
        add(root, "use", href=clean(f"#{prefix}-heads"), x=x - left)
    return to_text(root)
