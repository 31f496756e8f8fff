"""Faults of a drawing that make it hard to read: lines through shapes, crossings, texts on lines, steps backwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from processes.diagrams.drawing import compose
from processes.diagrams.geometry import Segment, cross, lie_on, overlap, runs_through, segments
from processes.diagrams.marks import Marks
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds, Flow, Language
from processes.diagrams.regions import HEAD
from processes.diagrams.svg import Written, new_root

MOST_CROSSINGS = 3
SMALLEST_TEXT = 11.0
TOUCH = 1.0  # a line may end on its shape's border
STEP_BACK = 60.0  # a way forward may go back by half a task, to enter a shape from above or below


@dataclass(frozen=True, slots=True)
class Fault:
    """code: "line_through_shape", "text_on_line" …; ids: of the parts at fault."""

    code: str
    ids: tuple[str, ...]


def faults(diagram: Diagram, language: Language, marks: Marks | None = None) -> list[Fault]:
    """Everything that is hard to read in a diagram as drawn in a language, in no order of weight."""
    written = compose(new_root(), diagram, language, marks or Marks()).written
    crossings = list(_crossings(diagram))
    return [
        *_lines_through_shapes(diagram),
        *(crossings if len(crossings) > MOST_CROSSINGS else ()),
        *_lines_on_lines(diagram),
        *_shapes_out_of_place(diagram),
        *_texts_on_lines(diagram, written),
        *_texts_on_shapes(diagram, written),
        *_texts_on_texts(written),
        *_texts_too_small(written),
        *_steps_back(diagram),
    ]


def _lines(diagram: Diagram) -> list[tuple[Flow, Segment]]:
    return [(flow, line) for flow in diagram.flows.values() for line in segments(flow.waypoints)]


def _shapes(diagram: Diagram) -> list[tuple[str, Bounds]]:
    shown = (one for one in diagram.elements.values() if not diagram.is_hidden(one) and not one.expanded)
    return [(one.id, one.bounds) for one in shown if one.bounds is not None]


def _lines_through_shapes(diagram: Diagram) -> Iterator[Fault]:
    for flow, line in _lines(diagram):
        for identity, b in _shapes(diagram):
            if runs_through(line, b.grown(-TOUCH)):
                yield Fault("line_through_shape", (flow.id, identity))


def _crossings(diagram: Diagram) -> Iterator[Fault]:
    for (one, first), (other, second) in combinations(_lines(diagram), 2):
        if one is not other and cross(first, second):
            yield Fault("lines_cross", (one.id, other.id))


def _lines_on_lines(diagram: Diagram) -> Iterator[Fault]:
    for (one, first), (other, second) in combinations(_lines(diagram), 2):
        if one is not other and lie_on(first, second) > TOUCH:
            yield Fault("line_on_line", (one.id, other.id))


def _shapes_out_of_place(diagram: Diagram) -> Iterator[Fault]:
    lanes = {lane.id: lane.bounds for lane in diagram.lanes}
    for (one, first), (other, second) in combinations(_shapes(diagram), 2):
        is_attached = "boundaryEvent" in (diagram.elements[one].kind, diagram.elements[other].kind)
        if not is_attached and overlap(first, second):
            yield Fault("shapes_overlap", (one, other))
    for identity, b in _shapes(diagram):
        lane = lanes.get(diagram.elements[identity].lane or "")
        if lane and not (lane.x + HEAD <= b.x and b.right <= lane.right and lane.y <= b.y and b.bottom <= lane.bottom):
            yield Fault("outside_its_lane", (identity,))


def _outside(written: list[Written]) -> list[Written]:
    return [text for text in written if text.kind in ("label", "reminder", "badge", "note")]


def _texts_on_lines(diagram: Diagram, written: list[Written]) -> Iterator[Fault]:
    for text in _outside(written):
        for flow, line in _lines(diagram):
            is_own = text.kind == "badge" and (text.element_id in (flow.id, flow.source, flow.target))
            if not is_own and runs_through(line, text.bounds):
                yield Fault("text_on_line", (text.element_id, flow.id))
        for identity, line in _borders(diagram):
            if text.kind != "badge" and runs_through(line, text.bounds):
                yield Fault("text_on_line", (text.element_id, identity))


def _borders(diagram: Diagram) -> Iterator[tuple[str, Segment]]:
    """Upper sides of lanes, inner sides of their titles, and the dividers between steps."""
    for lane in diagram.lanes:
        b = lane.bounds
        yield lane.id, ((b.x, b.y), (b.right, b.y))
        yield lane.id, ((b.x + HEAD, b.y), (b.x + HEAD, b.bottom))
    for phase in diagram.phases[1:]:
        yield phase.id, ((phase.bounds.x, phase.bounds.y), (phase.bounds.x, 1e6))


def _texts_on_shapes(diagram: Diagram, written: list[Written]) -> Iterator[Fault]:
    for text in _outside(written):
        for identity, b in _shapes(diagram):
            is_own = text.kind == "badge" and text.element_id == identity
            if not is_own and overlap(text.bounds, b):
                yield Fault("text_on_shape", (text.element_id, identity))


def _texts_on_texts(written: list[Written]) -> Iterator[Fault]:
    for one, other in combinations(written, 2):
        if overlap(one.bounds, other.bounds):
            yield Fault("text_on_text", (one.element_id, other.element_id))


def _texts_too_small(written: list[Written]) -> Iterator[Fault]:
    for text in written:
        if text.is_cut or 0 < text.size < SMALLEST_TEXT:
            yield Fault("text_too_small", (text.element_id,))


def _steps_back(diagram: Diagram) -> Iterator[Fault]:
    """Ways that go left without closing a loop."""
    for flow in diagram.flows.values():
        source, target = diagram.elements.get(flow.source), diagram.elements.get(flow.target)
        if flow.kind == "sequence" and source and target and source.bounds and target.bounds:
            back = source.bounds.centre[0] - target.bounds.centre[0]
            if back > STEP_BACK and flow.source not in _reached(diagram, flow.target):
                yield Fault("backwards", (flow.id,))


def _reached(diagram: Diagram, start: str) -> set[str]:
    """Ids of the elements that flows lead to from an element, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        after = {flow.target for flow in diagram.flows.values() if flow.source == here} - found
        found |= after
        waiting += after
    return found
