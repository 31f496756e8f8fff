"""Editing a diagram: what is typed is kept, checked, saved, and never lost to somebody else's save."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from processes.commands import BeginDraft, SaveDraftFile
from processes.drafts import open_draft
from services.shipped import process_files
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import open_file, save, stored
from tests.browser.test_pages import RULES, speak
from tests.browser.windows import NARROW
from tests.modeler.infoset import differences
from tests.web.proposing import KEY

pytestmark = pytest.mark.browser
PATH = f"{KEY}.bpmn"
SHIPPED = process_files(KEY)[PATH].decode()


@pytest.fixture
def editor(site: Site, visitor: Visitor) -> Visitor:
    """The process owner at the procedure's diagram."""
    site.bank.execute(BeginDraft(KEY, 1), "jiang")
    visitor.sign_in("jiang")
    open_file(visitor, PATH, KEY)
    return visitor


def select(seat: Visitor, element: str) -> None:
    seat.page.evaluate("(id) => document.getElementById('editor').opened.editor.drawing.select(id)", element)


def field(seat: Visitor, name: str):
    return seat.page.locator(f"[data-field='{name}'] :is(input, select, textarea)")


def saved_by_another(site: Site, text: str) -> None:
    with site.bank.runtime.read_session() as session:
        draft = open_draft(session, KEY)
        assert draft is not None
        found = draft.id
    site.bank.execute(SaveDraftFile(found, PATH, text.encode(), 1), "jiang")


def test_the_panel_changes_what_the_runtime_reads(site, editor):
    select(editor, "approve_tier")
    field(editor, "name_en").fill("Approve this tier")
    field(editor, "due_working_days").fill("4")
    field(editor, "form").select_option("plan-review")
    field(editor, "not_by_1").select_option("hold_tier_meeting")
    field(editor, "group_cc").check()
    select(editor, "score_customer")
    field(editor, "parameter_rating_date").fill("rating_date or today")
    save(editor)
    found = differences(SHIPPED, stored(site, PATH, KEY))
    after = stored(site, PATH, KEY)
    for text in (
        'steward:nameEn="Approve this tier"',
        '<spiffworkflow:property name="due_working_days" value="4"/>',
        '<spiffworkflow:property name="form" value="plan-review"/>',
        '<spiffworkflow:property name="not_by" value="rate_customer, hold_tier_meeting"/>',
        '<spiffworkflow:property name="candidate_groups" value="cc"/>',
        '<spiffworkflow:parameter id="rating_date" type="str" value="rating_date or today"/>',
    ):
        assert text in after, text
    assert len(found) == 6


def test_undo_takes_back_each_change_and_the_file_is_the_old_one_again(site, editor):
    select(editor, "approve_tier")
    field(editor, "prefill").select_option("")
    field(editor, "not_by_0").select_option("")
    select(editor, "flow_tier_approved_to_record_tier")
    field(editor, "condition").fill("")
    editor.page.locator("[data-field='condition'] textarea").blur()
    for _ in range(3):
        editor.page.click("[data-act=undo]")
    save(editor)
    assert stored(site, PATH, KEY) == SHIPPED


def test_problems_are_listed_while_editing_and_lead_to_their_element(editor):
    expect(editor.page.locator(".editor-problem-count")).to_have_attribute("data-count", "0")
    select(editor, "flow_tier_approved_to_record_tier")
    field(editor, "condition").fill("approve_tier.decision ==")
    expect(editor.page.locator(".editor-problem-count")).to_have_attribute("data-count", "1")
    expect(editor.page.locator(".djs-connection.has-problem")).to_have_count(1)
    expect(editor.page.locator(".problem-badge")).to_have_count(1)
    select(editor, "cycle_started")
    editor.page.click("button.editor-problem")
    expect(field(editor, "condition")).to_have_value("approve_tier.decision ==")
    editor.shoot("diagram-problem-zh")
    field(editor, "condition").fill('approve_tier.decision == "approve"')
    expect(editor.page.locator(".editor-problem-count")).to_have_attribute("data-count", "0")


def test_what_was_not_saved_is_kept_and_offered_again(site, editor):
    select(editor, "approve_tier")
    field(editor, "name").fill("审批等级")
    expect(editor.page.locator(".editor-state")).to_have_attribute("data-state", "kept_at")
    asked: list[str] = []
    editor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.page.goto(f"{site.url}/processes/")
    assert asked == ["beforeunload"]
    assert stored(site, PATH, KEY) == SHIPPED
    open_file(editor, PATH, KEY)
    editor.shoot("diagram-kept-zh")
    editor.page.click(".editor-dialog button.primary")
    expect(editor.page.locator(".editor-state")).to_have_attribute("data-state", "changed")
    save(editor)
    assert [one.rpartition("/@")[2] for one in differences(SHIPPED, stored(site, PATH, KEY))] == [
        "name: '审批客户等级' → '审批等级'"
    ]


@pytest.mark.parametrize("choice", ["overwrite", "take", "go_on"])
def test_when_somebody_saved_first_both_texts_are_shown_and_nothing_is_lost(site, editor, choice):
    theirs = SHIPPED.replace("计算客户评分", "计算评分")
    select(editor, "approve_tier")
    field(editor, "name").fill("审批等级")
    saved_by_another(site, theirs)
    editor.page.keyboard.press("Control+s")
    dialog = editor.page.locator(".editor-dialog")
    expect(dialog).to_contain_text(site.bank.actor("jiang").name)
    expect(dialog).to_contain_text("审批等级")
    expect(dialog).to_contain_text("计算评分")
    editor.shoot("diagram-conflict-zh")
    buttons = dialog.locator(".actions button")
    buttons.nth(["overwrite", "take", "go_on"].index(choice)).click()
    if choice == "take":
        editor.page.locator(".editor-dialog button.danger").click()
    if choice == "overwrite":
        editor.page.wait_for_selector(".editor-state[data-state=saved_at]")
    expected = {"overwrite": "审批等级", "take": "计算评分", "go_on": "计算评分"}[choice]
    expect(editor.page.locator(".editor-dialog")).to_have_count(0)
    assert expected in stored(site, PATH, KEY)
    if choice == "go_on":
        select(editor, "approve_tier")
        expect(field(editor, "name")).to_have_value("审批等级")
        expect(editor.page.locator(".editor-state")).not_to_have_attribute("data-state", "saved_at")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_editor_is_accessible_and_fits(site, browser, locale):
    site.bank.execute(BeginDraft(KEY, 1), "jiang")
    seat = Visitor(site, browser, locale=locale)
    seat.sign_in("jiang")
    speak(seat, locale)
    open_file(seat, PATH, KEY)
    seat.shoot(f"diagram-editor-1280-{locale[:2]}")
    select(seat, "approve_tier")
    seat.shoot(f"diagram-task-1280-{locale[:2]}")
    found = Axe().run(seat.page, options=RULES).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert not seat.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    expect(seat.page.locator(".bjs-powered-by")).to_be_visible()
    assert seat.complaints == []
    seat.page.set_viewport_size(NARROW)
    open_file(seat, PATH, KEY)
    seat.shoot(f"diagram-editor-390-{locale[:2]}")
    assert seat.page.locator(".editor-lock").inner_text()
    assert not seat.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    seat.page.context.close()


def test_a_reader_of_english_sees_and_gives_english_names_on_the_drawing(site, browser):
    site.bank.execute(BeginDraft(KEY, 1), "jiang")
    seat = Visitor(site, browser, locale="en-US")
    seat.sign_in("jiang")
    speak(seat, "en-US")
    open_file(seat, PATH, KEY)
    label = seat.page.locator("[data-element-id=approve_tier] .djs-label")
    expect(label).to_have_text("Approve the tier")
    expect(seat.page.locator("[data-element-id=tier_approved_label] .djs-label")).to_have_text("Tier approved?")
    select(seat, "approve_tier")
    seat.page.locator(".djs-container svg").first.focus()
    seat.page.keyboard.press("e")
    seat.page.keyboard.press("Control+a")
    seat.page.keyboard.type("Weigh")
    save(seat)  # without leaving the label first
    expect(label).to_have_text("Weigh")
    assert [one.rpartition("/@")[2] for one in differences(SHIPPED, stored(site, PATH, KEY))] == [
        "{https://steward.invalid/schema/bpmn/1.0}nameEn: 'Approve the tier' → 'Weigh'"
    ]
    seat.page.click("[data-act=undo]")
    expect(label).to_have_text("Approve the tier")
    assert seat.complaints == []
    seat.page.context.close()
