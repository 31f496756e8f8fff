"""The drawing of a diagram: marks become classes, texts stay texts, and hostile files are refused."""

from __future__ import annotations

import pytest
from lxml import etree

from processes.diagrams import Diagram, DiagramRefused, Figures, Marks, draw
from tests.diagrams.small import drawing

HOSTILE = '"><script>alert(1)</script><image href="x" onerror="alert(1)"/>'


def classes(svg: str, identity: str) -> set[str]:
    found = etree.fromstring(svg).xpath(f'//*[@data-element-id="{identity}"]')
    return set(found[0].get("class", "").split())


def test_marks_become_classes():
    marks = Marks(visited={"a": 2}, taken={"go": 1}, current={"b"}, incidents={"b"})
    svg = draw(Diagram.parse(drawing()), "zh", marks, "路径").svg
    assert "is-visited" in classes(svg, "a")
    assert {"is-current", "is-incident"} <= classes(svg, "b")
    assert "×2" in svg


def test_figures_of_many_are_written_and_never_by_colour_alone():
    figures = Figures({"a": 4}, {"a": "12 d"}, {"a": 31, "b": 2}, {"b": 3}, {"go": "12/100"})
    svg = draw(Diagram.parse(drawing()), "en", Marks(figures=figures), "Health").svg
    said = etree.fromstring(svg).xpath("string()")
    assert "heat-4" in classes(svg, "a")
    assert {"is-incident"} <= classes(svg, "b")
    assert "leads-back" in classes(svg, "go")
    for text in ("12 d", "31", "!3", "12/100", "31 open", "incidents: 3", "median time 12 d"):
        assert text in said, text
    assert "is-visited" not in svg
    assert "has-path" not in svg


def test_a_linked_element_is_a_link_that_can_be_reached():
    root = etree.fromstring(draw(Diagram.parse(drawing()), "zh", Marks(links={"a": "/x?a=1&b=2"}), "运行").svg)
    (link,) = root.xpath('//*[local-name()="a"]')
    assert (link.get("href"), link.get("data-element-id")) == ("/x?a=1&b=2", "a")
    assert root.get("role") == "group"
    assert etree.fromstring(draw(Diagram.parse(drawing()), "zh", Marks(), "运行").svg).get("role") == "img"


def test_no_text_of_a_file_becomes_markup():
    svg = draw(Diagram.parse(drawing(name=HOSTILE)), "zh", Marks(), HOSTILE).svg
    tags = {etree.QName(node).localname for node in etree.fromstring(svg).iter()}
    assert not tags & {"script", "image", "foreignObject", "style", "a"}
    names = {name for node in etree.fromstring(svg).iter() for name in node.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("style", "href")}


@pytest.mark.parametrize(
    ("code", "xml"),
    [
        ("not_xml", b"<a>"),
        ("encoding", "<a>é</a>".encode("latin-1")),
        ("doctype", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        ("coordinate", drawing(first=(float("nan"), 100))),
        ("coordinate", drawing(first=(1e9, 100))),
    ],
)
def test_what_cannot_be_drawn_is_refused(code, xml):
    with pytest.raises(DiagramRefused) as refused:
        Diagram.parse(xml)
    assert refused.value.code == code
