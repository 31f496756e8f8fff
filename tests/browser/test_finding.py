"""The search page in a real browser: found, saved, counted and taken along, wide and narrow, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.audit.eventful import eventful
from tests.browser.test_pages import RULES
from tests.browser.windows import WINDOWS, fits, seated

pytestmark = pytest.mark.browser


def test_a_search_is_saved_counted_and_taken_along(site, browser):
    eventful(site.bank)
    for name, window in WINDOWS.items():
        seat = seated(site, browser, "shen", name[:2], **window)
        seat.open("/audit/plans/?intervened=1")
        seat.page.click("main details > summary")
        seat.page.locator("[data-part-body] > :is(ul, p)").wait_for()
        seat.page.fill("form[method=post] [name=name]", f"人工干预 {name}")
        seat.press("main form[method=post]:has([name=name]) button")
        seat.page.click("main details > summary")
        kept = seat.page.locator(".saved-searches li", has_text=name)
        kept.wait_for()
        assert kept.locator(".count").inner_text() == "2"
        assert seat.page.locator("tbody tr").count() == 2
        fits(seat)
        assert Axe().run(seat.page, options=RULES).response["violations"] == []
        seat.shoot(f"finding-{name}")
        with seat.page.expect_download() as download:
            seat.page.click(".exports a >> nth=0")
        assert Path(download.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")
        seat.open("/audit/plans/")
        fits(seat)
        seat.shoot(f"finding-all-{name}")
        assert seat.complaints == []
        seat.page.context.close()
