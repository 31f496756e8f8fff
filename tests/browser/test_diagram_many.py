"""A user task for each of many, through the panel alone: drawn, checked, stored, tried; no other is offered it."""

from __future__ import annotations

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from processes.engine.elements import BPMN
from processes.engine.lint_many import MANY
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import CORPUS, KEY, draft, open_file, save, stored
from tests.browser.test_diagram_editing import field, select
from tests.browser.test_pages import speak
from tests.browser.test_tryout import button
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.making import field as form_with
from tests.engine.many import many
from tests.modeler.infoset import differences
from tests.support.layout import laid_out

pytestmark = pytest.mark.browser
PATH = f"{KEY}.bpmn"
GROUP = '<spiffworkflow:property name="candidate_groups" value="cc"/>'
PROPERTIES = f"<spiffworkflow:properties>{GROUP}</spiffworkflow:properties>"
ENDS = nodes("startEvent begin", "endEvent end") + flows("begin x", "x end")
ONE = nodes(
    f"userTask x name='查看' steward:nameEn='Look'><bpmn:extensionElements>{PROPERTIES}</bpmn:extensionElements>"
)
TOGGLES = """(id) => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const element = drawing.get("elementRegistry").get(id);
  const entries = drawing.get("popupMenu")._getContext(element, "bpmn-replace").headerEntries;
  return Object.keys(entries).filter((one) => /mi$|loop$/.test(one));
}"""
COPY = """() => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [copier, registry, canvas] = ["copyPaste", "elementRegistry", "canvas"].map((name) => drawing.get(name));
  copier.copy([registry.get("x")]);
  return copier.paste({ element: canvas.getRootElement(), point: { x: 300, y: 400 } })[0].id;
}"""


def seated(site: Site, browser: Browser, locale: str, body: str) -> Visitor:
    """A process owner at a diagram with that body, and a form beside it."""
    files = laid_out({**diagram(ENDS + body, key=KEY), "forms/f.json": form_with(process=True)})
    draft(site, files)
    seat = Visitor(site, browser, locale=locale)
    seat.sign_in("jiang")
    speak(seat, locale)
    open_file(seat, PATH)
    return seat


def many_of(site: Site, element: str = "x") -> dict[str, str]:
    """What is stored about a task's many: tag → its text or name."""
    task = etree.fromstring(stored(site, PATH).encode()).find(f".//*[@id='{element}']")
    assert task is not None
    found = task.find(MANY)
    if found is None:
        return {}
    parts = {str(one.tag).removeprefix(BPMN): one.get("name") or (one.text or "").strip() for one in found}
    return {**parts, "isSequential": found.get("isSequential", "false")}


def problems_are(seat: Visitor, count: int) -> None:
    counted = seat.page.locator("#editor > .editor-problems .editor-problem-count")
    expect(counted).to_have_attribute("data-count", str(count))


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_task_for_each_of_a_list_is_drawn_by_keys_and_tried(site: Site, browser: Browser, locale: str) -> None:
    seat = seated(site, browser, locale, ONE)
    problems_are(seat, 0)
    select(seat, "x")
    seat.page.focus("[data-group=many] summary")
    seat.page.keyboard.press("Enter")
    seat.page.keyboard.press("Tab")
    seat.page.keyboard.press("ArrowDown")
    expect(field(seat, "many")).to_have_value("parallel")
    problems_are(seat, 1)  # neither a list nor a number
    for name, text in (("many_list", "rows"), ("many_item", "row"), ("many_result", "found")):
        seat.page.focus(f"#field-{name}")
        seat.page.keyboard.type(text)
    field(seat, "form").select_option("f")
    problems_are(seat, 0)
    seat.shoot(f"diagram-many-{locale[:2]}")
    field(seat, "many_item").fill("x")
    problems_are(seat, 1)  # the task's own id
    field(seat, "many_item").fill("row")
    save(seat)
    assert many_of(site) == {
        "loopDataInputRef": "rows", "loopDataOutputRef": "found", "inputDataItem": "row", "isSequential": "false",
    }  # fmt: skip
    try_it(seat)
    assert seat.complaints == []
    seat.page.context.close()


def try_it(seat: Visitor) -> None:
    """For three items, in the real engine."""
    assert seat.open(f"/drafts/{KEY}/try-out") == 200
    seat.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    seat.page.fill("[name=_data]", '{"rows": ["a", "b", "c"]}')
    seat.press(button("restart"))
    for done in range(3):
        assert seat.page.locator(".steps-taken > li").count() == done + 1, seat.page.locator("main").inner_text()
        seat.page.fill("[name=x]", f"note {done}")
        seat.press(button("complete"))
    main = seat.page.locator("main")
    assert seat.page.locator(button("complete")).count() == 0
    seat.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for text in ("found", "note 0", "note 1", "note 2"):
        expect(main).to_contain_text(text)
    seat.shoot("try-out-many")


def test_each_change_is_undone_alone_and_the_file_is_the_old_one_again(site: Site, browser: Browser) -> None:
    seat = seated(site, browser, "zh-CN", ONE)
    before = stored(site, PATH)
    select(seat, "x")
    seat.page.click("[data-group=many] summary")
    field(seat, "many").select_option("sequential")
    changes = {
        "many_count": "3", "many_list": "a.rows", "many_item": "row", "many_result": "found", "many_output": "got",
    }  # fmt: skip
    for name, text in changes.items():
        field(seat, name).fill(text)
        field(seat, name).blur()
    field(seat, "many_scripts").check()
    seat.page.click("[data-group=four_eyes] summary")
    expect(field(seat, "not_by_0").locator("option[value=x]")).to_have_count(1)  # each is somebody else's
    expect(field(seat, "many_count")).to_have_value("")  # the list took its place
    save(seat)
    assert many_of(site) == {
        "loopDataInputRef": "a.rows", "loopDataOutputRef": "found", "inputDataItem": "row", "outputDataItem": "got",
        "isSequential": "true",
    }  # fmt: skip
    assert 'scriptsOnInstances="true"' in stored(site, PATH)
    for _ in range(len(changes) + 2):
        seat.page.click("[data-act=undo]")
    expect(seat.page.locator("[data-act=undo]")).to_be_visible()
    save(seat)
    assert differences(before, stored(site, PATH)) == []
    assert seat.complaints == []
    seat.page.context.close()


def test_what_a_file_says_is_shown_kept_and_copied(site: Site, browser: Browser) -> None:
    task = many("x", "a.rows", item="row", sequential=True, result="found")
    until = "<bpmn:completionCondition>len(found) > 1</bpmn:completionCondition></bpmn:multiI".replace(" > ", " &gt; ")
    seat = seated(site, browser, "en-US", task.replace("</bpmn:multiI", until))
    before = stored(site, PATH)
    select(seat, "x")
    expect(field(seat, "many_list")).to_have_value("a.rows")
    expect(field(seat, "many_result")).to_have_value("found")
    expect(field(seat, "many_until")).to_have_value("len(found) > 1")
    field(seat, "many_until").fill("")
    field(seat, "many_until").blur()
    problems_are(seat, 0)
    copied = seat.page.evaluate(COPY)
    save(seat)
    assert many_of(site) == many_of(site, copied) == {
        "loopDataInputRef": "a.rows", "loopDataOutputRef": "found", "inputDataItem": "row", "isSequential": "true",
    }  # fmt: skip
    select(seat, "x")
    field(seat, "many").select_option("")
    save(seat)
    assert many_of(site) == {}
    for _ in range(3):
        seat.page.click("[data-act=undo]")
    save(seat)
    assert differences(before, stored(site, PATH)) == []
    seat.page.context.close()


def test_only_a_user_task_is_offered_it_and_others_can_lose_it(site: Site, visitor: Visitor) -> None:
    path = "multi-instance-and-loops.bpmn"
    draft(site, {path: CORPUS[path]})
    visitor.sign_in("jiang")
    open_file(visitor, path)
    offered = {one: visitor.page.evaluate(TOGGLES, one) for one in ("Each", "All", "Count", "Loop", "Start_1")}
    assert offered == {
        "Each": ["toggle-parallel-mi", "toggle-sequential-mi"],
        "All": ["toggle-parallel-mi"],
        "Count": ["toggle-parallel-mi"],
        "Loop": ["toggle-loop"],
        "Start_1": [],
    }
    select(visitor, "Loop")
    options = field(visitor, "many").locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert options == ["", "again"]
    field(visitor, "many").select_option("")
    assert visitor.page.evaluate(TOGGLES, "Loop") == []
    assert visitor.page.locator("[data-group=many]").count() == 0
    assert visitor.complaints == []
