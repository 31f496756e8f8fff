"""Drawing of a diagram as one SVG: classes for every look, no style, no script, no text that is not escaped."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from processes.diagrams.badges import draw_flow_badges
from processes.diagrams.flows import draw_flow_labels, draw_flows
from processes.diagrams.marks import Marks
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Bounds, Element, Language
from processes.diagrams.phases import draw_dividers, draw_phases, draw_reminders
from processes.diagrams.regions import draw_annotations, draw_areas, draw_groups, draw_heads
from processes.diagrams.shapes import draw_element
from processes.diagrams.sheets import sheets
from processes.diagrams.svg import Canvas, add, clean, new_root, number, to_text
from processes.diagrams.wording import description

MARGIN = 16.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """svg: the whole, to stand in a page or in a file; sheets: `<svg>` texts that show its parts on paper."""

    svg: str
    sheets: tuple[str, ...]


def draw(diagram: Diagram, language: Language, marks: Marks, title: str, prefix: str = "diagram") -> Drawing:
    """Draw a diagram with an instance's marks.

    title: what the picture is, in the reader's language; prefix: starts the ids inside the drawing, so it must
    differ between two drawings on one page. Width and height are the size at full scale, in CSS pixels.
    """
    root = new_root()
    _describe(root, diagram, language, marks, title, prefix)
    # The class is on what the sheets copy: a copy's look does not depend on what is around the original.
    content = add(root, "g", id=f"{prefix}-content", class_=f"bpmn-diagram {marks.class_}".rstrip())
    canvas = compose(content, diagram, language, marks, prefix)
    frame = canvas.extent(MARGIN)
    _frame(root, frame)
    return Drawing(to_text(root), tuple(sheets(diagram, frame, prefix)))


def compose(
    root: etree._Element, diagram: Diagram, language: Language, marks: Marks, prefix: str = "diagram"
) -> Canvas:
    """Draw the layers into root, the lowest first; the canvas tells what stands where."""
    canvas = Canvas(root)
    draw_areas(canvas, diagram)
    draw_dividers(canvas, diagram)
    draw_groups(canvas, diagram, language)
    containers, others = _ordered(diagram)
    _draw_elements(canvas, "containers", containers, marks, language)
    draw_flows(canvas, diagram, marks, language)
    _draw_elements(canvas, "elements", others, marks, language)
    draw_annotations(canvas, diagram, language)
    draw_flow_labels(canvas, diagram, marks, language)
    draw_reminders(canvas, diagram, language)
    draw_flow_badges(canvas, diagram, marks)
    draw_phases(canvas, diagram, language)
    draw_heads(canvas, diagram, language, f"{prefix}-heads")
    return canvas


def _describe(
    root: etree._Element, diagram: Diagram, language: Language, marks: Marks, title: str, prefix: str
) -> None:
    root.set("class", "bpmn-frame")
    root.set("role", "group" if marks.links else "img")  # what is inside a picture cannot be reached, links neither
    root.set("lang", "zh-CN" if language == "zh" else "en")
    root.set("aria-labelledby", clean(f"{prefix}-title"))
    root.set("aria-describedby", clean(f"{prefix}-desc"))
    add(root, "title", title, id=f"{prefix}-title")
    lanes = [lane.label(language) for lane in diagram.lanes]
    names = {identity: element.label(language) or identity for identity, element in diagram.elements.items()}
    current = [name for identity, name in names.items() if identity in marks.current]
    incidents = [name for identity, name in names.items() if identity in marks.troubled]
    add(root, "desc", description(lanes, current, incidents, language), id=f"{prefix}-desc")


def _ordered(diagram: Diagram) -> tuple[list[Element], list[Element]]:
    """Expanded sub-processes, which lie below the flows, and the rest, boundary events last."""
    shown = [element for element in diagram.elements.values() if not diagram.is_hidden(element)]
    containers = [element for element in shown if element.family == "task" and element.expanded]
    others = [element for element in shown if element not in containers]
    return containers, sorted(others, key=lambda element: element.kind == "boundaryEvent")


def _draw_elements(canvas: Canvas, name: str, elements: Iterable[Element], marks: Marks, language: Language) -> None:
    layer = canvas.layer(name)
    for element in elements:
        if element.bounds is not None:
            draw_element(canvas, layer, element, element.bounds, marks, language)


def _frame(root: etree._Element, frame: Bounds) -> None:
    """Set the view to the content."""
    root.set("viewBox", " ".join(map(number, (frame.x, frame.y, frame.width, frame.height))))
    root.set("width", number(frame.width))
    root.set("height", number(frame.height))
