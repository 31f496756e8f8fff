"""The diagram is edited without a mouse; menus offer what the engine runs; every text is in the reader's language."""

from __future__ import annotations

import re
import sys

import pytest
from lxml import etree
from playwright.sync_api import expect

from processes.commands import BeginDraft
from processes.engine.elements import BPMN
from processes.engine.lint import _BANNED_NODES, _BANNED_PARTS
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import CORPUS, SHIPPED, draft, open_file, save, stored
from tests.browser.test_pages import speak

pytestmark = pytest.mark.browser
SMALL = "without-incoming-and-outgoing.bpmn"
MAIN = "relationship-maintenance"
CJK = re.compile(r"[\u4e00-\u9fff]")
PLACE_ALL = """() => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [menu, canvas, selection] = ["popupMenu", "canvas", "selection"].map((name) => drawing.get(name));
  const offered = { create: [], append: [] };
  const enter = () => new KeyboardEvent("keydown", { key: "Enter" });
  const count = Object.keys(menu._getContext(canvas.getRootElement(), "bpmn-create").entries).length;
  for (let at = 0; at < count; at += 1) {
    selection.select(null);
    const [id, entry] = Object.entries(menu._getContext(canvas.getRootElement(), "bpmn-create").entries)[at];
    offered.create.push(id);
    entry.action.click(enter(), entry);
  }
  const task = drawing.get("elementRegistry").get("t");
  for (const [id, entry] of Object.entries(menu._getContext(task, "bpmn-append").entries)) {
    offered.append.push(id);
    if (!/boundary|pool|catch-link/.test(id)) entry.action.click(enter(), entry);
  }
  return offered;
}"""
LABELS = """() => [...document.querySelectorAll(
  ".diagram-panel :is(label, summary, .panel-hint, .panel-kind), .editor-bar, .djs-popup-label, .djs-palette [title]"
)].map((node) => node.title || node.textContent.trim()).filter(Boolean)"""
EVERYTHING = """async () => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [registry, menu, pad] = ["elementRegistry", "popupMenu", "contextPad"].map((name) => drawing.get(name));
  const labels = new Set();
  for (const element of registry.getAll()) {
    if (element.type === "label") continue;
    drawing.select(element.id);
    for (const group of document.querySelectorAll(".diagram-panel details")) group.open = true;
    const shown = ".diagram-panel :is(label, summary, .panel-hint, .panel-kind)";
    for (const node of document.querySelectorAll(shown)) labels.add(node.textContent.trim());
    const entries = Object.values(pad.getEntries(element));
    for (const name of ["bpmn-replace", "bpmn-append", "connect-to"]) {
      const found = menu._getContext(element, name);
      if (name !== "connect-to") entries.push(...Object.values(found.entries), ...Object.values(found.headerEntries));
    }
    for (const one of entries) labels.add(one.title ?? one.label ?? "");
  }
  for (const node of document.querySelectorAll(".djs-palette [title], .editor-bar [title]")) labels.add(node.title);
  return { labels: [...labels].filter(Boolean), misses: [...drawing.misses] };
}"""


@pytest.fixture
def small(site: Site, visitor: Visitor) -> Visitor:
    """The process owner at a small diagram: s → t → e."""
    draft(site, {SMALL: CORPUS[SMALL]})
    visitor.sign_in("jiang")
    open_file(visitor, SMALL)
    return visitor


def press(seat: Visitor, *keys: str) -> None:
    for key in keys:
        seat.page.keyboard.press(key)


def choose(seat: Visitor, key: str, label: str) -> None:
    """Open a menu by its key, search, and take the first entry found."""
    press(seat, key)
    seat.page.keyboard.type(label)
    press(seat, "Shift")  # a text that is put in at once makes no key event, which the search waits for
    expect(seat.page.locator(".djs-popup .entry.selected")).to_contain_text(label)
    press(seat, "Enter")
    expect(seat.page.locator(".djs-popup")).to_have_count(0)


def walk_to(seat: Visitor, label: str) -> None:
    """Take an entry of the open menu by the arrow keys."""
    selected = seat.page.locator(".djs-popup .entry.selected")
    for _ in range(10):
        if label in selected.inner_text():
            break
        press(seat, "ArrowDown")
    press(seat, "Enter")
    expect(seat.page.locator(".djs-popup")).to_have_count(0)


def write_name(seat: Visitor, text: str) -> None:
    """At the end of the name that is being edited on the drawing, until it is taken over."""
    editing = seat.page.locator(".djs-direct-editing-content")
    expect(editing).to_be_focused()
    press(seat, "End")
    seat.page.keyboard.type(text)
    expect(editing).to_contain_text(text.strip())
    press(seat, "Control+Enter")
    expect(editing).to_have_count(0)
    seat.page.wait_for_function("document.activeElement.closest('.djs-container svg') !== null")  # the keys are back


def to_the_canvas(seat: Visitor) -> None:
    """By Tab alone, from the top of the page."""
    seat.page.evaluate("document.body.focus()")
    for _ in range(60):
        press(seat, "Tab")
        if seat.page.evaluate("document.activeElement.closest('.djs-container svg') !== null"):
            return
    pytest.fail("the diagram is not reached by Tab")


def process(site: Site) -> etree._Element:
    found = etree.fromstring(stored(site, SMALL).encode()).find(f"{BPMN}process")
    assert found is not None
    return found


def test_elements_are_added_connected_named_and_moved_by_keys_alone(site, small):
    to_the_canvas(small)
    press(small, "]", "]", "]")
    choose(small, "a", "用户任务")
    write_name(small, "Check")  # what is new is named at once
    press(small, "e")
    write_name(small, " it")
    press(small, "Shift+ArrowDown")
    press(small, "c")
    walk_to(small, "结束事件")
    save(small)
    after = process(site)
    task = after.find(f"{BPMN}userTask")
    assert task is not None
    assert task.get("name") == "Check it"
    flows = {(one.get("sourceRef"), one.get("targetRef")) for one in after.iter(f"{BPMN}sequenceFlow")}
    assert ("t", task.get("id")) in flows
    assert any(source == task.get("id") for source, _ in flows)


def test_an_element_is_created_and_deleted_by_keys_alone(site, small):
    to_the_canvas(small)
    choose(small, "n", "脚本任务")
    save(small)
    assert len(process(site).findall(f"{BPMN}scriptTask")) == 1
    press(small, "Delete")
    small.page.wait_for_selector(".editor-state[data-state=changed]")
    save(small)
    assert process(site).findall(f"{BPMN}scriptTask") == []


def test_the_panel_is_reached_by_key_and_left_by_escape(small):
    to_the_canvas(small)
    press(small, "]", "]", "p")
    assert small.page.evaluate("document.activeElement.id") == "field-name"
    press(small, "Escape")
    assert small.page.evaluate("document.activeElement.closest('.djs-container svg') !== null")


def test_the_menus_offer_only_what_the_engine_runs(site, small):
    offered = small.page.evaluate(PLACE_ALL)
    assert len(offered["create"]) > 20
    assert len(offered["append"]) > 15
    save(small)
    tags = {str(one.tag).removeprefix(BPMN) for one in process(site).iter(f"{BPMN}*")}
    assert tags & {*_BANNED_NODES, *_BANNED_PARTS} == set()
    assert {"userTask", "serviceTask", "scriptTask", "subProcess", "timerEventDefinition"} <= tags


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_everything_about_the_shipped_diagrams_is_in_the_readers_language(site, browser, locale):
    draft(site, SHIPPED)
    seat = Visitor(site, browser, locale=locale)
    seat.sign_in("jiang")
    speak(seat, locale)
    for path in SHIPPED:
        open_file(seat, path)
        found = seat.page.evaluate(EVERYTHING)
        assert found["misses"] == [], path
        foreign = [one for one in found["labels"] if bool(CJK.search(one)) != (locale == "zh-CN")]
        assert foreign == [], path
    seat.page.context.close()


def test_the_keys_are_told_on_the_page(small):
    small.page.get_by_role("button", name="键盘操作").click()
    expect(small.page.locator(".editor-dialog .keys tbody tr")).to_have_count(14)
    small.shoot("diagram-keys-zh")


def test_the_main_diagram_opens_and_in_how_long_is_printed(site, visitor, capsys):
    site.bank.execute(BeginDraft(MAIN, 1), "jiang")
    visitor.sign_in("jiang")
    took = []
    for _ in range(3):
        visitor.open(f"/drafts/{MAIN}/edit/{MAIN}.bpmn")
        visitor.page.wait_for_selector("#editor[data-opened=true] .djs-shape[data-element-id=approve_tier]")
        took.append(round(visitor.page.evaluate("performance.now()")))
    with capsys.disabled():
        sys.stdout.write(f"\nopening the main diagram: {took} ms\n")
