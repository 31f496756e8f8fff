"""The diagrams of a plan's file: the server's own drawing, each sheet a picture that needs nothing around it."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from lxml import etree

from web.drawings import Picture
from web.languages import gettext as _
from web.papers import Block, Drawing, Heading
from web.story.looking import Shown

LOOK = Path(__file__).with_name("diagram.css")
SVG = "http://www.w3.org/2000/svg"


def drawings(shown: Shown) -> list[Block]:
    """The diagram in the version in force with the path taken, and those that it called."""
    note = _("Thick lines were taken; a number tells how often. The framed task waits now.")
    blocks: list[Block] = [*_sheets(shown.drawing, _("The path taken"), Heading(_("Path")), note)]
    for name, drawn in shown.called:
        called = _("Called: %(name)s", name=name)
        blocks += _sheets(drawn, called, Heading(called, 2))
    return blocks


def _sheets(drawn: Picture, told: str, heading: Heading, note: str = "") -> Iterator[Drawing]:
    """Each sheet; the heading and the note on the first."""
    whole = etree.fromstring(str(drawn.svg))
    content = whole.find(f"{{{SVG}}}g")
    assert content is not None
    for place, sheet in enumerate(drawn.sheets, start=1):
        root = etree.fromstring(str(sheet))
        etree.SubElement(root, f"{{{SVG}}}style").text = _look()
        etree.SubElement(root, f"{{{SVG}}}defs").append(deepcopy(content))
        width, height = (float(part) for part in root.get("viewBox", "0 0 1 1").split()[2:])
        root.set("width", str(width))
        root.set("height", str(height))
        number = f" {place}/{len(drawn.sheets)}" if len(drawn.sheets) > 1 else ""
        said = (heading.text, heading.level, note) if place == 1 else ("", 1, "")
        yield Drawing(etree.tostring(root, encoding="unicode"), told + number, width, height, *said)


@cache
def _look() -> str:
    return LOOK.read_text("utf-8")
