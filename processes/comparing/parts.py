"""A BPMN file taken apart: for each element with an id what the file says of it, as texts by path.

What stands twice in a file is read once: which flows meet at an element is said by the flows, and where a lane
reaches is said of the elements in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from processes.engine.documents import read_xml

Path = tuple[str, ...]
"""Tags, then "@attribute" or "#text"; of several alike a tag bears its key, "parameter[customer_id]", or its place,
"extension#2"."""

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SHORT = {
    BPMN: "",
    "{http://spiffworkflow.org/bpmn/schema/1.0/core}": "",
    "{https://steward.invalid/schema/bpmn/1.0}": "steward:",
    "{http://www.w3.org/2001/XMLSchema-instance}": "xsi:",
    BPMNDI: "",
    "{http://www.omg.org/spec/DD/20100524/DC}": "",
    "{http://www.omg.org/spec/DD/20100524/DI}": "",
}
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
KEYS = ("id", "name", "key")
OPERATOR = "{http://spiffworkflow.org/bpmn/schema/1.0/core}serviceTaskOperator"  # its id names the operation


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
    said = {path: text for path, text in _said(node, _is_detail) if path != ("@id",)}
    if parent is None:
        said = {path: text for path, text in said.items() if path[0] not in WHO_WROTE}
    identity = node.get("id", "")
    name = said.get(("@name",)) or said.get(("text", "#text"), "")
    return Part(
        identity,
        _short(str(node.tag)),
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
        for path, text in _said(node, lambda _child: True):
            if path not in (("@id",), ("@bpmnElement",)):
                drawn[path] = drawn.get(path, "") + (_rounded(text) if is_geometry(path) else text)
    return found


def _said(node: etree._Element, wanted: Callable[[etree._Element], bool]) -> Iterator[tuple[Path, str]]:
    """Every attribute and text below a node, by path. Walks without recursion: a file may nest deeply."""
    open_nodes: list[tuple[Path, etree._Element]] = [((), node)]
    while open_nodes:
        path, one = open_nodes.pop()
        children = [child for child in one if isinstance(child.tag, str) and wanted(child)]
        yield from _own(path, one, bool(children))
        open_nodes += [((*path, step), child) for step, child in _steps(children)][::-1]


def _own(path: Path, node: etree._Element, has_children: bool) -> Iterator[tuple[Path, str]]:
    key = path[-1].partition("[")[2][:-1] if path else ""
    attributes = {f"@{_short(str(name))}": str(value) for name, value in node.attrib.items()}
    for name, value in attributes.items():
        is_key = name[1:] in KEYS and value == key
        is_default = name == "@xsi:type" and value.rpartition(":")[2] == "tFormalExpression"
        if not is_key and not is_default:
            yield (*path, name), value
    text = (node.text or "").strip()
    if text or (path and not attributes and not has_children):
        yield (*path, "#text"), text  # an empty element says something by being there


def _steps(children: list[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """Each child with its step: by its key where that tells it from its like, else by its place among them."""
    tags = Counter(str(child.tag) for child in children)
    keys = Counter((str(child.tag), _key(child)) for child in children)
    places: Counter[str] = Counter()
    for child in children:
        tag, key = str(child.tag), _key(child)
        places[tag] += 1
        if key and keys[tag, key] == 1 and tag != OPERATOR and not tag.startswith(BPMN):
            yield f"{_short(tag)}[{key}]", child
        else:
            yield _short(tag) if tags[tag] == 1 else f"{_short(tag)}#{places[tag]}", child


def _key(node: etree._Element) -> str:
    return next((value for name in KEYS if (value := node.get(name))), "")


def _short(tag: str) -> str:
    namespace, brace, local = tag.rpartition("}")
    if not brace:
        return tag
    return f"{SHORT[namespace + brace]}{local}" if namespace + brace in SHORT else tag


def _rounded(text: str) -> str:
    """A coordinate as a number is written: 100 and 100.0 are one place."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return text
