"""What one XML element says, its attributes and all below it, as texts by path. Knows no element in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree

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
KEYS = ("id", "name", "key")
OPERATOR = "{http://spiffworkflow.org/bpmn/schema/1.0/core}serviceTaskOperator"  # its id names the operation


def said_below(node: etree._Element, wanted: Callable[[etree._Element], bool]) -> dict[Path, str]:
    """Every attribute and text of a node and of the wanted ones below it, by path; two of one path are joined."""
    said: dict[Path, str] = {}
    for path, text in _walked(node, wanted):
        said[path] = f"{said[path]}\n{text}" if path in said else text
    return said


def _walked(node: etree._Element, wanted: Callable[[etree._Element], bool]) -> Iterator[tuple[Path, str]]:
    """Without recursion: a file may nest deeply."""
    open_nodes: list[tuple[Path, etree._Element]] = [((), node)]
    while open_nodes:
        path, one = open_nodes.pop()
        children = [child for child in one if isinstance(child.tag, str) and wanted(child)]
        yield from _own(path, one, bool(children))
        open_nodes += [((*path, step), child) for step, child in _steps(children)][::-1]


def _own(path: Path, node: etree._Element, has_children: bool) -> Iterator[tuple[Path, str]]:
    key = path[-1].partition("[")[2][:-1] if path else ""
    attributes = [(f"@{_attribute(str(name))}", str(value)) for name, value in node.attrib.items()]
    for name, value in attributes:
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
            yield f"{short(tag)}[{key}]", child
        else:
            yield short(tag) if tags[tag] == 1 else f"{short(tag)}#{places[tag]}", child


def _key(node: etree._Element) -> str:
    return next((value for name in KEYS if (value := node.get(name))), "")


def _attribute(name: str) -> str:
    """One in a namespace is not the same as one without, whatever its tags are called."""
    return short(name) if ":" in short(name) else name


def short(tag: str) -> str:
    """A tag without its namespace where that is BPMN's or an extension's that everybody here knows."""
    namespace, brace, local = tag.rpartition("}")
    if not brace:
        return tag
    return f"{SHORT[namespace + brace]}{local}" if namespace + brace in SHORT else tag


def rounded(text: str) -> str:
    """A coordinate as a number is written: 100 and 100.0 are one place."""
    try:
        return repr(float(text))
    except ValueError:
        return text
