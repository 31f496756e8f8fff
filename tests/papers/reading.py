"""Reads a PDF as whoever receives it would."""

from __future__ import annotations

import io

from pypdf import PdfReader

from web.papers.glyphs import BREAK


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All text, without line ends and places to break: where a line ends is no matter of content."""
    found = "".join(page.extract_text() for page in read(content).pages)
    return "".join(found.replace(BREAK, "").split())


def fonts_of(content: bytes) -> dict[str, bool]:
    """Name of each font → whether it is embedded."""
    found = {}
    for page in read(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for one in font.get_object()["/DescendantFonts"]:
                told = one.get_object()
                embedded = told["/FontDescriptor"].get_object().keys() & {"/FontFile2", "/FontFile3"}
                found[str(told["/BaseFont"])] = bool(embedded)
    return found
