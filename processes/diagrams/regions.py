"""Pools, lanes, groups and annotations: what lies behind and around the elements."""

from lxml import etree

from processes.diagrams.labels import write, write_upright
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Annotation, Bounds, Language, Region
from processes.diagrams.svg import Canvas, add, clean, points
from processes.diagrams.text import fit

HEAD = 30.0  # width of a pool's or lane's title band, as modelers draw it
POOL_SIZES = (15.0, 13.0, 11.0)
LANE_SIZES = (13.0, 12.0, 11.0, 10.0)


def draw_areas(canvas: Canvas, diagram: Diagram) -> None:
    """Draw the bodies of pools and lanes; lanes alternate in tone."""
    layer = canvas.layer("areas")
    for pool in diagram.pools:
        _area(canvas, layer, pool, "bpmn-pool")
    for order, lane in enumerate(sorted(diagram.lanes, key=lambda lane: (lane.bounds.y, lane.bounds.x))):
        _area(canvas, layer, lane, f"bpmn-lane lane-{'even' if order % 2 else 'odd'}")


def _area(canvas: Canvas, layer: etree._Element, region: Region, class_: str) -> None:
    canvas.cover(region.bounds)
    b = region.bounds
    add(layer, "rect", class_=class_, x=b.x, y=b.y, width=b.width, height=b.height)


def draw_heads(canvas: Canvas, diagram: Diagram, language: Language, identity: str) -> None:
    """Draw the title bands in a layer of their own, on top: a wide page keeps them in sight, sheets repeat them."""
    layer = canvas.layer("heads")
    layer.set("id", clean(identity))
    layer.set("class", "layer-heads bpmn-diagram")  # it is copied alone onto sheets
    for region in (*diagram.pools, *diagram.lanes):
        b = region.bounds
        band = Bounds(b.x, b.y, min(HEAD, b.width), b.height)
        if not region.is_horizontal:
            band = Bounds(b.x, b.y, b.width, min(HEAD, b.height))
        group = add(layer, "g", class_=f"bpmn-head {region.kind}-head", data_element_id=region.id)
        add(group, "title", region.label(language) or region.id)
        add(group, "rect", x=band.x, y=band.y, width=band.width, height=band.height)
        sizes = POOL_SIZES if region.kind == "pool" else LANE_SIZES
        if region.is_horizontal:
            write_upright(group, region.label(language), band, sizes)
        else:
            write(group, fit(region.label(language), band.width, HEAD, sizes), band.centre, class_="bpmn-title")


def draw_groups(canvas: Canvas, diagram: Diagram, language: Language) -> None:
    layer = canvas.layer("groups")
    for region in diagram.groups:
        b = region.bounds
        group = add(layer, "g", class_="bpmn-group", data_element_id=region.id)
        add(group, "rect", x=b.x, y=b.y, width=b.width, height=b.height, rx=12)
        title = fit(region.label(language), b.width - 16, 20, LANE_SIZES)
        canvas.cover(b)
        canvas.note("group", region.id, write(group, title, (b.centre[0], b.y + 14), class_="bpmn-label"))


def draw_annotations(canvas: Canvas, diagram: Diagram, language: Language) -> None:
    layer = canvas.layer("annotations")
    headings = {phase.id for phase in diagram.phases}
    for note in diagram.annotations:
        if note.id not in headings:
            _annotation(canvas, layer, note, language)


def _annotation(canvas: Canvas, layer: etree._Element, note: Annotation, language: Language) -> None:
    b = note.bounds
    group = add(layer, "g", class_="bpmn-annotation", data_element_id=note.id)
    add(group, "title", note.label(language))
    add(group, "rect", class_="bpmn-note", x=b.x, y=b.y, width=b.width, height=b.height)
    bracket = points("M", (b.x + 12, b.y), "L", (b.x, b.y), (b.x, b.bottom), (b.x + 12, b.bottom))
    add(group, "path", class_="bpmn-bracket", d=bracket)
    fitted = fit(note.label(language), b.width - 16, b.height, (12.0, 11.0, 10.0))
    canvas.cover(b)
    canvas.note("note", note.id, write(group, fitted, (b.x + 8, b.centre[1]), "start"))
