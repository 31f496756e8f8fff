"""A plain drawing for small diagrams that come without one: everything in a row, in the order of the file."""

from __future__ import annotations

from lxml import etree

from processes.engine.elements import BPMN, nodes

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC, DD = "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"
STEP, TOP = 170, 60
SIZES = {"Event": (36, 36), "Gateway": (50, 50)}


def laid_out(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files, their diagrams with a drawing."""
    return {path: _drawn(content) if path.endswith(".bpmn") else content for path, content in files.items()}


def _drawn(content: bytes) -> bytes:
    root = etree.fromstring(content)
    process = next(root.iter(f"{BPMN}process"))
    plane = etree.SubElement(etree.SubElement(root, f"{{{DI}}}BPMNDiagram"), f"{{{DI}}}BPMNPlane")
    plane.set("bpmnElement", process.get("id", ""))
    middle: dict[str, float] = {}
    for number, node in enumerate(_in_order(process)):
        kind = str(node.tag).removeprefix(BPMN)
        width, height = next((size for end, size in SIZES.items() if kind.endswith(end)), (110, 80))
        middle[node.get("id", "")] = STEP * number + 100
        shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", bpmnElement=node.get("id", ""))
        place = {"x": STEP * number + 100 - width / 2, "y": TOP + 40 - height / 2, "width": width, "height": height}
        etree.SubElement(shape, f"{{{DC}}}Bounds", {key: str(value) for key, value in place.items()})
    for flow in process.iter(f"{BPMN}sequenceFlow"):
        edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", bpmnElement=flow.get("id", ""))
        for end, side in ((flow.get("sourceRef", ""), 30), (flow.get("targetRef", ""), -30)):
            etree.SubElement(edge, f"{{{DD}}}waypoint", x=str(middle[end] + side), y=str(TOP + 40))
    return etree.tostring(root)


def _in_order(process: etree._Element) -> list[etree._Element]:
    """As the flows lead, from the start."""
    found = [node for node in nodes(process) if node.tag == f"{BPMN}startEvent"]
    ways = {flow.get("sourceRef"): flow.get("targetRef") for flow in process.iter(f"{BPMN}sequenceFlow")}
    by_id = {node.get("id"): node for node in nodes(process)}
    for node in found:
        following = by_id.get(ways.get(node.get("id")))
        if following is not None and following not in found:
            found.append(following)
    return [*found, *(node for node in nodes(process) if node not in found)]
