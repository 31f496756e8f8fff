"""A process owner before the form designer: on the page of a draft, in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page

from processes.commands import BeginDraft, SaveDraftFile
from processes.drafts import open_draft
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import stored
from tests.browser.test_pages import speak

CYCLE, PATH = "relationship-maintenance", "forms/maintenance-plan.json"
PLAN = Path(__file__).parents[3] / "bpmn" / CYCLE / PATH
OWNER = "jiang"
REFUSED = "status of 422"  # the browser tells of every preview of a form that has faults
Seating = Callable[..., "Desk"]


class Desk:
    """A seat before a form of a draft, the plan's if nothing else is said."""

    def __init__(self, visitor: Visitor, key: str = CYCLE, path: str = PATH) -> None:
        self.visitor = visitor
        self.key, self.path = key, path

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def preview(self) -> FrameLocator:
        """The inside of the frame."""
        return self.page.frame_locator(".fd-frame")

    @property
    def text(self) -> str:
        """The file as it was last saved."""
        return stored(self.visitor.site, self.path, self.key)

    def put(self, text: str) -> None:
        """Save a text as the file, past the designer."""
        bank = self.visitor.site.bank
        with bank.runtime.read_session() as session:
            draft = open_draft(session, self.key)
            assert draft is not None
            revision = next(one.revision for one in draft.files if one.path == self.path)
            draft_id = draft.id
        bank.execute(SaveDraftFile(draft_id, self.path, text.encode(), revision), OWNER)

    def open(self, is_shown: bool = True) -> None:
        """Open the designer and wait until it is there, with its preview where the form is one."""
        assert self.visitor.open(f"/drafts/{self.key}/edit/{self.path}") == 200
        self.page.wait_for_selector("#editor[data-opened=true]")
        if is_shown:
            self.preview.locator("h1").wait_for(state="attached")
        else:
            self.page.wait_for_selector(".fd-stale:visible")

    def row(self, path: str) -> Locator:
        """A row of the list: ``sections/0/fields/1``; the form's own is empty."""
        return self.page.locator(f'.fd-pick[data-path="{path}"]')

    def control(self, name: str) -> Locator:
        """A control of the settings."""
        return self.page.locator(f'.fd-panel [data-control="{name}"]')

    def add(self, kind: str) -> None:
        """Press a kind of the palette."""
        self.page.click(f'.fd-palette [data-kind="{kind}"] button')

    def save(self, press: Callable[[], None] | None = None) -> dict[str, Any]:
        """Save, and what was stored."""
        with self.page.expect_response("**/save/**"):
            (press or (lambda: self.page.click(".editor-bar .button.primary")))()
        self.page.wait_for_selector(".editor-state[data-state=saved_at]")
        made: dict[str, Any] = json.loads(self.text)
        return made


@pytest.fixture
def drafted(site: Site) -> Site:
    """The procedure is being drafted."""
    site.bank.execute(BeginDraft(CYCLE, 1), OWNER)
    return site


@pytest.fixture
def seat(drafted: Site, browser: Browser) -> Iterator[Seating]:
    """Somebody at a window of a width, in a language; what the console complains about fails the test."""
    visitors: list[Visitor] = []

    def sit(width: int = 1280, language: str = "en-US", login: str = OWNER, height: int = 900, **window: Any) -> Desk:
        visitor = Visitor(drafted, browser, locale=language, viewport={"width": width, "height": height}, **window)
        visitor.sign_in(login)
        speak(visitor, language)
        visitors.append(visitor)
        return Desk(visitor)

    yield sit
    for visitor in visitors:
        visitor.page.context.close()
    assert [one for visitor in visitors for one in visitor.complaints if REFUSED not in one] == []


@pytest.fixture
def desk(seat: Seating) -> Desk:
    """Jiang, who owns processes, with a wide window in English."""
    return seat()
