"""Elements: tasks, events, gateways and data, each a group that bears its id, its state and its title."""

from lxml import etree

from processes.diagrams import icons
from processes.diagrams.badges import draw_badges
from processes.diagrams.labels import write_outside
from processes.diagrams.marks import Marks
from processes.diagrams.parts import Bounds, Element, Language
from processes.diagrams.svg import Canvas, add, clean, points
from processes.diagrams.tasks import CORNER, draw_task, write_task
from processes.diagrams.wording import element_title

CATCHING = frozenset(["startEvent", "intermediateCatchEvent", "boundaryEvent"])


def draw_element(
    canvas: Canvas, layer: etree._Element, element: Element, bounds: Bounds, marks: Marks, language: Language
) -> None:
    """Draw an element; bounds: its own, known to be present."""
    kind = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in element.kind)
    classes = ["bpmn-element", f"bpmn-{element.family}", f"bpmn-{kind}", *marks.classes(element.id)]
    link = marks.links.get(element.id)
    group = add(
        layer, "g" if link is None else "a", class_=" ".join(dict.fromkeys(classes)), data_element_id=element.id
    )
    if link is not None:
        group.set("href", clean(link))
    add(group, "title", element_title(element, marks, language))
    if element.id in marks.current:
        _ring(group, element, bounds.grown(5))
    draw = {"task": draw_task, "event": _event, "gateway": _gateway, "data": _data}[element.family]
    draw(group, element, bounds)
    canvas.cover(bounds.grown(6))
    if element.family == "task":
        write_task(canvas, group, element, bounds, language)
    else:
        write_outside(canvas, group, element, language, bounds, element.label_bounds)
    draw_badges(canvas, group, element, bounds, marks)


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
