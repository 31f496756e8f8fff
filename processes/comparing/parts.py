"""A BPMN file taken apart: for each element with an id what the file says of it, as texts by path.

What stands twice in a file is read once: which flows meet at an element is said by the flows, and where a lane
reaches is said of the elements in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from processes.comparing.saying import BPMN, BPMNDI, Path, rounded, said_below, short
from processes.engine.documents import read_xml

HOLDERS = frozenset(
    f"{BPMN}{tag}"
    for tag in (
        *("definitions", "process", "subProcess", "transaction", "adHocSubProcess"),
        *("collaboration", "laneSet", "childLaneSet", "lane"),
    )
)
DETAILS = frozenset(  # of what holds them, even where they have an id
    f"{BPMN}{tag}"
    for tag in (
        *("documentation", "extensionElements", "ioSpecification", "property", "resourceRole", "performer"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
        *("dataInputAssociation", "dataOutputAssociation"),
    )
)
SAID_ELSEWHERE = frozenset(f"{BPMN}{tag}" for tag in ("incoming", "outgoing", "flowNodeRef"))
WHO_WROTE = frozenset(("@exporter", "@exporterVersion", "@xsi:schemaLocation"))  # of the file, not of the process


@dataclass(frozen=True, slots=True)
class Part:
    """One element. ``kind``: its tag, "userTask"; ``said``: path → text; ``lane``, ``inside``: ids of what holds it."""

    id: str
    kind: str
    name: str
    name_en: str
    lane: str | None
    inside: str | None
    said: Mapping[Path, str]


def read_parts(file: str, xml: bytes) -> tuple[dict[str, Part], dict[str, dict[Path, str]]]:
    """The elements by id in the order of the file, and by the same ids how they are drawn.

    Of two elements with one id the second is ``id#2``. Raises `DefinitionRefused` as every reader of such a file.
    """
    root = read_xml(file, xml)
    lanes = {
        (reference.text or "").strip(): lane.get("id", "")
        for lane in root.iter(f"{BPMN}lane")  # outer lanes first, so that the innermost wins
        for reference in lane.findall(f"{BPMN}flowNodeRef")
    }
    parts: dict[str, Part] = {}
    for node in root.iter(f"{BPMN}*"):
        if _is_part(node):
            _put(parts, node.get("id", ""), _part(node, lanes))
    return parts, _drawings(root)


def is_geometry(path: Path) -> bool:
    """Whether a drawing's text says where it is, rather than how it looks."""
    return path[0].startswith(("Bounds", "waypoint", "BPMNLabel"))


def _put(parts: dict[str, Part], key: str, part: Part) -> None:
    number = 1
    while key in parts:
        number += 1
        key = f"{part.id}#{number}"
    parts[key] = part


def _is_part(node: etree._Element) -> bool:
    parent = node.getparent()
    return bool(node.get("id")) and str(node.tag) not in DETAILS and (parent is None or str(parent.tag) in HOLDERS)


def _part(node: etree._Element, lanes: Mapping[str, str]) -> Part:
    parent = node.getparent()
    said = {path: text for path, text in said_below(node, _is_detail).items() if path != ("@id",)}
    if parent is None:
        said = {path: text for path, text in said.items() if path[0] not in WHO_WROTE}
    identity = node.get("id", "")
    name = said.get(("@name",)) or said.get(("text", "#text"), "")
    return Part(
        identity,
        short(str(node.tag)),
        name,
        said.get(("@steward:nameEn",), ""),
        lanes.get(identity),
        None if parent is None else parent.get("id"),
        said,
    )


def _is_detail(node: etree._Element) -> bool:
    """Whether a child belongs to the element that it stands in, rather than being one of its own."""
    tag = str(node.tag)
    return tag not in SAID_ELSEWHERE and not tag.startswith(BPMNDI) and not (tag.startswith(BPMN) and _is_part(node))


def _drawings(root: etree._Element) -> dict[str, dict[Path, str]]:
    found: dict[str, dict[Path, str]] = {}
    for node in root.iter(f"{BPMNDI}BPMNShape", f"{BPMNDI}BPMNEdge"):
        drawn = found.setdefault(node.get("bpmnElement", ""), {})
        for path, text in said_below(node, lambda _child: True).items():
            if path not in (("@id",), ("@bpmnElement",)):
                drawn[path] = drawn.get(path, "") + (rounded(text) if is_geometry(path) else text)
    return found
