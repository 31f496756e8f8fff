"""The SVG under construction: nodes built by lxml (which escapes every text) and the area they cover."""

import re
from dataclasses import dataclass, field

from lxml import etree

from processes.diagrams.geometry import around
from processes.diagrams.parts import Bounds, Point

SVG = "http://www.w3.org/2000/svg"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not a character in XML 1.0


def new_root() -> etree._Element:
    """An empty `<svg>`."""
    return etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]  # the stubs forbid lxml's own default namespace


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str | float) -> etree._Element:
    """Append a node; `class_` stands for class and `_` for `-` in attribute names; numbers are rounded to 0.1."""
    node = etree.SubElement(parent, f"{{{SVG}}}{tag}")
    for name, value in attributes.items():
        node.set(
            name.rstrip("_").replace("_", "-"),
            number(value) if isinstance(value, int | float) else clean(value),
        )
    if text is not None:
        node.text = clean(text)
    return node


def to_text(root: etree._Element) -> str:
    """The drawing as text."""
    return str(etree.tostring(root, encoding="unicode"))


def clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return FORBIDDEN.sub("", text)


def number(value: float) -> str:
    """A coordinate as SVG text: one decimal at most, no trailing zero."""
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"


def points(*parts: str | Point) -> str:
    """Path data from command letters and points."""
    return " ".join(part if isinstance(part, str) else f"{number(part[0])} {number(part[1])}" for part in parts)


def box(parent: etree._Element, class_: str, b: Bounds, corner: float = 0.0) -> None:
    """Append a rectangle; corner: radius of its corners."""
    add(parent, "rect", class_=class_, x=b.x, y=b.y, width=b.width, height=b.height, rx=corner)


@dataclass(frozen=True, slots=True)
class Written:
    """A text on the canvas. kind: "label" (of element_id, an element or a flow), "inside", "phase", "badge" …"""

    kind: str
    element_id: str
    bounds: Bounds
    size: float = 0.0
    is_cut: bool = False


@dataclass(slots=True)
class Canvas:
    """Layers in drawing order, the extent covered so far, and what was written where."""

    root: etree._Element
    covered: list[Bounds] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    def layer(self, name: str) -> etree._Element:
        return add(self.root, "g", class_=f"layer-{name}")

    def cover(self, bounds: Bounds) -> None:
        self.covered.append(bounds)

    def note(self, kind: str, element_id: str, bounds: Bounds, size: float = 0.0, is_cut: bool = False) -> None:
        """Remember where a text stands; it counts as covered."""
        self.cover(bounds)
        self.written.append(Written(kind, element_id, bounds, size, is_cut))

    def extent(self, margin: float) -> Bounds:
        """The smallest rectangle around all that was covered, with a margin."""
        if not self.covered:
            return Bounds(0, 0, 2 * margin, 2 * margin)
        return around(self.covered).grown(margin)
