"""Elements: tasks, events, gateways and data, each a group that bears its id, its state and its title."""

from lxml import etree

from processes.diagrams import icons
from processes.diagrams.labels import write, write_outside
from processes.diagrams.marks import Marks
from processes.diagrams.parts import Bounds, Element, Language
from processes.diagrams.svg import Canvas, add, points
from processes.diagrams.text import fit, width
from processes.diagrams.wording import element_title

CORNER = 8.0
ICON = 15.0
TASK_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
CATCHING = frozenset(["startEvent", "intermediateCatchEvent", "boundaryEvent"])


def draw_element(
    canvas: Canvas, layer: etree._Element, element: Element, bounds: Bounds, marks: Marks, language: Language
) -> None:
    """Draw an element; bounds: its own, known to be present."""
    kind = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in element.kind)
    classes = ["bpmn-element", f"bpmn-{element.family}", f"bpmn-{kind}", *marks.classes(element.id)]
    group = add(layer, "g", class_=" ".join(dict.fromkeys(classes)), data_element_id=element.id)
    add(group, "title", element_title(element, marks, language))
    if element.id in marks.current:
        _ring(group, element, bounds.grown(5))
    draw = {"task": _task, "event": _event, "gateway": _gateway, "data": _data}[element.family]
    draw(group, element, bounds)
    canvas.cover(bounds.grown(6))
    if element.family == "task":
        _task_text(group, element, bounds, language)
    else:
        write_outside(canvas, group, element.label(language), element.label_bounds, bounds)
    _badges(group, element, bounds, marks)


def _diamond(b: Bounds) -> str:
    x, y = b.centre
    return points("M", (x, b.y), "L", (b.right, y), (x, b.bottom), (b.x, y), "Z")


def _ring(group: etree._Element, element: Element, b: Bounds) -> None:
    if element.family == "event":
        add(group, "circle", class_="bpmn-ring", cx=b.centre[0], cy=b.centre[1], r=b.width / 2)
    elif element.family == "gateway":
        add(group, "path", class_="bpmn-ring", d=_diamond(b))
    else:
        add(group, "rect", class_="bpmn-ring", x=b.x, y=b.y, width=b.width, height=b.height, rx=CORNER + 5)


def _box(group: etree._Element, class_: str, b: Bounds, corner: float = CORNER) -> None:
    add(group, "rect", class_=class_, x=b.x, y=b.y, width=b.width, height=b.height, rx=corner)


def _task(group: etree._Element, element: Element, b: Bounds) -> None:
    _box(group, "bpmn-shape", b)
    if element.kind == "transaction":
        _box(group, "bpmn-inner", b.grown(-3), CORNER - 3)
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


def _task_text(group: etree._Element, element: Element, b: Bounds, language: Language) -> None:
    """Centre the name; where it is tall, keep it below the icon and above the markers."""
    top, bottom = b.y + 22, b.bottom - (20 if _markers(element) else 7)
    if element.expanded and _is_subprocess(element):
        write(group, fit(element.label(language), b.width - 48, 20, TASK_SIZES), (b.centre[0], b.y + 15))
        return
    fitted = fit(element.label(language), b.width - 14, bottom - top, TASK_SIZES)
    centred = b.centre[1] - fitted.height / 2 >= top and b.centre[1] + fitted.height / 2 <= bottom
    write(group, fitted, (b.centre[0], b.centre[1] + 2 if centred else (top + bottom) / 2))


def _event(group: etree._Element, element: Element, b: Bounds) -> None:
    x, y = b.centre
    radius = min(b.width, b.height) / 2
    dashed = "" if element.interrupting else " is-non-interrupting"
    add(group, "circle", class_=f"bpmn-shape{dashed}", cx=x, cy=y, r=radius)
    if element.kind not in ("startEvent", "endEvent"):
        add(group, "circle", class_=f"bpmn-inner{dashed}", cx=x, cy=y, r=radius - 3.5)
    if element.event:
        catching = element.kind in CATCHING
        name = element.event if catching else f"{element.event}-throw"
        parts = icons.EVENTS.get(name) or icons.EVENTS.get(element.event, ())
        size = radius * 1.12
        icons.place(group, parts, x - size / 2, y - size / 2, size)


def _gateway(group: etree._Element, element: Element, b: Bounds) -> None:
    add(group, "path", class_="bpmn-shape", d=_diamond(b))
    size = min(b.width, b.height) * 0.44
    icons.place(group, icons.GATEWAYS[element.kind], b.centre[0] - size / 2, b.centre[1] - size / 2, size)


def _data(group: etree._Element, element: Element, b: Bounds) -> None:
    if element.kind == "dataStoreReference":
        lid, half = b.height * 0.16, b.width / 2
        bowl = f"a {half} {lid} 0 0 0 {b.width} 0"
        body = f"M {b.x} {b.y + lid} V {b.bottom - lid} {bowl} V {b.y + lid} a {half} {lid} 0 0 0 {-b.width} 0"
        add(group, "path", class_="bpmn-shape", d=f"{body} {bowl}")
        return
    fold = min(12.0, b.width / 3)
    corner = (b.right - fold, b.y)
    sheet = points("M", (b.x, b.y), "L", corner, (b.right, b.y + fold), (b.right, b.bottom), (b.x, b.bottom), "Z")
    add(group, "path", class_="bpmn-shape", d=sheet)
    add(
        group,
        "path",
        class_="bpmn-inner",
        d=points("M", corner, "V", f"{b.y + fold:g}", "L", (b.right, b.y + fold)),
    )


def _badges(group: etree._Element, element: Element, b: Bounds, marks: Marks) -> None:
    inset = min(b.width, b.height) * 0.15 if element.family in ("event", "gateway") else 0.0
    text = marks.badge(element.id)
    if text:
        _badge(group, "count-badge", text, b.right - inset, b.bottom - inset)
    if element.id in marks.incidents:
        _badge(group, "incident-badge", "!", b.x + inset, b.y + inset)


def _badge(group: etree._Element, class_: str, text: str, x: float, y: float) -> None:
    breadth = max(19.0, width(text, 12) + 11)
    badge = add(group, "g", class_=f"bpmn-badge {class_}")
    _box(badge, "badge-shape", Bounds(x - breadth / 2, y - 9.5, breadth, 19), 9.5)
    add(badge, "text", text, text_anchor="middle", font_size=12, x=x, y=y + 4.3)
