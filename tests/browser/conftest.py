"""A server of the bank under test and a real Chromium; screenshots go to `screenshots/`, which git ignores."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from waitress.server import create_server

from services.demo.people import PASSWORD
from tests.support.bank import Bank
from tests.support.programs import find_chromium
from web.app import create_app
from web.cli.serving import CONNECTIONS
from web.settings import load_settings

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@dataclass(frozen=True)
class Site:
    """The running application: its address and its bank."""

    url: str
    bank: Bank


@pytest.fixture
def site(bank: Bank, tmp_path: Path) -> Iterator[Site]:
    """The application on a free port of this machine."""
    app = create_app(load_settings(home=tmp_path, testing=True), bank.runtime)
    server = create_server(app, host="127.0.0.1", port=0, threads=4, **CONNECTIONS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", bank)
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
    yield browser
    browser.close()


class Visitor:
    """One seat at a browser; what the console complains about is kept."""

    page: Page

    def __init__(self, site: Site, browser: Browser, **window: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self._browser = browser
        self._window = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", **window}
        self.sit_down()

    def sit_down(self) -> None:
        """A fresh window, as for the next person; late answers of the last one cannot sign him in again."""
        if hasattr(self, "page"):
            self.page.context.close()
        context = self._browser.new_context(**self._window)
        context.set_default_timeout(20_000)
        self.page = context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, login: str) -> None:
        """Sign in from the sign-in page, whoever was there before."""
        self.sit_down()
        assert self.open("/sign-in") == 200, self.page.locator("body").inner_text()[:500]
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button")

    def open(self, path: str) -> int:
        """Go to a path; the status."""
        answer = self.page.goto(f"{self.site.url}{path}")
        assert answer is not None
        return answer.status

    def press(self, selector: str) -> int:
        """Click what leads to another page and wait until it is there; its status."""
        with self.page.expect_navigation() as navigation:
            self.page.click(selector)
        answer = navigation.value
        assert answer is not None
        return answer.status

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{kind}: {text}")


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    """A person with a wide window, in Chinese."""
    seat = Visitor(site, browser)
    yield seat
    seat.page.context.close()
