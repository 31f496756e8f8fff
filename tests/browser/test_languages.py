"""Another language on a page that holds something: what was typed or tried stays, in a real Chromium."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_pages import busy_site, speak
from tests.browser.test_tryout import TRY, button, drafted, go_on

__all__ = ["busy_site", "drafted"]
pytestmark = pytest.mark.browser


def test_a_try_out_goes_on_in_the_other_language(drafted, browser):
    seat = Visitor(drafted, browser)
    seat.sign_in("jiang")
    seat.open(TRY)
    go_on(seat, "review_plan")
    seat.page.fill("textarea[name=comments]", "依据不足，请补充")
    steps = seat.page.locator(".steps-taken > li").count()
    assert steps >= 1
    for language in ("en-US", "zh-CN"):
        speak(seat, language)
        seat.page.wait_for_selector(f"html[lang^={language[:2]}]")
        assert seat.page.locator(".steps-taken > li").count() == steps
        assert seat.page.input_value("textarea[name=comments]") == "依据不足，请补充"
    seat.page.check("input[name=decision][value=return]")
    seat.press(button("complete"))
    assert seat.page.locator(".steps-taken > li").count() == steps + 1
    speak(seat, "en-US")  # nothing is open now
    seat.page.wait_for_selector("html[lang^=en]")
    assert seat.page.locator(".steps-taken > li").count() == steps + 1
    assert seat.complaints == []
    seat.page.context.close()


def test_what_was_typed_in_a_form_stays_in_the_other_language(busy_site, browser):
    seat = Visitor(busy_site, browser)
    seat.sign_in("lin")
    seat.open("/")
    seat.page.click("main a[href^='/work-items/'] >> nth=0")
    field = seat.page.locator(".work-form :is(textarea, input[type=text]):not([readonly]) >> nth=0")
    field.fill("尚未保存的内容")
    name = field.get_attribute("name")
    for language in ("en-US", "zh-CN"):
        speak(seat, language)
        seat.page.wait_for_selector(f"html[lang^={language[:2]}]")
        assert seat.page.input_value(f".work-form [name='{name}']") == "尚未保存的内容"
    seat.page.context.close()
