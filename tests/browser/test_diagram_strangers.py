"""The diagram editor before people and texts that mean no good, and for those who may only read."""

from __future__ import annotations

from html import escape

import pytest

from processes.commands import BeginDraft
from tests.browser.conftest import Visitor
from tests.browser.diagram_editor import CORPUS, draft, open_file
from tests.web.proposing import KEY

pytestmark = pytest.mark.browser
SMALL = "documentation-and-annotations.bpmn"
HOSTILE = escape('"><img src=x onerror="window.hit = 1"><script>window.hit = 2</script>{{ 7 * 7 }}', quote=True)
SHOW_ALL = """() => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [registry, menu, pad] = ["elementRegistry", "popupMenu", "contextPad"].map((name) => drawing.get(name));
  for (const element of registry.getAll()) {
    if (element.type === "label") continue;
    drawing.select(element.id);
    for (const name of ["bpmn-replace", "bpmn-append", "connect-to"]) {
      if (!menu.isEmpty(element, name)) menu.open(element, name, { x: 300, y: 300 }, { title: "x", search: true });
    }
  }
}"""


def test_no_text_of_a_diagram_becomes_markup(site, visitor):
    text = CORPUS[SMALL].decode()
    for plain in ("Line one&#10;line two", "Begin", "A note\n\n  indented &amp; more", "Second", "What &amp; why"):
        assert plain in text, plain
        text = text.replace(plain, HOSTILE)
    draft(site, {SMALL: text.encode()})
    visitor.sign_in("jiang")
    open_file(visitor, SMALL)
    visitor.page.evaluate(SHOW_ALL)
    visitor.page.locator(".djs-container svg").first.focus()
    visitor.page.keyboard.press("Control+f")
    visitor.page.keyboard.type("img")
    visitor.page.wait_for_selector(".djs-search-result")
    assert visitor.page.evaluate("window.hit") is None
    assert visitor.page.locator("img[src=x]").count() == 0
    assert visitor.complaints == []


@pytest.mark.parametrize("login", ["shen", "chen"])
def test_who_may_only_read_sees_the_diagram_and_cannot_change_it(site, browser, login):
    site.bank.execute(BeginDraft(KEY, 1), "jiang")
    seat = Visitor(site, browser)
    seat.sign_in(login)
    open_file(seat, f"{KEY}.bpmn", KEY)
    assert seat.page.locator(".djs-shape[data-element-id=approve_tier]").count() == 1
    assert seat.page.locator(".djs-palette, .editor-bar .primary, .editor-problems").count() == 0
    seat.page.keyboard.press("Control+s")
    assert seat.complaints == []
    seat.page.context.close()
