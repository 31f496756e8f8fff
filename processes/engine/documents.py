"""Reading XML that people uploaded. No entities, no network, no document types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from processes.engine.errors import DefinitionRefused, Problem
from processes.safe_xml import XmlRefused, parse_xml

MAX_FILE_BYTES = 2_000_000
MAX_PARTS = 40_000  # XML elements of a file, its drawing included
MAX_ATTRIBUTES = 50  # of one XML element
_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]*)""")
_HOLDERS = ("process", "subProcess", "definitions", "decisionTable")
MAX_ATTRIBUTE, MAX_TEXT = 2000, 20_000  # characters of an attribute; of a text between two tags


def read_xml(file: str, content: bytes) -> etree._Element:
    """The root element without comments; raises `DefinitionRefused` (``not_xml``, ``doctype``, sizes)."""
    if len(content) > MAX_FILE_BYTES:
        raise DefinitionRefused([Problem(file, None, "too_large", str(len(content)))])
    try:
        root = parse_xml(_text(file, content))
    except XmlRefused as refused:
        raise DefinitionRefused([Problem(file, None, refused.code, refused.detail)]) from refused
    if too_large := list(_size_problems(file, root)):
        raise DefinitionRefused(too_large)
    return root


def id_around(node: etree._Element) -> str | None:
    """The id of the element, flow or rule that a node lies in; else the nearest id."""
    around = [one for one in (node, *node.iterancestors()) if one.get("id")]
    direct = [one for one in around if _local(one.getparent()) in _HOLDERS]
    return next((one.get("id") for one in (*direct, *around)), None)


def _local(node: etree._Element | None) -> str:
    return "" if node is None else str(node.tag).rpartition("}")[2]


def _text(file: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
        declared = _DECLARED.match(text)
        if declared is not None and declared[1].lower() not in ("utf-8", "utf8", "us-ascii"):
            raise DefinitionRefused([Problem(file, None, "encoding", declared[1])])
        return text
    except UnicodeDecodeError as error:
        code = "not_xml" if b"<" not in content.replace(b"\0", b"")[:4] else "encoding"
        raise DefinitionRefused([Problem(file, None, code)]) from error


def _size_problems(file: str, root: etree._Element) -> Iterator[Problem]:
    """Of all that a file holds: what stands outside a process is read by checks and by the library too."""
    for number, node in enumerate(root.iter()):
        if number >= MAX_PARTS:
            yield Problem(file, None, "too_many_parts", str(MAX_PARTS))
            return
        if len(node.attrib) > MAX_ATTRIBUTES:
            yield Problem(file, id_around(node), "too_many_attributes", str(MAX_ATTRIBUTES))
            continue  # reading them takes time with the square of their number
        longest = max(map(len, node.attrib.values()), default=0)
        if longest > MAX_ATTRIBUTE or max(len(node.text or ""), len(node.tail or "")) > MAX_TEXT:
            yield Problem(file, id_around(node), "text_too_long", _local(node))
