"""The one way to read XML that somebody sends: no DOCTYPE, no entity, no network, one encoding."""

from __future__ import annotations

from lxml import etree


class XmlRefused(ValueError):
    """The text is not read; code: "doctype" or "not_xml"; detail: what the parser said."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def parse_xml(text: str) -> etree._Element:
    """The root without comments and processing instructions; raises `XmlRefused`."""
    # Before parsing, so that no entity is ever met; the parser is told the encoding, for UTF-7 could hide a DOCTYPE.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise XmlRefused("doctype")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("not_xml", str(error)) from error
