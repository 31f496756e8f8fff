"""Diagram interchange (DI): the shapes and edges that say where a diagram's parts are drawn."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from processes.diagrams.parts import Bounds, Point

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
LARGEST = 100_000.0


class DiagramRefused(ValueError):
    """The file cannot be drawn; code: "not_xml", "doctype", "encoding" or "coordinate"; detail: value at fault;
    element_id: the element that is drawn there."""

    def __init__(self, code: str, detail: str = "", element_id: str | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.element_id = element_id


@dataclass(frozen=True, slots=True)
class Shape:
    """Where an element is drawn, and its label where the label has a place of its own."""

    bounds: Bounds | None
    label: Bounds | None
    is_expanded: bool
    is_horizontal: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a flow is drawn."""

    waypoints: tuple[Point, ...]
    label: Bounds | None


def read_interchange(root: etree._Element) -> tuple[Mapping[str, Shape], Mapping[str, Edge]]:
    """Shapes and edges of the file's first plane, by the id of the element they draw.

    Further planes show the insides of collapsed sub-processes and have coordinates of their own.
    """
    plane = root.find(f"{BPMNDI}BPMNDiagram/{BPMNDI}BPMNPlane")
    if plane is None:
        return {}, {}
    shapes = {shape.get("bpmnElement", ""): _shape(shape) for shape in plane.findall(f"{BPMNDI}BPMNShape")}
    edges = {edge.get("bpmnElement", ""): _edge(edge) for edge in plane.findall(f"{BPMNDI}BPMNEdge")}
    return shapes, edges


def _shape(node: etree._Element) -> Shape:
    return Shape(
        bounds=_bounds(node.find(f"{DC}Bounds")),
        label=_bounds(node.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")),
        is_expanded=node.get("isExpanded") == "true",
        is_horizontal=node.get("isHorizontal") != "false",
    )


def _edge(node: etree._Element) -> Edge:
    points = tuple((_number(point, "x"), _number(point, "y")) for point in node.findall(f"{DI}waypoint"))
    return Edge(points, _bounds(node.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")))


def _bounds(node: etree._Element | None) -> Bounds | None:
    if node is None:
        return None
    return Bounds(_number(node, "x"), _number(node, "y"), _number(node, "width"), _number(node, "height"))


def _number(node: etree._Element, attribute: str) -> float:
    text = node.get(attribute, "")
    try:
        value = float(text)
    except ValueError as error:
        raise DiagramRefused("coordinate", text, _drawn(node)) from error
    if not math.isfinite(value) or abs(value) > LARGEST or (attribute in ("width", "height") and value < 0):
        raise DiagramRefused("coordinate", text, _drawn(node))
    return value


def _drawn(node: etree._Element) -> str | None:
    around = (one.get("bpmnElement") for one in (node, *node.iterancestors()))
    return next((key for key in around if key), None)
