"""The designer seen wide and narrow, in both languages, read-only, with what is no form, and with hostile texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.designer.conftest import PLAN, Desk
from tests.browser.test_pages import RULES

pytestmark = pytest.mark.browser
ATTACK = (
    '"><img src=x onerror="window.hit=1"><script>window.hit=1</script>{{ 7*7 }}</textarea></iframe><svg onload=hit=1>'
)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_seen_wide_and_narrow_and_has_no_fault_of_access(seat, width, language):
    desk = seat(width, language)
    desk.open()
    name = f"designer-{width}-{language[:2]}"
    panes = desk.page.locator(".fd-tabs button")
    if width == 390:
        shoot(desk, f"{name}-list")
    desk.row("sections/2/fields/0").click()
    shoot(desk, f"{name}-table")
    desk.page.locator(".fd-column-pick").first.click()
    shoot(desk, f"{name}-choice")
    if width == 390:
        panes.nth(2).click()
        shoot(desk, f"{name}-preview")
        panes.nth(0).click()
    desk.row("rules/0").click()
    shoot(desk, f"{name}-rule")


def shoot(desk: Desk, name: str) -> None:
    """Keep a picture; nothing may stick out, and axe must find nothing."""
    desk.visitor.shoot(name)
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(desk.page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name


def test_it_is_seen_in_the_dark(seat):
    desk = seat(color_scheme="dark")
    desk.open()
    desk.row("sections/1/fields/0").click()
    shoot(desk, "designer-dark")


def hostile() -> dict[str, Any]:
    """A form whose every text attacks, with the ids of the page around it."""
    form: dict[str, Any] = json.loads(PLAN.read_text())
    form["title"] = form["rules"][0]["message"] = {"zh": ATTACK, "en": ATTACK}
    form["paper"] = form["key"] = ATTACK[:90]
    for section in form["sections"]:
        section["title"] = {"zh": ATTACK, "en": ATTACK}
        for field in section["fields"]:
            field["label"] = field["help"] = {"zh": ATTACK, "en": ATTACK}
            for option in field.get("options", []):
                option["label"] = {"zh": ATTACK, "en": ATTACK}
    form["sections"][1]["fields"] += [
        {"id": name, "label": {"zh": ATTACK, "en": ATTACK}, "type": "text"} for name in ("editor", "main", "submit")
    ]
    return form


def test_hostile_texts_run_nothing_and_meet_no_id_of_the_page(desk):
    desk.put(json.dumps(hostile()))
    desk.open()
    rows = desk.page.locator(".fd-pick")
    for place in range(rows.count()):
        desk.page.locator(".fd-pick").nth(place).click()
    for wish in ("[data-wish=language]:text-is('中文')", "[data-wish=print]", "[data-wish=print]"):
        desk.page.click(wish)
        desk.page.wait_for_timeout(300)
    desk.page.click(
        "button:text-is('Check entries')"
        if desk.page.locator("text=Check entries").count()
        else ".fd-preview-bar button >> nth=3"
    )
    desk.page.wait_for_timeout(600)
    assert desk.page.evaluate("window.hit === undefined")
    frame = desk.page.frames[1]
    assert frame.evaluate("[document.forms.length, document.scripts.length, document.images.length, window.hit]") == [
        *(0, 0, 0),
        None,
    ]
    assert desk.page.locator(".fd-frame").get_attribute("sandbox") == "allow-same-origin"
    ids = desk.page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    expect(desk.preview.locator("#editor")).to_have_count(1)


def test_nothing_typed_in_the_preview_is_sent_by_enter(desk):
    desk.open()
    box = desk.preview.locator("[name=objectives-0-metric]")
    box.fill("x")
    box.press("Enter")
    desk.page.wait_for_timeout(300)
    assert desk.page.url.endswith(desk.path)
    assert desk.page.frames[1].url == "about:srcdoc"
    expect(box).to_have_value("x")


def test_a_form_to_be_looked_at_only_cannot_be_changed(seat):
    desk = seat(login="gao")
    desk.open()
    desk.row("sections/1/fields/0").click()
    expect(desk.control("label.en")).to_be_disabled()
    expect(desk.page.locator(".fd-palette, .fd-handle, .fd-outline .fd-tool, [data-act=undo]")).to_have_count(0)
    desk.page.keyboard.press("Delete")
    desk.page.keyboard.press("Alt+ArrowDown")
    desk.page.keyboard.press("Control+z")
    expect(desk.row("sections/1/fields/0")).to_contain_text("From")
    shoot(desk, "designer-read-only")


def test_what_is_not_built_like_a_form_is_shown_as_such_and_stays_as_it_is(desk):
    desk.put('{"sections": [1]}')
    assert desk.visitor.open(f"/drafts/{desk.key}/edit/{desk.path}") == 200
    desk.page.wait_for_selector("#editor[data-opened]")
    expect(desk.page.locator(".editor-lock")).to_be_visible()
    expect(desk.page.locator(".editor-problem").first).to_be_visible()
    desk.page.keyboard.press("Control+s")
    desk.page.wait_for_timeout(300)
    assert desk.text == '{"sections": [1]}'
    desk.visitor.shoot("designer-no-form")
