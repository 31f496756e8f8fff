"""The elements, flows and lanes of a diagram, as the runtime reads them. Knows XML, not the engine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lxml.etree import _Element

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
STEWARD = "{https://steward.invalid/schema/bpmn/1.0}"
_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
_TASKS = ("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask")
_RULES_AND_CALLS = ("businessRuleTask", "callActivity", "subProcess", "transaction", "adHocSubProcess")
_GATEWAYS = ("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway")
NODE_TYPES = frozenset((*_EVENTS, *_TASKS, *_RULES_AND_CALLS, *_GATEWAYS))


@dataclass(frozen=True)
class Element:
    """A flow node. ``type``: BPMN tag without namespace; ``operation``: of a service task; ``decision``: the id of the
    decision that a business rule task calls; ``is_many``: done for each of many;
    ``called``: the process that a call activity calls;

    ``properties``: the spiffworkflow properties, name → text; ``incoming``/``outgoing``: flow ids.
    """

    id: str
    type: str
    name: str
    name_en: str
    lane_id: str | None
    properties: dict[str, str]
    operation: str | None
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    decision: str | None = None
    is_many: bool = False
    called: str | None = None


@dataclass(frozen=True)
class Flow:
    """A sequence flow. ``source``, ``target``: element ids."""

    id: str
    source: str
    target: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Lane:
    """A lane of the pool; its id decides who may do its work."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Outline:
    """Everything of a process that can be read without running it. Keys are ids."""

    process_id: str
    name: str
    name_en: str
    elements: dict[str, Element]
    flows: dict[str, Flow]
    lanes: dict[str, Lane]

    def to_dict(self) -> dict[str, Any]:
        """JSON values; `Outline.from_dict` reads them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Outline:
        """The outline of `to_dict`'s values."""
        elements = {}
        for key, item in stored["elements"].items():
            ends = {"incoming": tuple(item["incoming"]), "outgoing": tuple(item["outgoing"])}
            elements[key] = Element(**{**item, **ends})
        return cls(
            stored["process_id"],
            stored["name"],
            stored["name_en"],
            elements,
            {key: Flow(**item) for key, item in stored["flows"].items()},
            {key: Lane(**item) for key, item in stored["lanes"].items()},
        )


def read_outline(process: _Element) -> Outline:
    """The outline of a ``bpmn:process`` element, sub-processes included."""
    flows = {
        flow.get("id", ""): Flow(
            flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""), *_names(flow)
        )
        for flow in process.iter(f"{BPMN}sequenceFlow")
    }
    lane_of = {
        (reference.text or "").strip(): lane.get("id", "")
        for lane in process.iter(f"{BPMN}lane")
        for reference in lane.findall(f"{BPMN}flowNodeRef")
    }
    lanes = {lane.get("id", ""): Lane(lane.get("id", ""), *_names(lane)) for lane in process.iter(f"{BPMN}lane")}
    elements = {node.get("id", ""): _element(node, flows, lane_of) for node in nodes(process)}
    return Outline(process.get("id", ""), *_names(process), elements, flows, lanes)


def nodes(process: _Element) -> list[_Element]:
    """The flow nodes of a process in document order."""
    return [
        node
        for node in process.iter(f"{BPMN}*")
        if node is not process and str(node.tag).removeprefix(BPMN) in NODE_TYPES
    ]


def _element(node: _Element, flows: dict[str, Flow], lane_of: dict[str, str]) -> Element:
    key = node.get("id", "")
    operator = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    properties = node.findall(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property")
    return Element(
        key,
        str(node.tag).removeprefix(BPMN),
        *_names(node),
        lane_of.get(key),
        {item.get("name", ""): item.get("value", "") for item in properties},
        None if operator is None else operator.get("id"),
        tuple(flow.id for flow in flows.values() if flow.target == key),
        tuple(flow.id for flow in flows.values() if flow.source == key),
        decision_of(node),
        node.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None,
        node.get("calledElement", "").strip() or None,
    )


def decision_of(node: _Element) -> str | None:
    """The decision that a business rule task calls; None where it names none."""
    called = node.findtext(f"{BPMN}extensionElements/{SPIFF}calledDecisionId", "").strip()
    return called or None


def _names(node: _Element) -> tuple[str, str]:
    return node.get("name", ""), node.get(f"{STEWARD}nameEn", "")
