"""Reading XML that people uploaded. No entities, no network, no document types."""

from __future__ import annotations

from lxml import etree

from processes.engine.errors import DefinitionRefused, Problem

MAX_FILE_BYTES = 2_000_000


def read_xml(file: str, content: bytes) -> etree._Element:
    """The root element without comments; raises `DefinitionRefused` (``not_xml``, ``doctype``, ``too_large``)."""
    if len(content) > MAX_FILE_BYTES:
        raise DefinitionRefused((Problem(file, None, "too_large", str(len(content))),))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DefinitionRefused((Problem(file, None, "not_xml", str(error)),)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DefinitionRefused((Problem(file, None, "doctype"),))
    return root
