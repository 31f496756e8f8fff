"""Each file of the hostile corpus through the pages of a draft: refused by name, or shown and stored as it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import OWNER, locked, open_file, stored
from tests.browser.hostile.corpus import Hostile, corpus
from tests.browser.hostile.sending import Sender
from tests.browser.hostile.watching import Watch, answering
from tests.browser.test_pages import speak
from tests.engine.diagrams import nodes
from tests.engine.hostile.making import field as form_with
from tests.engine.hostile.making import small, table
from tests.runtime.small import publish
from tests.support.layout import laid_out

pytestmark = pytest.mark.browser
KEY = "small"
SOUND = {"small.bpmn": small(nodes("userTask x")), "small.dmn": table(), "forms/small.json": form_with()}
OPENED = 5  # each so manieth file by opening its page; the others as the page takes over another's text
# What the browser says of a refused request, and of a file that is no XML.
COMPLAINTS = ("status of 4", "unparsable")
ROUND = 40  # after so many files the other pages of the draft are opened
PAGES = ("", "/impact", "/try-out", "/scenarios")
TAKE = """async (text) => {
  const { editor } = document.getElementById("editor").opened;
  await editor.write(text);
  return [...(editor.refusal ?? [])];
}"""
CHECKED = "() => document.querySelector('#editor > .editor-problems .editor-problem-count')?.dataset.count"


@dataclass
class Findings:
    """What was told of files that were not stored, and what went wrong, by the file's name."""

    refused: dict[str, tuple[Hostile, list[str]]] = field(default_factory=dict)
    wrong: dict[str, object] = field(default_factory=dict)
    opened: int = 0
    taken: int = 0


@pytest.mark.parametrize(("kind", "language"), [("diagram", "zh-CN"), ("table", "en-US"), ("form", "en-US")])
def test_the_corpus_is_refused_by_name_or_shown_and_nothing_of_it_runs(
    site: Site, browser: Browser, kind: str, language: str
) -> None:
    publish(site.bank, laid_out(SOUND))
    seat = Visitor(site, browser)
    seat.sign_in(OWNER)
    speak(seat, language)
    watch, sender, found = Watch(seat), Sender(seat, KEY), Findings()
    sender.begin_again()
    with answering(site):
        go_through(sender, watch, found, [file for file in corpus() if file.kind == kind])
        told_in_the_other_language(sender, found)
    print(f"{found.opened} opened, {found.taken} taken over, {len(found.refused)} refused")  # noqa: T201
    assert found.wrong == {}
    assert found.opened + found.taken > 100
    assert [one for one in seat.complaints if not any(known in one for known in COMPLAINTS)] == []
    seat.page.context.close()


def go_through(sender: Sender, watch: Watch, found: Findings, files: list[Hostile]) -> None:
    """All files of a kind of editor."""
    fresh = True  # the next file is shown by opening its page
    open_file(sender.seat, files[0].path, KEY)

    for number, file in enumerate(files):
        status, told = sender.put(file)
        if status != 200:
            if status != 413:  # too large to be read at all
                found.refused[file.name] = file, told
            fresh = fresh or bool(watch.faults())
            continue
        try:
            fresh = show(sender.seat, found, file, fresh or number % OPENED == 0)
            wrong: object = watch.faults() + faults_of_telling(file, told)
        except (Error, AssertionError) as error:
            fresh, wrong = True, str(error)[:500]
        if wrong:
            found.wrong[file.name] = wrong
        if file.others:
            sender.begin_again()
            fresh = True
        if number % ROUND == 0:
            look_around(sender.seat, watch, found, file)
            fresh = True


def show(seat: Visitor, found: Findings, file: Hostile, afresh: bool) -> bool:
    """Show a file that is stored; whether the next one needs its page opened."""
    if not afresh:
        found.taken += 1
        return bool(seat.page.evaluate(TAKE, file.content.decode("utf-8-sig")))
    found.opened += 1
    open_file(seat, file.path, KEY)
    seat.page.wait_for_function(CHECKED)
    is_completed = seat.page.locator(".editor-state[data-state=changed]").count() > 0  # with ids, as a note says
    assert is_completed or file.is_faulty == (seat.page.evaluate(CHECKED) != "0"), "what is wrong is not listed"
    if reason := locked(seat):
        assert len(reason) > 10, reason
        assert seat.page.locator(".editor-bar .primary").count() == 0
        return True
    seat.page.click(".editor-bar .primary")
    seat.page.wait_for_selector(".editor-state[data-state=saved_at]")
    assert (
        seat.page.locator(".editor-note").count()
        if is_completed
        else stored(seat.site, file.path, KEY) == file.content.decode("utf-8-sig")
    )
    return False


def faults_of_telling(file: Hostile, told: list[str]) -> list[str]:
    return [] if bool(told[0]) >= file.is_faulty else ["nothing was told of it"]


def look_around(seat: Visitor, watch: Watch, found: Findings, file: Hostile) -> None:
    """The other pages of the draft, with that file in it."""
    for page in PAGES:
        status = seat.open(f"/drafts/{KEY}{page}")
        wrong = watch.faults() + ([] if status in (200, 422) else [f"status {status}"])
        if wrong:
            found.wrong[f"{page} with {file.name}"] = wrong


def told_in_the_other_language(sender: Sender, found: Findings) -> None:
    """Each refusal has a sentence, another one in the other language."""
    speak(sender.seat, "zh-CN" if sender.seat.page.get_attribute("html", "lang") == "en" else "en-US")
    for name, (file, told) in found.refused.items():
        _status, again = sender.put(file)
        if not all(told) or not all(again) or told == again:
            found.wrong[f"{name} in both languages"] = told, again
