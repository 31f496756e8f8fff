"""Hostile names of files, alone and in a zip, through the page that imports them: refused, and shown as text."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO

import pytest
from playwright.sync_api import Browser

from processes.commands import BeginDraft
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import OWNER
from tests.browser.hostile.texts import EVALUATED, READABLE, TURNED, UNSEEN
from tests.browser.hostile.watching import Watch, answering
from tests.browser.test_pages import speak
from tests.engine.hostile.making import field as form_with
from tests.web.proposing import KEY
from tests.web.test_hostile_uploads import ODD_NAMES

pytestmark = pytest.mark.browser
PATHS = ("../../etc/passwd.json", "/etc/passwd.json", "forms/../../a.json", "C:\\a.json", "a/b/c.json", "forms//a.json")
NAMES = (*(f"forms/{text}.json" for text in (*READABLE, TURNED, UNSEEN, "w" * 60_000)), *PATHS, *ODD_NAMES)


def zipped(names: tuple[str, ...]) -> bytes:
    """A zip of files of these names, just as they are."""
    made = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as archive:
        warnings.simplefilter("ignore")  # two of one name
        for name in names:
            entry = zipfile.ZipInfo("a")
            entry.filename = name
            archive.writestr(entry, form_with())
    return made.getvalue()


@pytest.mark.parametrize(("language", "names"), [("zh-CN", NAMES[::2]), ("en-US", NAMES[1::2])])
def test_hostile_names_are_refused_and_shown_as_text(
    site: Site, browser: Browser, language: str, names: tuple[str, ...]
) -> None:
    site.bank.execute(BeginDraft(KEY, 1), OWNER)
    seat = Visitor(site, browser, locale=language)
    seat.sign_in(OWNER)
    speak(seat, language)
    watch = Watch(seat)
    sent = [("all.zip", zipped(NAMES)), *((f"{number}.zip", zipped((name,))) for number, name in enumerate(names))]
    sent += [(name, form_with()) for name in READABLE]
    wrong: dict[str, object] = {}
    with answering(site):
        for name, content in sent:
            if found := watch.faults() + imported(seat, name, content):
                wrong[name] = found
    assert wrong == {}
    assert [one for one in seat.complaints if "status of 4" not in one] == []
    seat.page.context.close()


def imported(seat: Visitor, name: str, content: bytes) -> list[str]:
    """What is wrong with how the page answers."""
    seat.open(f"/drafts/{KEY}")
    seat.page.set_input_files("[name=files]", {"name": name, "mimeType": "text/plain", "buffer": content})
    status = seat.press("form[action$=import] button")
    told = seat.page.locator(".error-summary").all_inner_texts()
    found = [] if status == 422 and told and len(told[0]) > 10 else [f"{status}: {told}"]
    if seat.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the window")
    return found + (["a template was evaluated"] if EVALUATED in seat.page.locator("body").inner_text() else [])
