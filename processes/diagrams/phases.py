"""Step headings: banners above the pools, with a divider down to the last lane and lane names to read by."""

from processes.diagrams.labels import write
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Annotation, Bounds, Language, Region
from processes.diagrams.surroundings import Surroundings
from processes.diagrams.svg import Canvas, add, points
from processes.diagrams.text import Fitted, fit

TIP = 14.0  # how far a banner points to the right
GAP = 4.0  # between two banners
HEADING_SIZES = (17.0, 15.0, 13.0)
REMINDER_SIZES = (11.0,)
REPEAT_AFTER = 760.0  # a heading is repeated where its step is wider than a page


def draw_dividers(canvas: Canvas, diagram: Diagram) -> None:
    """Draw, below everything, where a step begins."""
    layer = canvas.layer("dividers")
    if not diagram.pools:
        return
    top, bottom = min(pool.bounds.y for pool in diagram.pools), max(pool.bounds.bottom for pool in diagram.pools)
    for phase in diagram.phases[1:]:
        x = phase.bounds.x
        add(layer, "path", class_="phase-divider", d=points("M", (x, top), "L", (x, bottom)))


def draw_reminders(canvas: Canvas, diagram: Diagram, language: Language) -> None:
    """Name again, where a step begins, the lanes that act in it: on a wide page their titles are far away."""
    layer = canvas.layer("reminders")
    for phase in diagram.phases[1:]:
        for lane in _acting(diagram, phase):
            name = fit(lane.label(language), 200, 20, REMINDER_SIZES)
            spot = Bounds(phase.bounds.x + 7, lane.bounds.y + 4, name.width, name.height)
            if Surroundings.of(canvas, diagram, spot).leave_clear(spot):
                canvas.note("reminder", lane.id, write(layer, name, (spot.x, spot.centre[1]), "start", "lane-reminder"))


def draw_phases(canvas: Canvas, diagram: Diagram, language: Language) -> None:
    """Draw the banners; a long one says its heading again so that a scrolled page still shows it."""
    layer = canvas.layer("phases")
    for phase in diagram.phases:
        b = phase.bounds
        canvas.cover(b)
        group = add(layer, "g", class_="bpmn-phase", data_element_id=phase.id)
        add(group, "title", phase.label(language))
        add(group, "path", class_="phase-banner", d=_banner(b))
        heading = fit(phase.label(language), b.width - 3 * TIP, b.height, HEADING_SIZES)
        for x in _places(b, heading):
            canvas.note("phase", phase.id, write(group, heading, (x, b.centre[1]), "start", "bpmn-title"))


def _acting(diagram: Diagram, phase: Annotation) -> list[Region]:
    """The lanes that hold an element between the phase's sides."""
    left, right = phase.bounds.x, phase.bounds.right
    bounds = [(element.bounds, element.lane) for element in diagram.elements.values() if element.bounds]
    lanes = {lane for b, lane in bounds if left <= b.centre[0] < right}
    return [lane for lane in diagram.lanes if lane.id in lanes]


def _places(b: Bounds, heading: Fitted) -> list[float]:
    count = max(1, int(b.width // max(REPEAT_AFTER, 2 * heading.width)))
    return [b.x + 1.8 * TIP + number * b.width / count for number in range(count)]


def _banner(b: Bounds) -> str:
    right, middle = b.right - GAP, b.centre[1]
    return points(
        "M",
        (b.x, b.y),
        "L",
        (right, b.y),
        (right + TIP, middle),
        (right, b.bottom),
        (b.x, b.bottom),
        (b.x + TIP, middle),
        "Z",
    )
