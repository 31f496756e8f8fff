"""Badges: counts and times of elements, how often a flow was taken, what needs an operator, what became of which."""

from collections.abc import Iterator, Sequence

from lxml import etree

from processes.diagrams.geometry import Segment, around, overlap, segments
from processes.diagrams.marks import Marks
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds, Element, Flow, Point
from processes.diagrams.surroundings import Surroundings
from processes.diagrams.svg import Canvas, add, box
from processes.diagrams.text import width

HEIGHT = 19.0
SIZE = 12.0
AIR = 3.0  # kept free around a flow's count
STEP = 12.0  # between two places tried


def draw_badges(canvas: Canvas, group: etree._Element, element: Element, b: Bounds, marks: Marks) -> None:
    """Put an element's count on a corner, the lower right one at best, the sign of an incident or change upper left.

    What it takes in the median stands on its lower border, from the left.
    """
    inset = min(b.width, b.height) * 0.15 if element.family in ("event", "gateway") else 0.0
    right, left, top, bottom = b.right - inset, b.x + inset, b.y + inset, b.bottom - inset
    text = marks.badge(element.id)
    if text:
        _place(canvas, group, element, "count-badge", text, ((right, bottom), (right, top), (left, bottom)))
    if incidents := marks.incident_badge(element.id):
        _badge(group, "incident-badge", incidents, _spot(incidents, left, top))
    if sign := marks.sign(element.id):
        _badge(group, f"change-badge {marks.changes[element.id]}-badge", sign, _spot(sign, left, top))
    time = "" if marks.figures is None else marks.figures.times.get(element.id, "")
    if time:
        start = _spot(time, 0, 0).width / 2
        _place(canvas, group, element, "time-badge", time, ((left + start - AIR, bottom), (left + start - AIR, top)))


def _place(
    canvas: Canvas, group: etree._Element, element: Element, class_: str, text: str, centres: Sequence[Point]
) -> None:
    """Draw a badge around the first of these points where no text stands, else around the first."""
    spots = [_spot(text, x, y) for x, y in centres]
    spot = next((one for one in spots if not any(overlap(one, near.bounds) for near in canvas.written)), spots[0])
    canvas.note("badge", element.id, spot, SIZE)
    _badge(group, class_, text, spot)


def draw_flow_badges(canvas: Canvas, diagram: Diagram, marks: Marks) -> None:
    """Write on every flow taken more than once, or that many came back by, how often, or what became of it: on its
    longest clear stretch.

    A flow with no clear place bears no count: its title says the same, and a badge over a name would hide both. What
    became of it is signed all the same, since elsewhere only the colour of a line would say it.
    """
    layer = canvas.layer("flow-counts")
    for flow in diagram.flows.values():
        text, class_ = _of_flow(flow, marks)
        if text and segments(flow.waypoints):
            spot = _clear_spot(canvas, diagram, flow, text)
            if spot is None and marks.sign(flow.id):
                spot = next((_spot(text, x, y) for x, y in _places(flow)), None)
            if spot is None:
                continue
            canvas.note("badge", flow.id, spot, SIZE)
            _badge(layer, class_, text, spot)


def _of_flow(flow: Flow, marks: Marks) -> tuple[str, str]:
    """Text and class of a flow's badge; the text is empty where it bears none."""
    if sign := marks.sign(flow.id):
        return sign, f"change-badge {marks.changes[flow.id]}-badge"
    return marks.flow_badge(flow.id), "flow-badge"


def _clear_spot(canvas: Canvas, diagram: Diagram, flow: Flow, text: str) -> Bounds | None:
    spots = [_spot(text, x, y) for x, y in _places(flow)]
    near = Surroundings.of(canvas, diagram, around(spots).grown(AIR), flow.id)
    airy = (spot for spot in spots if near.leave_clear(spot.grown(AIR)))
    tight = (spot for spot in spots if near.leave_clear(spot))
    return next(airy, None) or next(tight, None)


def _places(flow: Flow) -> Iterator[tuple[float, float]]:
    """Points of a flow: along its longest stretch from the middle outwards, then along the next longest."""
    for (x1, y1), (x2, y2) in sorted(segments(flow.waypoints), key=_length, reverse=True):
        tries = max(1, int(_length(((x1, y1), (x2, y2))) / STEP))
        for order in range(tries):
            share = 0.5 + (order + 1) // 2 * (1 if order % 2 else -1) / (tries + 1)
            yield x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


def _length(segment: Segment) -> float:
    (x1, y1), (x2, y2) = segment
    return abs(x2 - x1) + abs(y2 - y1)


def _spot(text: str, x: float, y: float) -> Bounds:
    """The badge's area around a point."""
    breadth = max(HEIGHT, width(text, SIZE) + 11)
    return Bounds(x - breadth / 2, y - HEIGHT / 2, breadth, HEIGHT)


def _badge(group: etree._Element, class_: str, text: str, spot: Bounds) -> None:
    badge = add(group, "g", class_=f"bpmn-badge {class_}")
    box(badge, "badge-shape", spot, HEIGHT / 2)
    x, y = spot.centre
    add(badge, "text", text, text_anchor="middle", font_size=SIZE, x=x, y=y + 4.3)
