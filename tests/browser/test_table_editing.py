"""Editing a decision table: cells are checked as typed, rows are tried, overlaps and gaps are told, all by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from processes.commands import BeginDraft
from services.standard.standard import shipped_files
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import save, stored
from tests.browser.table_editor import cell_of, misses_of, open_table, rules_of, type_into
from tests.browser.test_pages import RULES as AXE_RULES
from tests.browser.test_pages import speak
from tests.browser.windows import NARROW
from tests.modeler.infoset import differences

pytestmark = pytest.mark.browser
TIER, SHARE = "tier.dmn", "share.dmn"
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def owner(site: Site, visitor: Visitor) -> Visitor:
    """The process owner, with a draft of the standard."""
    site.bank.execute(BeginDraft("standard", 1), "jiang")
    visitor.sign_in("jiang")
    return visitor


def findings(seat: Visitor):
    return seat.page.locator(".table-findings li")


def test_a_typed_threshold_is_the_only_thing_that_is_saved(site, owner):
    open_table(owner, TIER)
    type_into(owner, 2, 1, ">= 85")
    save(owner)
    (changed,) = differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard"))
    assert all(one in changed for one in ("#T2-in-score", "'>= 80'", "'>= 85'"))
    assert owner.complaints == []


def test_a_cell_that_cannot_be_evaluated_is_marked_while_it_is_typed(owner):
    open_table(owner, TIER)
    type_into(owner, 2, 1, ">= ")
    expect(owner.page.locator(".editor-problems .editor-problem-count")).to_have_attribute("data-count", "1")
    expect(cell_of(owner, 2, 1).locator("xpath=ancestor::td")).to_have_css("background-color", "rgb(251, 233, 230)")
    expect(owner.page.locator(".table-findings .editor-problem-count")).to_contain_text("尚未检查")
    owner.shoot("table-faulty-zh")
    cell_of(owner, 5, 0).click()
    owner.page.click(".editor-problems button.editor-problem")
    expect(owner.page.locator("td[data-row-id='T2'] [contenteditable]:focus")).to_have_count(1)
    type_into(owner, 2, 1, ">= 80")
    expect(owner.page.locator(".editor-problems .editor-problem-count")).to_have_attribute("data-count", "0")


def test_a_row_of_inputs_is_tried_and_its_rule_shown_in_the_table(owner):
    open_table(owner, TIER)
    page = owner.page
    page.select_option("[data-input=veto]", "false")
    page.fill("[data-input=score]", "82")
    page.fill("[data-input=risk_points]", "60")
    page.select_option("[data-input=potential_known]", "false")
    page.click(".table-trial button.primary")
    expect(page.locator(".table-result")).to_contain_text("潜力")
    page.fill("[data-input=potential]", "0")
    page.keyboard.press("Enter")
    expect(page.locator(".table-decided")).to_contain_text("规则 2")
    expect(page.locator(".table-decided dd")).to_have_text("A")
    expect(page.locator("td.rule-index[data-row-id='T2']")).to_have_css("background-color", "rgb(217, 239, 224)")
    owner.shoot("table-tried-zh")
    type_into(owner, 2, 1, ">= 90")
    expect(page.locator(".table-decided dd")).to_have_text("B")
    expect(page.locator("td.rule-index[data-row-id='T3']")).to_have_css("background-color", "rgb(217, 239, 224)")


def test_overlaps_and_gaps_are_told_and_lead_to_their_rule_with_an_example(owner):
    open_table(owner, SHARE)
    expect(findings(owner)).to_have_count(1)
    type_into(owner, 5, 1, "20 <= ? <= 40")
    expect(owner.page.locator(".table-findings li[data-code=overlap]")).to_have_count(1)
    owner.shoot("table-overlap-zh")
    owner.page.click(".table-findings li[data-code=overlap] button")
    expect(owner.page.locator("[data-input=share]")).to_have_value("40")
    expect(owner.page.locator(".table-reason")).to_contain_text("UNIQUE")
    type_into(owner, 5, 1, "20 <= ? < 30")
    expect(owner.page.locator(".table-findings li[data-code=overlap]")).to_have_count(0)
    expect(owner.page.locator(".table-findings li[data-code=gap]")).to_contain_text("[30..40)")


def test_rules_are_added_moved_copied_and_removed_without_a_mouse(site, owner):
    open_table(owner, TIER)
    page = owner.page
    cell_of(owner, 2, 1).focus()
    page.keyboard.press("Alt+ArrowDown")
    assert rules_of(owner) == ["T1", "T3", "T2", "T4", "T5", "T6"]
    expect(page.locator("td[data-coords='2:1'] [contenteditable]:focus")).to_have_text(">= 80")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert rules_of(owner)[:2] == ["T2", "T1"]
    page.focus("[data-rule-act=down]")
    page.keyboard.press("Enter")
    assert rules_of(owner) == ["T1", "T2", "T3", "T4", "T5", "T6"]
    save(owner)
    assert differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard")) == []
    page.focus("[data-rule-act=below]")
    page.keyboard.press("Enter")
    expect(page.locator("td[data-coords='2:0'] [contenteditable]:focus")).to_have_count(1)
    page.keyboard.type("false")
    page.focus("[data-rule-act=copy]")
    page.keyboard.press("Enter")
    expect(cell_of(owner, 4, 0)).to_have_text("false")
    assert len(rules_of(owner)) == 8
    for _ in range(2):
        page.focus("[data-rule-act=remove]")
        page.keyboard.press("Enter")
    assert len(rules_of(owner)) == 6
    assert owner.complaints == []


def test_a_column_is_changed_added_moved_and_removed_in_its_dialog(site, owner):
    open_table(owner, TIER)
    page = owner.page
    page.focus("[data-edit-column='tier-in-score']")
    page.keyboard.press("Enter")
    page.get_by_label("列名（给人看）").fill("总分 / Total")
    page.get_by_label("类型").select_option("integer")
    owner.shoot("table-column-zh")
    page.get_by_role("button", name="确定").click()
    expect(page.locator("th[data-col-id='tier-in-score']")).to_contain_text("总分 / Total")
    expect(page.locator("[data-edit-column='tier-in-score']")).to_be_focused()
    save(owner)
    found = differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard"))
    assert len(found) == 2
    page.click("[data-edit-column='tier-in-veto']")
    page.get_by_role("button", name="在右侧添加一列").click()
    expect(page.locator("thead th[data-col-id]")).to_have_count(7)
    page.locator("thead th.input-cell [data-edit-column]").nth(1).click()
    page.get_by_label("读取的输入").fill("vip")
    page.get_by_role("button", name="右移").click()
    expect(page.locator("thead th.input-cell").nth(2)).to_contain_text("vip")
    expect(page.locator("[data-input=vip]")).to_have_count(1)
    page.locator("thead th.input-cell [data-edit-column]").nth(2).click()
    page.get_by_role("button", name="删除此列").click()
    expect(page.locator("thead th[data-col-id]")).to_have_count(6)
    save(owner)
    assert len(differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard"))) == 2
    assert owner.complaints == []


def test_only_hit_policies_that_run_are_offered_and_undo_takes_a_choice_back(site, owner):
    open_table(owner, TIER)
    page = owner.page
    policy = page.get_by_label("命中策略")
    assert policy.locator("option").evaluate_all("all => all.map(one => one.value)") == ["UNIQUE", "FIRST", "COLLECT"]
    policy.select_option("UNIQUE")
    expect(page.locator(".table-findings li[data-code=overlap]").first).to_be_visible()
    page.click("[data-act=undo]")
    expect(policy).to_have_value("FIRST")
    expect(findings(owner)).to_have_count(0)
    save(owner)
    assert differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard")) == []


def test_no_feel_helper_and_no_expression_language_is_offered(owner):
    open_table(owner, TIER)
    cell_of(owner, 2, 1).click(button="right")
    menu = owner.page.locator("[role=menu]")
    expect(menu).to_have_attribute("aria-label", "决策表菜单")
    assert "语言" not in menu.inner_text()
    assert not re.search("[A-Za-z]", menu.inner_text()), menu.inner_text()
    assert owner.page.locator(".simple-mode-button, .feel-editor, .dmn-expression-language").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_in_the_readers_language(owner, language):
    speak(owner, language)
    open_table(owner, "recommendation.dmn")
    cell_of(owner, 1, 1).click(button="right")
    shown = owner.page.locator(
        ".table-head, .table-panel h2, .table-hint, .table-actions, thead .clause, [role=menu], th.annotation"
    ).all_inner_texts()
    titles = owner.page.locator(".table-stage [title]").evaluate_all("all => all.map(one => one.title)")
    words = " ".join(shown + [title for title in titles if " / " not in title])
    if language == "zh":
        assert misses_of(owner) == []
        assert not re.search(r"\b(Rule|Add|Move|Input|Output|When|Then)\b", words), words
    else:
        assert not CJK.search(words.replace("D3 评估结果 / Recommendation", "")), words
    owner.shoot(f"table-recommendation-{language}")


def test_an_auditor_sees_the_table_and_tries_it(site, owner):
    owner.sign_in("shen")
    open_table(owner, TIER)
    page = owner.page
    assert page.locator("[contenteditable]").count() == 0
    assert page.locator("[data-rule-act], [data-edit-column]").count() == 0
    assert page.locator(".input-variable").all_inner_texts() == ["是否", "数字", "数字", "是否", "数字"]
    assert misses_of(owner) == []
    page.select_option("[data-input=veto]", "true")
    for name in ("score", "risk_points", "potential"):
        page.fill(f"[data-input={name}]", "0")
    page.select_option("[data-input=potential_known]", "true")
    page.click(".table-trial button.primary")
    expect(page.locator(".table-decided dd")).to_have_text("D")
    owner.shoot("table-read-only-zh")


def test_a_whole_page_stands_up_to_axe_and_to_narrow_windows(site, browser, owner):
    open_table(owner, SHARE)
    results = Axe().run(owner.page, options=AXE_RULES)
    assert results.violations_count == 0, results.generate_report()
    owner.shoot("table-share-zh")
    narrow = Visitor(site, browser, viewport=NARROW)
    narrow.sign_in("jiang")
    for language in ("zh", "en"):
        speak(narrow, language)
        open_table(narrow, SHARE)
        narrow.shoot(f"table-share-{language}-390")
        wide = narrow.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    narrow.page.context.close()


def test_typing_keeps_its_place_and_undo_takes_it_back(site, owner):
    open_table(owner, TIER)
    page = owner.page
    cell_of(owner, 2, 1).click()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("1.5+")
    expect(cell_of(owner, 2, 1)).to_have_text(">= 1.5+80")
    page.keyboard.press("End")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("*2")
    assert cell_of(owner, 2, 1).inner_text().strip("\n") == ">= 1.5+80\n*2"
    for _ in range(7):
        page.keyboard.press("Control+z")
    expect(cell_of(owner, 2, 1)).to_have_text(">= 80")
    note = owner.page.locator("td.annotation[data-row-id='T2'] [contenteditable]")
    note.click()
    page.keyboard.press("End")
    page.keyboard.type("！")
    page.keyboard.press("Enter")
    expect(owner.page.locator("td.annotation[data-row-id='T3'] [contenteditable]")).to_be_focused()
    save(owner)
    (changed,) = differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard"))
    assert "核心客户 / Core！" in changed
    assert owner.complaints == []


def test_what_was_not_saved_is_kept_and_comes_back_into_the_table(site, owner):
    open_table(owner, TIER)
    type_into(owner, 2, 1, ">= 85")
    expect(owner.page.locator(".editor-state")).to_have_attribute("data-state", "kept_at", timeout=15_000)
    owner.page.on("dialog", lambda dialog: dialog.accept())
    open_table(owner, TIER)
    owner.page.click(".editor-dialog button.primary")
    expect(cell_of(owner, 2, 1)).to_have_text(">= 85")
    type_into(owner, 3, 1, ">= 70")
    save(owner)
    assert len(differences(shipped_files()[TIER].decode(), stored(site, TIER, "standard"))) == 2
    assert owner.complaints == []
