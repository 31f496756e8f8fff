"""A process owner tries a draft in a real Chromium, keeps a scenario, and sees what the scenarios pass."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from processes.commands import BeginDraft
from tests.browser.conftest import SCREENSHOTS, Site, Visitor
from tests.browser.test_pages import faults_of, speak
from tests.browser.windows import NARROW, WIDE

pytestmark = pytest.mark.browser
CYCLE = "relationship-maintenance"
TRY, SCENARIOS = f"/drafts/{CYCLE}/try-out", f"/drafts/{CYCLE}/scenarios"


@pytest.fixture
def drafted(site: Site) -> Site:
    """A draft of the cycle."""
    site.bank.execute(BeginDraft(CYCLE, 1), "jiang")
    return site


def button(do: str) -> str:
    """The button that does something."""
    return f"button[name=_do][value='{do}']"


def go_on(seat: Visitor, element: str) -> None:
    """Have everything filled in up to an element."""
    seat.page.select_option("#try-target", element)
    seat.press(button("go_on"))


def test_an_owner_tries_a_draft_by_clicks_and_keeps_a_scenario(drafted, browser):
    seat = Visitor(drafted, browser)
    seat.sign_in("jiang")
    assert seat.open(TRY) == 200
    for _ in range(2):
        seat.press(button("complete"))
    seat.page.locator(".bpmn-diagram .is-visited").first.wait_for()
    seat.page.fill("textarea[name=analysis]", "合作稳定，对照要求逐项核对")
    seat.press(button("complete"))
    go_on(seat, "review_plan")
    seat.page.check("input[name=decision][value=return]")
    seat.page.fill("textarea[name=comments]", "依据不足，请补充")
    seat.press(button("complete"))
    told = seat.page.locator(".error-summary, .steps-taken").all_inner_texts()
    assert seat.page.locator(".steps-taken > li").count() == 6, told
    seat.press(button("break:put_plan_in_force"))
    go_on(seat, "review_plan")
    seat.press(button("complete"))
    assert seat.page.locator(".bpmn-diagram .is-incident").count() > 0
    seat.press(button("repair:put_plan_in_force"))
    assert seat.page.locator(".bpmn-diagram .is-incident").count() == 0
    seat.page.click("details:has(form.scenario-form) > summary")
    seat.page.fill("#scenario-name", "退回后通过")
    seat.press(button("save"))
    seat.press("form[action$='/scenarios/run'] button")
    assert seat.page.locator("#list ~ .badge.success").count() == 1
    assert seat.page.locator(".bpmn-diagram .is-taken").count() > 20
    assert seat.complaints == []
    seat.page.context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_a_try_out_are_accessible_and_fit(drafted, browser, language, size):
    seat, axe, faults = Visitor(drafted, browser, viewport=size, locale=language), Axe(), []
    seat.sign_in("jiang")
    speak(seat, language)
    ending = f"{size['width']}-{language[:2]}"

    def look(name: str) -> None:
        seat.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        seat.shoot(f"{name}-{ending}")
        faults.extend(faults_of(seat, axe, name))

    seat.open(TRY)
    look("try-out-begun")
    seat.press(button("break:score_customer"))
    for _ in range(2):
        seat.press(button("complete"))
    look("try-out-incident")
    seat.press(button("repair:score_customer"))
    go_on(seat, "draft_plan")
    look("try-out-plan")
    seat.page.fill("input[name='objectives-0-metric']", "")
    seat.press(button("complete"))
    look("try-out-refused")
    seat.press(button("look:2"))
    look("try-out-earlier")
    seat.press(button("open:"))
    seat.page.click("details:has(form.scenario-form) > summary")
    seat.page.fill("#scenario-name", "到方案 1")
    seat.press(button("save"))
    seat.press("form[action$='/scenarios/run'] button")
    look("scenarios")
    faults += [line for line in seat.complaints if "422" not in line]
    seat.page.context.close()
    assert faults == []


def test_a_try_out_prints(drafted, browser):
    seat = Visitor(drafted, browser)
    seat.sign_in("jiang")
    seat.open(TRY)
    go_on(seat, "review_plan")
    seat.page.emulate_media(media="print")
    seat.shoot("try-out-print")
    assert not seat.page.locator("#try-time").is_visible()
    (SCREENSHOTS / "try-out.pdf").write_bytes(seat.page.pdf(prefer_css_page_size=True))
    seat.page.context.close()
