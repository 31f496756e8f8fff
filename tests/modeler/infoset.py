"""Compares two XML texts by what they say, not by how they are written.

What does not count: the order of attributes, prefixes, quotes, entities and CDATA sections, blanks between elements.
What counts: names, attributes, texts to the letter, the order of everything, comments and processing instructions.
"""

from __future__ import annotations

from itertools import zip_longest

from lxml import etree

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def differences(before: str, after: str) -> list[str]:
    """Every place that differs, as ``path: what``; empty when both say the same."""
    left, right = _root(before), _root(after)
    found = _around(left, right)
    _compare(left, right, _name(left), found)
    return found


def _root(text: str) -> etree._Element:
    parser = etree.XMLParser(strip_cdata=True, resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(text.encode(), parser)


def _around(left: etree._Element, right: etree._Element) -> list[str]:
    """Comments and instructions before and after the root."""
    sides = [
        [[_said(one) for one in root.itersiblings(preceding=way)] for way in (True, False)] for root in (left, right)
    ]
    return [] if sides[0] == sides[1] else [f"around the root: {sides[0]} → {sides[1]}"]


def _compare(left: etree._Element, right: etree._Element, path: str, found: list[str]) -> None:
    if _name(left) != _name(right):
        found.append(f"{path}: <{_name(left)}> → <{_name(right)}>")
        return
    if not isinstance(left.tag, str):
        if _said(left) != _said(right):
            found.append(f"{path}: {_said(left)} → {_said(right)}")
        return
    _compare_attributes(left, right, path, found)
    if _texts(left) != _texts(right):
        found.append(f"{path}: text {_texts(left)} → {_texts(right)}")
    for number, (one, other) in enumerate(zip_longest(left, right)):
        if one is None or other is None:
            found.append(f"{path}: {'gained' if one is None else 'lost'} {_label(one if other is None else other)}")
        else:
            _compare(one, other, f"{path}/{_label(one)}[{number}]", found)


def _compare_attributes(left: etree._Element, right: etree._Element, path: str, found: list[str]) -> None:
    mine, theirs = _attributes(left), _attributes(right)
    for name in sorted({*mine, *theirs}):
        if mine.get(name) != theirs.get(name):
            found.append(f"{path}/@{name}: {mine.get(name)!r} → {theirs.get(name)!r}")


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): _resolved(element, str(name), str(value)) for name, value in element.attrib.items()}


def _resolved(element: etree._Element, name: str, value: str) -> str:
    """The value; that of xsi:type is a name, in which the prefix does not count."""
    if name != XSI_TYPE:
        return value
    prefix, _, local = value.rpartition(":")
    return f"{{{element.nsmap.get(prefix or None)}}}{local}"


def _texts(element: etree._Element) -> list[tuple[int, str]]:
    """The texts between children, with their places; blanks count only where there is nothing else."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    return [(place, text) for place, text in enumerate(texts) if text.strip() or len(texts) == 1]


def _name(element: etree._Element) -> str:
    return str(element.tag) if isinstance(element.tag, str) else type(element).__name__


def _said(node: etree._Element) -> str:
    return f"{_name(node)} {getattr(node, 'target', '')} {node.text}"


def _label(element: etree._Element) -> str:
    local = _name(element).rpartition("}")[2]
    return f"{local}#{element.get('id')}" if isinstance(element.tag, str) and element.get("id") else local
