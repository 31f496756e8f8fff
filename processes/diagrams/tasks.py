"""Tasks and sub-processes: a rounded box with an icon, its step, its markers and its name inside."""

from lxml import etree

from processes.diagrams import icons
from processes.diagrams.labels import write
from processes.diagrams.parts import Bounds, Element, Language, Point
from processes.diagrams.svg import Canvas, add, box
from processes.diagrams.text import ELLIPSIS, Fitted, fit

CORNER = 8.0
ICON = 15.0
TASK_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)


def draw_task(group: etree._Element, element: Element, b: Bounds) -> None:
    box(group, "bpmn-shape", b, CORNER)
    if element.kind == "transaction":
        box(group, "bpmn-inner", b.grown(-3), CORNER - 3)
    if element.kind in icons.TASKS:
        icons.place(group, icons.TASKS[element.kind], b.x + 7, b.y + 7, ICON)
    step = element.properties.get("step")
    if step:
        add(
            group,
            "text",
            step[:3],
            class_="bpmn-step",
            text_anchor="end",
            font_size=11,
            x=b.right - 8,
            y=b.y + 17,
        )
    markers = _markers(element)
    for order, marker in enumerate(markers):
        x = b.centre[0] + (order - (len(markers) - 1) / 2) * 18 - 6.5
        icons.place(group, icons.MARKERS[marker], x, b.bottom - 17, 13)


def _markers(element: Element) -> list[str]:
    markers = [element.loop] if element.loop else []
    if element.kind == "adHocSubProcess":
        markers.append("adhoc")
    if _is_subprocess(element) and not element.expanded:
        markers.append("collapsed")
    return markers


def _is_subprocess(element: Element) -> bool:
    return element.kind.endswith("Process") or element.kind in ("transaction", "callActivity")


def write_task(canvas: Canvas, group: etree._Element, element: Element, b: Bounds, language: Language) -> None:
    """Centre the name; where it is tall, keep it below the icon and above the markers."""
    top, bottom = b.y + 22, b.bottom - (20 if _markers(element) else 7)
    if element.expanded and _is_subprocess(element):
        fitted = fit(element.label(language), b.width - 48, 20, TASK_SIZES)
        _write(canvas, group, element, fitted, (b.centre[0], b.y + 15))
        return
    fitted = fit(element.label(language), b.width - 14, bottom - top, TASK_SIZES)
    centred = b.centre[1] - fitted.height / 2 >= top and b.centre[1] + fitted.height / 2 <= bottom
    _write(canvas, group, element, fitted, (b.centre[0], b.centre[1] + 2 if centred else (top + bottom) / 2))


def _write(canvas: Canvas, group: etree._Element, element: Element, fitted: Fitted, at: Point) -> None:
    if fitted.lines:
        canvas.note("inside", element.id, write(group, fitted, at), fitted.size, fitted.lines[-1].endswith(ELLIPSIS))
