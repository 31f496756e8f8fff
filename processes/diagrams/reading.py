"""Reading of BPMN files into the parts of a diagram; refuses what a drawing does not need and an attacker might."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from processes.diagrams.interchange import DiagramRefused, Edge, Shape, read_interchange
from processes.diagrams.parts import Annotation, Element, Flow, Region
from processes.safe_xml import XmlRefused, parse_xml

__all__ = ["DiagramRefused", "Source"]

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
STEWARD = "{https://steward.invalid/schema/bpmn/1.0}"
TASKS = "task userTask serviceTask scriptTask businessRuleTask sendTask receiveTask manualTask callActivity"
SUBPROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
EVENTS = "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent"
GATEWAYS = "exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway"
DATA = "dataObjectReference dataStoreReference"
NODES = frozenset(f"{TASKS} {EVENTS} {GATEWAYS} {DATA}".split()) | SUBPROCESSES
LINES: Mapping[str, Literal["sequence", "message", "association"]] = {
    "sequenceFlow": "sequence",
    "messageFlow": "message",
    "association": "association",
}
REGIONS = {"pool": "participant", "lane": "lane", "group": "group"}


def parse_safely(xml: bytes) -> etree._Element:
    """The root of a UTF-8 document without DOCTYPE (so without entities); raises DiagramRefused."""
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagramRefused("encoding") from error
    try:
        return parse_xml(text)
    except XmlRefused as refused:
        raise DiagramRefused(refused.code, refused.detail) from refused


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its tree, and its shapes and edges by element id."""

    root: etree._Element
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]

    @classmethod
    def of(cls, xml: bytes) -> "Source":
        root = parse_safely(xml)
        return cls(root, *read_interchange(root))

    def elements(self) -> dict[str, Element]:
        lanes = {
            (ref.text or "").strip(): lane.get("id", "")
            for lane in self.root.iter(f"{BPMN}lane")  # outer lanes first, so the innermost wins
            for ref in lane.findall(f"{BPMN}flowNodeRef")
        }
        return {node.get("id", ""): self._element(node, lanes) for node in self._nodes()}

    def flows(self) -> dict[str, Flow]:
        defaults = {node.get("default") for node in self.root.iter(f"{BPMN}*") if node.get("default")}
        flows = (self._flow(node, defaults) for tag in LINES for node in self.root.iter(f"{BPMN}{tag}"))
        return {flow.id: flow for flow in flows}

    def regions(self, kind: Literal["pool", "lane", "group"]) -> tuple[Region, ...]:
        found = []
        for node in self.root.iter(f"{BPMN}{REGIONS[kind]}"):
            shape = self.shapes.get(node.get("id", ""))
            if shape is not None and shape.bounds is not None:
                found.append(Region(*_names(node), kind, shape.bounds, shape.is_horizontal))
        return tuple(found)

    def annotations(self) -> tuple[Annotation, ...]:
        found = []
        for node in self.root.iter(f"{BPMN}textAnnotation"):
            shape = self.shapes.get(node.get("id", ""))
            if shape is not None and shape.bounds is not None:
                identity, _, english = _names(node)
                text = (node.findtext(f"{BPMN}text") or "").strip()
                found.append(Annotation(identity, text, english, shape.bounds))
        return tuple(found)

    def _nodes(self) -> Iterator[etree._Element]:
        return (node for node in self.root.iter(f"{BPMN}*") if _local(node) in NODES)

    def _element(self, node: etree._Element, lanes: Mapping[str, str]) -> Element:
        identity, name, english = _names(node)
        shape = self.shapes.get(identity)
        parent = node.getparent()
        inside = parent is not None and _local(parent) in SUBPROCESSES
        return Element(
            identity,
            name,
            english,
            kind=_local(node),
            bounds=shape.bounds if shape else None,
            label_bounds=shape.label if shape else None,
            lane=lanes.get(identity),
            parent=parent.get("id") if inside and parent is not None else None,
            properties=_properties(node),
            event=_event(node),
            loop=_loop(node),
            interrupting="false" not in (node.get("cancelActivity"), node.get("isInterrupting")),
            expanded=bool(shape and shape.is_expanded),
            attached_to=node.get("attachedToRef"),
        )

    def _flow(self, node: etree._Element, defaults: set[str | None]) -> Flow:
        identity, name, english = _names(node)
        edge = self.edges.get(identity)
        return Flow(
            identity,
            name,
            english,
            kind=LINES[_local(node)],
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            waypoints=edge.waypoints if edge else (),
            label_bounds=edge.label if edge else None,
            is_default=identity in defaults,
            is_conditional=node.find(f"{BPMN}conditionExpression") is not None,
        )


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def _names(node: etree._Element) -> tuple[str, str, str]:
    return node.get("id", ""), node.get("name", "").strip(), node.get(f"{STEWARD}nameEn", "").strip()


def _properties(node: etree._Element) -> dict[str, str]:
    path = f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property"
    return {item.get("name", ""): item.get("value", "") for item in node.findall(path)}


def _event(node: etree._Element) -> str | None:
    suffix = "EventDefinition"
    kinds = [_local(child).removesuffix(suffix) for child in node if _local(child).endswith(suffix)]
    return "multiple" if len(kinds) > 1 else next(iter(kinds), None)


def _loop(node: etree._Element) -> str | None:
    multiple = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if multiple is not None:
        return "sequential" if multiple.get("isSequential") == "true" else "parallel"
    return "loop" if node.find(f"{BPMN}standardLoopCharacteristics") is not None else None
