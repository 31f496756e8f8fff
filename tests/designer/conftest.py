"""The designer's page on a server of its own, and a seat before it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page
from waitress.server import create_server

from tests.browser.conftest import Site, Visitor, browser, playwright
from tests.browser.test_pages import speak
from tests.designer.site import Stored, add_designer
from tests.support.bank import Bank
from web.app import create_app
from web.settings import load_settings

__all__ = ["browser", "playwright"]

REFUSED = "status of 422"  # the browser tells of every preview of a form that has faults
PLAN = Path(__file__).parents[2] / "bpmn" / "relationship-maintenance" / "forms" / "maintenance-plan.json"


@pytest.fixture
def stored() -> Stored:
    """The plan's form, to be edited."""
    return Stored(PLAN.read_text())


@pytest.fixture
def site(bank: Bank, stored: Stored, tmp_path: Path) -> Iterator[Site]:
    """The application with the tested page, on a free port of this machine."""
    app = create_app(load_settings(home=tmp_path, testing=True), bank.runtime)
    add_designer(app, stored)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", bank)
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)


class Desk:
    """A process owner before the designer."""

    def __init__(self, visitor: Visitor, stored: Stored) -> None:
        self.visitor = visitor
        self.stored = stored

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def preview(self) -> FrameLocator:
        """The inside of the frame."""
        return self.page.frame_locator(".fd-frame")

    def open(self, is_shown: bool = True) -> None:
        """Open the designer and wait until it is there, with its preview where the form is one."""
        assert self.visitor.open("/tested/") == 200
        self.page.wait_for_selector("#editor[data-opened=true]")
        self.preview.locator("h1").wait_for(state="attached") if is_shown else self.page.wait_for_selector(".fd-stale:visible")

    def row(self, path: str) -> Locator:
        """A row of the list: ``sections/0/fields/1``; the form's own is empty."""
        return self.page.locator(f'.fd-pick[data-path="{path}"]')

    def control(self, name: str) -> Locator:
        """A control of the settings."""
        return self.page.locator(f'.fd-panel [data-control="{name}"]')

    def add(self, kind: str) -> None:
        """Press a kind of the palette."""
        self.page.click(f'.fd-palette [data-kind="{kind}"] button')

    def save(self) -> dict[str, Any]:
        """Save, and what was stored."""
        with self.page.expect_response("**/tested/save"):
            self.page.click(".editor-bar .button.primary")
        self.page.wait_for_selector(".editor-state[data-state=saved_at]")
        made: dict[str, Any] = json.loads(self.stored.text)
        return made


@pytest.fixture
def desk(site: Site, browser: Browser, stored: Stored) -> Iterator[Desk]:
    """Jiang, who owns processes, with a wide window in English."""
    visitor = Visitor(site, browser, locale="en-US")
    visitor.sign_in("jiang")
    speak(visitor, "en-US")
    made = Desk(visitor, stored)
    yield made
    assert [one for one in made.visitor.complaints if REFUSED not in one] == []
    made.page.context.close()
