"""Hostile texts typed into the editors and saved by their button: stored as they are, or refused by a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import pytest
from lxml import etree
from playwright.sync_api import Browser

from processes.commands import BeginDraft, SaveDraftFile
from processes.engine.elements import BPMN, STEWARD
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import OWNER, open_file, save, stored
from tests.browser.hostile.texts import CONTROL, HUGE, LONG, READABLE, TABLE, TURNED, UNSEEN, escaped
from tests.browser.hostile.watching import Watch, answering
from tests.browser.test_diagram_editing import field
from tests.browser.test_diagram_editing import select as choose_element
from tests.browser.test_pages import speak
from tests.web.proposing import KEY

pytestmark = pytest.mark.browser
MUST_REFUSE = (*CONTROL, HUGE)
TEXTS = (*READABLE, TURNED, UNSEEN, LONG, *MUST_REFUSE)
FORM = "forms/maintenance-plan.json"
ANSWERED = ".editor-state[data-state=saved_at], .editor-warning:not([hidden])"
REASONS = ".editor-warning:not([hidden]), .panel-field .field-error:not([hidden])"


@pytest.fixture(params=["zh-CN", "en-US"])
def owner(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A process owner with a draft of the procedure and a table, who reads this language."""
    table = TABLE.format(*map(escaped, (*READABLE, "a"))).encode()
    draft = site.bank.execute(BeginDraft(KEY, 1), OWNER)
    site.bank.execute(SaveDraftFile(draft, "hostile.dmn", table, 0), OWNER)
    seat = Visitor(site, browser, locale=request.param)
    seat.sign_in(OWNER)
    speak(seat, request.param)
    with answering(site):
        yield seat
    seat.page.context.close()


def test_in_the_panel_of_a_diagram(owner: Visitor) -> None:
    path, names = f"{KEY}.bpmn", ("name", "name_en", "documentation")
    watch = Watch(owner)
    open_file(owner, path, KEY)
    choose_element(owner, "approve_tier")
    owner.page.click("[data-group=documentation] summary")

    def write(text: str) -> None:
        for name in names:
            field(owner, name).fill(text)

    def read(saved: str) -> Iterable[str | None]:
        task = etree.fromstring(saved.encode()).find(f".//{BPMN}userTask[@id='approve_tier']")
        return task.get("name"), task.get(f"{STEWARD}nameEn"), task.findtext(f"{BPMN}documentation")

    tell(owner, watch, path, write, read)


def test_a_long_name_on_the_drawing_is_cut_to_what_a_file_may_hold(owner: Visitor) -> None:
    path = f"{KEY}.bpmn"
    open_file(owner, path, KEY)
    choose_element(owner, "approve_tier")
    owner.page.locator(".djs-container svg").first.focus()
    owner.page.keyboard.press("e")
    owner.page.keyboard.press("Control+a")
    owner.page.keyboard.insert_text(LONG)
    owner.page.keyboard.press("Control+Enter")
    save(owner)
    task = etree.fromstring(stored(owner.site, path, KEY).encode()).find(f".//{BPMN}userTask[@id='approve_tier']")
    assert "w" * 2000 in task.attrib.values()


def test_in_the_settings_of_a_form(owner: Visitor) -> None:
    watch = Watch(owner)
    open_file(owner, FORM, KEY)
    owner.page.click('.fd-pick[data-path="sections/0/fields/0"]')

    def write(text: str) -> None:
        for name in ("label.zh", "label.en"):
            owner.page.locator(f'.fd-panel [data-control="{name}"]').fill(text)

    def read(saved: str) -> Iterable[str | None]:
        label = json.loads(saved)["sections"][0]["fields"][0]["label"]
        return label["zh"], label["en"]

    tell(owner, watch, FORM, write, read)


def test_in_a_cell_of_a_table(owner: Visitor) -> None:
    watch = Watch(owner)
    open_file(owner, "hostile.dmn", KEY)
    owner.page.wait_for_selector("td[data-coords]")

    def write(text: str) -> None:
        cell = owner.page.locator("td[data-coords='0:1'] [contenteditable]")
        cell.fill(text)
        cell.blur()

    def read(saved: str) -> Iterable[str | None]:
        return [etree.fromstring(saved.encode()).findtext(".//{*}outputEntry/{*}text")]

    tell(owner, watch, "hostile.dmn", write, read)


def tell(
    owner: Visitor,
    watch: Watch,
    path: str,
    write: Callable[[str], None],
    read: Callable[[str], Iterable[str | None]],
) -> None:
    """Type each text, press the button, and compare what is stored, or read why it is not."""
    wrong: dict[str, object] = {}
    for text in TEXTS:
        before = stored(owner.site, path, KEY)
        write(text)
        owner.page.click(".editor-bar .primary")
        owner.page.wait_for_selector(ANSWERED)
        after = stored(owner.site, path, KEY)
        if owner.page.locator(REASONS).count():
            told = owner.page.locator(REASONS).first.inner_text()
            found = [] if after == before and len(told) > 10 else [told]
            write("a")
            owner.page.click(".editor-bar .primary")
            owner.page.wait_for_selector(".editor-state[data-state=saved_at]")
        else:
            found = [str(one)[:200] for one in read(after) if one != text]
            found += ["was stored"] if text in MUST_REFUSE else []
        if found := found + watch.faults():
            wrong[text[:20]] = found
    assert wrong == {}
    assert [one for one in owner.complaints if "status of 4" not in one] == []
