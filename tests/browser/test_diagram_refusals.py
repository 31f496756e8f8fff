"""What saving would lose is not saved: the file opens read-only and says why, or the save is refused."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.browser.diagram_editor import CORPUS, draft, locked, open_file, rename, save, stored, subject
from tests.browser.test_pages import speak
from tests.modeler.infoset import differences

pytestmark = pytest.mark.browser
SAMPLE = CORPUS["without-incoming-and-outgoing.bpmn"].decode()
DOUBLE = SAMPLE.replace("</bpmn:process>", '<bpmn:task id="t" name="twin"/></bpmn:process>')
UNKNOWN = SAMPLE.replace("</bpmn:process>", '<bpmn:robotTask id="r" name="R"/></bpmn:process>')
NOTHING_DRAWN = SAMPLE.partition("<bpmndi:BPMNDiagram")[0] + "</bpmn:definitions>"
LOST = {
    "double-ids": (DOUBLE, "t"),
    "unknown-bpmn-element": (UNKNOWN, "robotTask"),
    "doctype": (SAMPLE.replace("<bpmn:definitions", "<!DOCTYPE bpmn:definitions>\n<bpmn:definitions", 1), "DOCTYPE"),
    "nothing-drawn": (NOTHING_DRAWN, ""),
    "not-xml": (SAMPLE.replace("</bpmn:process>", ""), "XML"),
    "another-root": ('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ""),
    "older-bpmn": (SAMPLE.replace("20100524/MODEL", "20090502/MODEL"), ""),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_what_saving_would_lose_is_told_and_cannot_be_saved(site, browser, locale):
    draft(site, {f"{name}.bpmn": text.encode() for name, (text, _told) in LOST.items()})
    seat = Visitor(site, browser, locale=locale)
    seat.sign_in("jiang")
    speak(seat, locale)
    for name, (text, told) in LOST.items():
        open_file(seat, f"{name}.bpmn")
        reason = locked(seat)
        assert told in reason, name
        assert len(reason) > 15, name
        assert seat.page.get_by_role("button", name="保存" if locale == "zh-CN" else "Save", exact=True).count() == 0
        seat.page.keyboard.press("Control+s")
        assert stored(site, f"{name}.bpmn") == text
        seat.shoot(f"diagram-locked-{name}-{locale[:2]}")
    assert [one for one in seat.complaints if "unparsable" not in one] == []
    seat.page.context.close()


def test_what_the_drawing_cannot_show_is_said_and_kept(site, visitor):
    path = "references-to-nowhere.bpmn"
    draft(site, {path: CORPUS[path]})
    visitor.sign_in("jiang")
    open_file(visitor, path)
    assert "flowNodeRef" in visitor.page.locator(".editor-note").inner_text()
    rename(visitor, "T", "另一个")
    save(visitor)
    assert [one.partition("/@")[2] for one in differences(CORPUS[path].decode(), stored(site, path))] == [
        "name: 'T' → '另一个'"
    ]


def test_a_deleted_element_takes_along_what_hangs_on_it_and_nothing_else(site, visitor):
    path = "comments-and-instructions.bpmn"
    draft(site, {path: CORPUS[path]})
    visitor.sign_in("jiang")
    open_file(visitor, path)
    visitor.page.evaluate("""() => {
      const drawing = document.getElementById("editor").opened.editor.drawing;
      drawing.get("modeling").removeShape(drawing.get("elementRegistry").get("e"));
    }""")
    save(visitor)
    after = stored(site, path)
    for kept in ("drawn by hand", "the process", "begins here", "between", "last", "shapes", "the end", "<?tool"):
        assert kept in after, kept
    assert 'id="e"' not in after
    assert 'bpmnElement="f2"' not in after
    assert "<bpmn:outgoing>f2" not in after


def test_an_element_with_a_new_id_keeps_what_the_model_does_not_know(site, visitor):
    path = "comments-and-instructions.bpmn"
    draft(site, {path: CORPUS[path]})
    visitor.sign_in("jiang")
    open_file(visitor, path)
    assert subject(visitor) == "t"
    visitor.page.evaluate("""() => {
      const drawing = document.getElementById("editor").opened.editor.drawing;
      drawing.get("modeling").updateProperties(drawing.get("elementRegistry").get("t"), { id: "work" });
    }""")
    save(visitor)
    before = CORPUS[path].decode()
    renamed = (
        before.replace('id="t"', 'id="work"').replace('Ref="t"', 'Ref="work"').replace('Element="t"', 'Element="work"')
    )
    assert [one for one in differences(renamed, stored(site, path)) if "_di" not in one] == []
