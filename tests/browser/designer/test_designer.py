"""A process owner changes forms in a real Chromium: adds, fills in, orders, undoes; the preview shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from processes.commands import BeginDraft
from tests.browser.designer.conftest import CYCLE, OWNER, PLAN, Desk

pytestmark = pytest.mark.browser
HAND_TRIES = 20
LIES_BESIDE = """(row) => {
  const { previousElementSibling, nextElementSibling } = row.closest("li");
  return [previousElementSibling, nextElementSibling].some((one) => one?.matches(".sortable-ghost"));
}"""
SHIPPED = sorted((Path(__file__).parents[3] / "bpmn").glob("*/forms/*.json"))


def fields(document: dict[str, Any], section: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["sections"][section]["fields"]
    return found


@pytest.mark.parametrize("key", sorted({path.parents[1].name for path in SHIPPED}))
def test_every_shipped_form_that_is_opened_and_saved_is_the_same_file(desk, key):
    if key != CYCLE:
        desk.visitor.site.bank.execute(BeginDraft(key, 1), OWNER)
    for path in (path for path in SHIPPED if path.parents[1].name == key):
        desk.key, desk.path = key, f"forms/{path.name}"
        desk.open()
        desk.save()
        assert desk.text == path.read_text(), path.name


def test_a_changed_form_keeps_what_the_designer_does_not_know(desk):
    form = json.loads(PLAN.read_text())
    fields(form, 1)[0] |= {"x-later": {"10": 1, "9": [1.0]}}
    form["x-owner"] = None
    desk.put(json.dumps(form))
    desk.open(is_shown=False)
    desk.row("sections/1/fields/0").click()
    desk.control("label.en").fill("Begin")
    desk.page.keyboard.press("Tab")
    made = desk.save()
    fields(form, 1)[0]["label"]["en"] = "Begin"
    assert json.dumps(made) == json.dumps(form)


def test_a_required_field_is_added_to_the_plan_and_seen_in_both_languages_and_on_paper(desk):
    desk.open()
    desk.row("sections/1/fields/1").click()
    desk.add("text")
    desk.control("label.zh").fill("会面地点")
    desk.control("label.en").fill("Meeting place")
    desk.control("required").check()
    shown = desk.preview.locator(".form-field", has_text="Meeting place")
    expect(shown.locator(".required")).to_have_text("*")
    desk.page.click("[data-wish=language]:text-is('中文')")
    expect(desk.preview.locator(".form-field", has_text="会面地点")).to_be_visible()
    expect(desk.preview.locator("html")).to_have_attribute("lang", "zh-CN")
    desk.page.click("[data-wish=print]")
    expect(desk.preview.locator("dt", has_text="会面地点")).to_be_visible()
    desk.visitor.shoot("designer-paper-en")
    assert fields(desk.save(), 1)[2] == {
        **{"id": "meeting_place", "label": {"zh": "会面地点", "en": "Meeting place"}, "type": "text"},
        **{"required": True, "max_length": 100},
    }


def test_a_choice_gets_three_options_in_the_wished_order(desk):
    desk.open()
    desk.row("sections/1").click()
    desk.add("choice")
    desk.control("label.zh").fill("形式")
    desk.control("label.en").fill("Form")
    desk.control("options.add").click()
    for place, (chinese, english) in enumerate(
        [("线上", "Online"), ("在行", "At the bank"), ("上门", "At their place")]
    ):
        desk.control(f"options.{place}.zh").fill(chinese)
        desk.control(f"options.{place}.en").fill(english)
    desk.control("options.2.up").click()
    expect(desk.control("options.1.up")).to_be_focused()
    expect(desk.preview.locator(".form-choice", has_text="At their place")).to_be_visible()
    added = fields(desk.save(), 1)[-1]
    assert [one["value"] for one in added["options"]] == ["online", "at_their_place", "at_the_bank"]
    assert added["options"][1]["label"] == {"zh": "上门", "en": "At their place"}
    # What is stored may be named elsewhere: another label leaves the value alone.
    desk.control("options.0.en").fill("By video")
    assert fields(desk.save(), 1)[-1]["options"][0]["value"] == "online"


def test_a_table_gets_a_column_with_a_total_and_a_computed_one(desk):
    desk.open()
    desk.row("sections/2/fields/0").click()
    desk.control("columns.kind").select_option("money")
    desk.control("columns.add").click()
    desk.control("label.zh").fill("实际费用")
    desk.control("label.en").fill("Actual cost")
    desk.page.click("text=Back to")
    desk.control("totals.actual_cost").check()
    desk.control("columns.kind").select_option("computed")
    desk.control("columns.add").click()
    desk.control("label.en").fill("Left")
    desk.page.click("summary:text-is('Insert a field')")
    desk.page.select_option(".fd-compose select", "budget")
    desk.page.click(".fd-compose button:text-is('Insert')")
    desk.control("formula").press("End")
    desk.control("formula").type(" - actual_cost")
    table = fields(desk.save(), 2)[0]
    assert table["totals"] == ["budget", "actual_cost"]
    assert [one["id"] for one in table["columns"][-2:]] == ["actual_cost", "left"]
    assert table["columns"][-1]["formula"] == "budget - actual_cost"
    expect(desk.preview.locator("#measures tfoot strong")).to_have_text(["3600.00", "3600.00"])


def test_the_keyboard_alone_orders_and_removes(desk):
    desk.open()
    desk.row("").focus()
    for _ in range(10):
        desk.page.keyboard.press("ArrowDown")
    expect(desk.row("sections/1")).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Alt+ArrowDown")
    expect(desk.row("sections/1/fields/1")).to_be_focused()
    desk.page.keyboard.press("Alt+ArrowUp")
    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.row("sections/0/fields/8")).to_be_focused()
    expect(desk.page.locator(".editor-stage > [role=status]")).to_have_text("Moved to place 9 of “Customer and rating”")
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Delete")
    desk.page.keyboard.press("Enter")
    expect(desk.control("label.zh")).to_be_focused()
    made = desk.save(lambda: desk.page.keyboard.press("Control+s"))
    assert [one["id"] for one in fields(made, 0)][-2:] == ["analysis", "period_from"]
    assert [one["id"] for one in fields(made, 1)] == ["period_to", "objectives"]


def test_the_mouse_drags_fields_sections_and_kinds_of_the_palette(seat):
    desk = seat(height=1600)  # palette and list in sight at once: nothing scrolls under the hand
    desk.open()
    desk.page.click(".fd-palette summary")
    drag(desk, ".is-field:has([data-path='sections/1/fields/0']) .fd-handle", "[data-path='sections/1/fields/2']")
    expect(desk.row("sections/1/fields/2")).to_contain_text("From")
    drag(desk, ".is-field:has([data-path='sections/1/fields/0']) .fd-handle", "[data-path='sections/0/fields/1']")
    expect(desk.row("sections/0/fields/1")).to_contain_text("To")
    desk.page.click(".fd-palette summary")
    drag(desk, "[data-kind=date]", "[data-path='sections/0/fields/3']")
    expect(desk.row("sections/0/fields/3")).to_contain_text("Date")
    expect(desk.page.locator("[data-kind=date]")).to_have_count(1)
    desk.add("money")
    made = desk.save()
    assert [one["id"] for one in fields(made, 0)][:5] == ["customer_name", "period_to", "tier", "date", "money"]
    assert [one["id"] for one in fields(made, 1)] == ["objectives", "period_from"]


def drag(desk: Desk, source: str, target: str) -> None:
    """Press, move as a hand does until what is held lies before or behind the target, let go."""
    page = desk.page
    page.wait_for_timeout(300)  # until what was dropped before is shown anew
    page.hover(source)
    page.mouse.down()
    for _ in range(HAND_TRIES):
        box = page.locator(target).bounding_box()
        assert box is not None
        for part in (0.3, 0.5, 0.6):
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * part, steps=6)
        page.wait_for_timeout(150)  # rows make way
        if page.locator(target).evaluate(LIES_BESIDE):
            break
    page.mouse.up()


def test_what_was_done_is_undone_and_done_again_typing_as_one_step(desk):
    desk.open()
    desk.row("sections/1/fields/0").click()
    desk.control("label.en").press("End")
    desk.control("label.en").press_sequentially(" day")
    expect(desk.row("sections/1/fields/0")).to_contain_text("From day")
    desk.control("required").uncheck()
    desk.page.keyboard.press("Control+z")
    expect(desk.control("required")).to_be_checked()
    desk.page.keyboard.press("Control+z")
    expect(desk.control("label.en")).to_have_value("From")
    expect(desk.page.locator("[data-act=undo]")).to_be_disabled()
    desk.page.keyboard.press("Control+y")
    expect(desk.control("label.en")).to_have_value("From day")
    desk.page.click("[data-act=undo]")
    desk.save()
    assert desk.text == PLAN.read_text()


def test_a_condition_is_put_together_and_tried_in_the_preview(desk):
    desk.open()
    desk.row("sections/1").click()
    desk.add("boolean")
    desk.control("label.en").fill("With guests")
    desk.add("text")
    desk.control("label.en").fill("Guests")
    desk.page.locator(".fd-group", has_text="When it is shown").locator("summary").click()
    row = desk.page.locator(".fd-group", has_text="When it is shown").locator(".fd-compose")
    row.locator("select").first.select_option("with_guests")
    row.locator("button", has_text="Set").click()
    expect(desk.control("visible_if")).to_have_value("bool(with_guests)")
    guests = desk.preview.locator("[name=guests]")
    expect(guests).to_be_visible()
    desk.preview.locator("[name=with_guests]").uncheck()
    expect(guests).to_have_count(0)
    assert fields(desk.save(), 1)[-1]["visible_if"] == "bool(with_guests)"


def test_a_rule_across_fields_refuses_in_the_preview(desk):
    desk.open()
    desk.page.click("[data-add=rule] button")
    compose = desk.page.locator(".fd-compose")
    compose.locator("summary").click()
    selects = compose.locator("select")
    selects.nth(0).select_option("total")
    selects.nth(1).select_option("<=")
    selects.nth(2).select_option("allowed_budget")
    compose.locator("button", has_text="Set").click()
    desk.control("message.zh").fill("超出费用。")
    desk.control("message.en").fill("Above the budget.")
    desk.control("fields.budget_reason").check()
    desk.preview.locator("[name=measures-0-budget]").fill("999999")
    desk.page.click("button:text-is('Check entries')")
    expect(desk.preview.locator(".field-error", has_text="Above the budget.")).to_be_visible()
    assert desk.save()["rules"][1] == {
        **{"id": "rule", "if_not": "total <= allowed_budget", "fields": ["budget_reason"]},
        **{"message": {"zh": "超出费用。", "en": "Above the budget."}},
    }


def test_rows_of_a_table_come_and_go_in_the_preview(desk):
    desk.open()
    table = desk.preview.locator("#objectives")
    expect(table.locator("tbody tr")).to_have_count(2)
    table.locator("[name=_add]").click()
    expect(table.locator("tbody tr")).to_have_count(3)
    table.locator("[name=objectives-2-metric]").fill("third")
    table.locator("[name=_remove]").first.click()
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("[name=objectives-1-metric]")).to_have_value("third")


def test_a_problem_is_listed_and_leads_to_its_field(desk):
    desk.open()
    desk.row("sections/2/fields/0").click()
    desk.page.locator(".fd-column-pick", has_text="Gift recipients").click()
    desk.control("min").fill("many")
    problem = desk.page.locator("button.editor-problem")
    expect(problem).to_contain_text("a number is expected (many)")
    expect(desk.page.locator(".fd-stale")).to_be_visible()
    expect(desk.page.locator(".is-field:has([data-path='sections/2/fields/0']) .badge.danger")).to_be_visible()
    desk.row("").click()
    problem.click()
    expect(desk.page.locator(".fd-faults li")).to_contain_text("a number is expected")
    desk.control("min").fill("2")
    expect(problem).to_have_count(0)
    expect(desk.page.locator(".fd-stale")).to_be_hidden()
