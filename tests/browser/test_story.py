"""The story in a real Chromium: the slider goes through the moments, by mouse, by key, and without JavaScript."""

from __future__ import annotations

import re

import pytest

from services.demo.desk import Desk
from tests.browser.conftest import Site, Visitor
from tests.paths.walking import Walker

pytestmark = pytest.mark.browser


@pytest.fixture
def cycle(site: Site) -> int:
    walker = Walker(site.bank.runtime)
    cycle = walker.start_cycle("K0001")
    for _ in range(8):
        site.bank.clock.advance(hours=7)
        Desk(site.bank.runtime).do_next(cycle)
    return cycle


def number(seat: Visitor) -> int:
    return int(seat.page.locator("#moment [data-at]").get_attribute("data-number") or 0)


def test_the_slider_shows_other_moments_without_loading_the_page_anew(site, browser, cycle):
    seat = Visitor(site, browser)
    seat.sign_in("shen")
    seat.open(f"/cycles/{cycle}/story")
    last = number(seat)
    seat.page.evaluate("document.body.dataset.same = 'yes'")
    seat.page.click("[data-go=before]")
    seat.page.locator(f"#moment [data-number='{last - 1}']").wait_for()
    assert re.search(r"\?at=\d+$", seat.page.url)
    slider = seat.page.locator("input[type=range]")
    slider.focus()
    slider.press("Home")
    seat.page.locator("#moment [data-number='1']").wait_for()
    slider.press("ArrowRight")
    seat.page.locator("#moment [data-number='2']").wait_for()
    assert seat.page.evaluate("document.activeElement.type") == "range"
    assert seat.page.locator("[data-go=before]").get_attribute("href") is not None
    assert seat.page.evaluate("document.body.dataset.same") == "yes"
    address = seat.page.url
    framed = seat.page.locator("#moment .is-current").count()
    seat.open(address.removeprefix(site.url))
    assert (number(seat), seat.page.locator("#moment .is-current").count()) == (2, framed)
    assert seat.complaints == []
    seat.page.context.close()
