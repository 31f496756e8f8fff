"""Sequence flows, message flows and associations: rounded lines, arrowheads, labels."""

import math

from lxml import etree

from processes.diagrams.labels import write_outside
from processes.diagrams.marks import Marks
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds, Flow, Language, Point
from processes.diagrams.svg import Canvas, add, points
from processes.diagrams.wording import flow_title

BEND = 9.0  # radius of a corner
HEAD_LENGTH = 10.0
HEAD_HALF = 4.4


def draw_flows(canvas: Canvas, diagram: Diagram, marks: Marks, language: Language) -> None:
    """Draw the lines, those of the path last so that nothing crosses over them."""
    layer = canvas.layer("flows")
    drawn = [flow for flow in diagram.flows.values() if len(_distinct(flow.waypoints)) > 1]
    for flow in sorted(drawn, key=lambda flow: bool(_mark(flow, marks))):
        ends = (_end_name(diagram, flow.source, language), _end_name(diagram, flow.target, language))
        _draw(layer, flow, flow_title(flow, ends, marks, language), _mark(flow, marks), diagram)
        for x, y in flow.waypoints:
            canvas.cover(Bounds(x, y, 0, 0))


def draw_flow_labels(canvas: Canvas, diagram: Diagram, marks: Marks, language: Language) -> None:
    """Write the lines' labels over all lines, with a halo in the paper's colour."""
    layer = canvas.layer("flow-labels")
    for flow in diagram.flows.values():
        way = _distinct(flow.waypoints)
        if len(way) < 2 or not flow.label(language):
            continue
        group = add(layer, "g", class_="is-taken" if marks.taken.get(flow.id) else "is-untaken")
        place = flow.label_bounds or _beside_first_stretch(way)
        write_outside(canvas, group, flow, language, _nearest_stretch(way, place.centre), place)


def _mark(flow: Flow, marks: Marks) -> str:
    """The classes that a flow bears by its marks; empty for most."""
    taken = "leads-back" if marks.leads_back(flow.id) else "is-taken" if marks.taken.get(flow.id, 0) > 0 else ""
    return " ".join(filter(None, (taken, *marks.classes(flow.id))))


def _draw(layer: etree._Element, flow: Flow, title: str, mark: str, diagram: Diagram) -> None:
    classes = " ".join(filter(None, ("bpmn-flow", f"{flow.kind}-flow", mark, "is-default" if flow.is_default else "")))
    group = add(layer, "g", class_=classes, data_element_id=flow.id)
    add(group, "title", title)
    way = _distinct(flow.waypoints)
    tip, before = way[-1], way[-2]
    line = [*way[:-1], _toward(tip, before, HEAD_LENGTH * 0.7)] if flow.kind != "association" else way
    add(group, "path", class_="flow-reach", d=_rounded(line))
    add(group, "path", class_="flow-line", d=_rounded(line))
    if flow.kind == "message":
        add(group, "circle", class_="flow-origin", cx=way[0][0], cy=way[0][1], r=4)
    if flow.kind != "association":
        add(group, "path", class_="flow-head", d=_arrowhead(tip, before))
    if flow.is_default:
        add(group, "path", class_="flow-slash", d=_slash(way[0], way[1]))
    elif flow.is_conditional and _is_task(diagram, flow.source):
        add(group, "path", class_="flow-diamond", d=_diamond(way[0], way[1]))


def _is_task(diagram: Diagram, element_id: str) -> bool:
    element = diagram.elements.get(element_id)
    return element is not None and element.family == "task"


def _end_name(diagram: Diagram, element_id: str, language: Language) -> str:
    element = diagram.elements.get(element_id)
    return (element.label(language) if element else "") or element_id


def _distinct(way: tuple[Point, ...]) -> list[Point]:
    """The waypoints without repetitions, which have no direction."""
    return [point for index, point in enumerate(way) if not index or math.dist(point, way[index - 1]) > 0.01]


def _toward(start: Point, end: Point, by: float) -> Point:
    """The point `by` units from start on the way to end, at most end itself."""
    share = min(1.0, by / math.dist(start, end))
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _rounded(way: list[Point]) -> str:
    """Path data along the points with every corner rounded, by less where a stretch is short."""
    parts: list[str | Point] = ["M", way[0]]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(BEND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        if radius > 0:
            parts += ["L", _toward(corner, before, radius), "Q", corner, _toward(corner, after, radius)]
    return points(*parts, "L", way[-1])


def _frame(at: Point, toward: Point) -> tuple[Point, Point]:
    """Unit vectors along and across the direction between two points."""
    length = math.dist(at, toward)
    along = ((toward[0] - at[0]) / length, (toward[1] - at[1]) / length)
    return along, (-along[1], along[0])


def _offset(at: Point, frame: tuple[Point, Point], along: float, across: float) -> Point:
    (ax, ay), (cx, cy) = frame
    return (at[0] + ax * along + cx * across, at[1] + ay * along + cy * across)


def _arrowhead(tip: Point, before: Point) -> str:
    frame = _frame(tip, before)
    left, right = (_offset(tip, frame, HEAD_LENGTH, side * HEAD_HALF) for side in (1, -1))
    return points("M", tip, "L", left, _offset(tip, frame, HEAD_LENGTH * 0.78, 0), right, "Z")


def _slash(start: Point, after: Point) -> str:
    frame = _frame(start, after)
    return points("M", _offset(start, frame, 5, -5), "L", _offset(start, frame, 11, 5))


def _diamond(start: Point, after: Point) -> str:
    frame = _frame(start, after)
    return points("M", start, "L", *(_offset(start, frame, *at) for at in ((8, -5), (16, 0), (8, 5))), "Z")


def _beside_first_stretch(way: list[Point]) -> Bounds:
    """Where a label without a place goes: above a level first stretch, to the right of an upright one."""
    (x1, y1), (x2, y2) = way[0], way[1]
    if abs(x2 - x1) >= abs(y2 - y1):
        return Bounds((x1 + x2) / 2 - 20, (y1 + y2) / 2 - 18, 40, 14)
    return Bounds(x1 + 6, y1 + min(24.0, abs(y2 - y1) / 2) * (1 if y2 > y1 else -1) - 7, 40, 14)


def _nearest_stretch(way: list[Point], to: Point) -> Bounds:
    """The box of the stretch closest to a point."""
    boxes = [
        Bounds(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        for (x1, y1), (x2, y2) in zip(way, way[1:], strict=False)
    ]
    return min(boxes, key=lambda b: math.dist(to, (min(max(to[0], b.x), b.right), min(max(to[1], b.y), b.bottom))))
