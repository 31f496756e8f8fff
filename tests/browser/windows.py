"""Windows of the usual widths in both languages, for tests that walk through the same pages in each."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser

from tests.browser.conftest import Site, Visitor

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WINDOWS: dict[str, dict[str, Any]] = {
    "zh-1280": {"viewport": WIDE},
    "en-1280": {"viewport": WIDE},
    "zh-390": {"viewport": NARROW},
    "en-390": {"viewport": NARROW},
}


def seated(site: Site, browser: Browser, login: str, language: str, **window: Any) -> Visitor:
    """Somebody signed in, who reads pages in zh or en."""
    visitor = Visitor(site, browser, **window)
    visitor.sign_in(login)
    if visitor.page.get_attribute("html", "lang")[:2] != language:
        with visitor.page.expect_navigation():
            visitor.page.evaluate("document.querySelector('.language-switch button').click()")
    return visitor


def fits(visitor: Visitor) -> None:
    """Nothing is wider than the window."""
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
