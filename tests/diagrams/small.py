"""A small drawing: two tasks in a lane with one labelled flow, each part movable."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

Point = tuple[float, float]
FIRST, SECOND = (240.0, 100.0), (480.0, 100.0)
NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


def drawing(
    first: Point = FIRST,
    second: Point = SECOND,
    label: Point = (400, 112),
    name: str = "建档",
    lines: Mapping[str, list[Point]] | None = None,
) -> bytes:
    """The file. ``lines``: further message flows by id, along these points."""
    go = [(first[0] + 120, first[1] + 40), (second[0], second[1] + 40)]
    edges = {"go": go, **(lines or {})}
    further = "".join(f'<bpmn:messageFlow id="{key}" sourceRef="a" targetRef="b"/>' for key in lines or {})
    return f"""<bpmn:definitions {NAMESPACES} id="d" targetNamespace="n">
    <bpmn:collaboration id="c"><bpmn:participant id="pool" name="泳池" processRef="p"/>{further}</bpmn:collaboration>
    <bpmn:process id="p"><bpmn:laneSet id="s"><bpmn:lane id="lane" name="客户经理">
    <bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:userTask id="a" name={quoteattr(name)}/><bpmn:userTask id="b" name="评估"/>
    <bpmn:sequenceFlow id="go" name="齐" sourceRef="a" targetRef="b"/></bpmn:process>
    <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="c">
    {_shape("pool", 100, 80, 700, 160)}{_shape("lane", 130, 80, 670, 160)}
    {_shape("a", *first)}{_shape("b", *second)}
    {"".join(_edge(key, points, label if key == "go" else None) for key, points in edges.items())}
    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>""".encode()


def _shape(key: str, x: float, y: float, width: float = 120, height: float = 80) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape bpmnElement="{key}" isHorizontal="true">{bounds}</bpmndi:BPMNShape>'


def _edge(key: str, points: list[Point], label: Point | None) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    place = "" if label is None else f'<dc:Bounds x="{label[0]}" y="{label[1]}" width="16" height="14"/>'
    written = place and f"<bpmndi:BPMNLabel>{place}</bpmndi:BPMNLabel>"
    return f'<bpmndi:BPMNEdge bpmnElement="{key}">{way}{written}</bpmndi:BPMNEdge>'
