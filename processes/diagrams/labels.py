"""Texts on the canvas: titles inside shapes, labels beside events and flows, upright Chinese lane titles."""

from typing import Literal

from lxml import etree

from processes.diagrams.parts import Bounds, Element, Flow, Language, Point
from processes.diagrams.svg import Canvas, add, number
from processes.diagrams.text import LINE_HEIGHT, Fitted, fit, is_ideographic

Anchor = Literal["start", "middle", "end"]
OUTSIDE_SIZES = (12.0,)
OUTSIDE_WIDTH = 104.0
NO_LIMIT = 400.0


def write(
    parent: etree._Element, fitted: Fitted, at: Point, anchor: Anchor = "middle", class_: str = "bpmn-text"
) -> Bounds:
    """Write lines around `at` (middle of their height; side or middle of their width); answers what they cover."""
    if not fitted.lines:
        return Bounds(*at, 0, 0)
    x, y = at
    top = y - fitted.height / 2
    text = add(parent, "text", class_=class_, text_anchor=anchor, font_size=fitted.size)
    for row, line in enumerate(fitted.lines):
        baseline = top + (row + 0.5) * fitted.size * LINE_HEIGHT + fitted.size * 0.36
        add(text, "tspan", line, x=x, y=baseline)
    left = {"start": x, "middle": x - fitted.width / 2, "end": x - fitted.width}[anchor]
    return Bounds(left, top, fitted.width, fitted.height)


def write_outside(
    canvas: Canvas,
    layer: etree._Element,
    named: Element | Flow,
    language: Language,
    beside: Bounds,
    label: Bounds | None,
) -> None:
    """Write a label where the diagram puts it, aligned to the side of the shape or line it belongs to.

    The place was measured for one language: the text keeps the edge that touches the shape and grows away from it.
    """
    text = named.label(language)
    if not text:
        return
    place = label or Bounds(beside.centre[0] - OUTSIDE_WIDTH / 2, beside.bottom + 4, OUTSIDE_WIDTH, 14)
    fitted = fit(text, max(place.width, OUTSIDE_WIDTH), NO_LIMIT, OUTSIDE_SIZES)
    x, anchor = _side(place, beside)
    middle = place.centre[1]
    if place.y >= beside.bottom - 1:
        middle = place.y + fitted.height / 2
    elif place.bottom <= beside.y + 1:
        middle = place.bottom - fitted.height / 2
    canvas.note("label", named.id, write(layer, fitted, (x, middle), anchor, "bpmn-label"), fitted.size)


def _side(place: Bounds, beside: Bounds) -> tuple[float, Anchor]:
    if place.x >= beside.right - 1:
        return place.x, "start"
    if place.right <= beside.x + 1:
        return place.right, "end"
    return place.centre[0], "middle"


def write_upright(parent: etree._Element, text: str, area: Bounds, sizes: tuple[float, ...]) -> None:
    """Write a title down a narrow area: Chinese one character below another, anything else turned by 90°."""
    centre_x, centre_y = area.centre
    fitted = fit(text, area.height - 12, area.width, sizes)
    if not all(is_ideographic(character) for line in fitted.lines for character in line):
        turned = add(parent, "g", transform=f"rotate(-90 {number(centre_x)} {number(centre_y)})")
        write(turned, fitted, area.centre, class_="bpmn-title")
        return
    pitch = fitted.size * 1.18
    for column, line in enumerate(fitted.lines):
        x = centre_x + ((len(fitted.lines) - 1) / 2 - column) * fitted.size * LINE_HEIGHT
        node = add(parent, "text", class_="bpmn-title", text_anchor="middle", font_size=fitted.size)
        for row, character in enumerate(line):
            y = centre_y + (row - (len(line) - 1) / 2) * pitch + fitted.size * 0.36
            add(node, "tspan", character, x=x, y=y)
