"""Hostile texts at every place where a person reads one, from the draft to the running process, on its real pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from processes.models import WorkItem
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import open_file
from tests.browser.hostile.texts import EVALUATED, MARKUP, READABLE, poisoned
from tests.browser.hostile.watching import Watch, answering
from tests.browser.test_pages import speak
from tests.browser.test_tryout import button, go_on
from tests.paths.walking import Walker
from tests.web.proposing import KEY

pytestmark = pytest.mark.browser
DRAFT, PROCESS = f"/drafts/{KEY}", f"/processes/{KEY}"
FORM = "forms/maintenance-plan.json"
SHOW_ALL = """() => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const [registry, menu] = ["elementRegistry", "popupMenu"].map((name) => drawing.get(name));
  const elements = registry.filter((one) => one.type !== "label").filter((_, number) => number % 3 === 0);
  elements.forEach((element, number) => {
    drawing.select(element.id);
    for (const name of number % 9 ? [] : ["bpmn-replace", "connect-to"]) {
      if (!menu.isEmpty(element, name)) menu.open(element, name, { x: 300, y: 300 }, { title: "x", search: true });
    }
  });
}"""
SHOW_ROWS = """() => {
  const paths = [...document.querySelectorAll(".fd-pick")].map((row) => row.dataset.path);
  for (const path of paths) document.querySelector(`.fd-pick[data-path="${path}"]`).click();
}"""


class Reader:
    """Somebody who reads page after page in one language, and what went wrong there."""

    def __init__(self, site: Site, browser: Browser, login: str, language: str) -> None:
        self.seat = Visitor(site, browser, locale=language)
        self.seat.sign_in(login)
        speak(self.seat, language)
        self.language = language
        self.watch = Watch(self.seat)
        self.wrong: dict[str, list[str]] = {}

    def read(self, path: str) -> None:
        """Open a page and look at it."""
        status = self.seat.open(path)
        self.look(path, [] if status == 200 else [f"status {status}"])

    def look(self, name: str, faults: list[str] | None = None) -> None:
        """Look at what is open, everything unfolded."""
        page = self.seat.page
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = [*(faults or ()), *self.watch.faults()]
        if EVALUATED in page.locator("body").inner_text():
            found.append("a template was evaluated")
        if found:
            self.wrong[f"{name} in {self.language}"] = found

    def edit(self, path: str, script: str, shown: str) -> None:
        """Open a file in its editor and show everything there."""
        open_file(self.seat, path, KEY)
        self.seat.page.wait_for_selector(shown)
        self.seat.page.evaluate(script)
        self.look(path)

    def leave(self) -> None:
        """Nothing went wrong."""
        assert self.wrong == {}
        assert self.seat.complaints == []
        self.seat.page.context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_hostile_texts_are_texts_on_every_page(site: Site, browser: Browser, language: str) -> None:
    with answering(site):
        owner = Reader(site, browser, "jiang", language)
        import_them(owner)
        edit_them(owner)
        try_them(owner)
        for path in (DRAFT, f"{DRAFT}/impact", f"{DRAFT}/scenarios"):
            owner.read(path)
        publish_them(site, browser, owner, language)
        run_them(site, browser, language)
        for path in (PROCESS, f"{PROCESS}/compare", f"{PROCESS}/health"):
            owner.read(path)
        owner.leave()


def import_them(owner: Reader) -> None:
    """The owner drafts the process and imports the files."""
    seat = owner.seat
    seat.open(PROCESS)
    seat.press("form[action$='/begin'] button")
    sent = [
        {"name": path.rpartition("/")[2], "mimeType": "text/plain", "buffer": content}
        for path, content in poisoned().items()
    ]
    seat.page.set_input_files("[name=files]", sent)
    assert seat.press("form[action$=import] button") == 200
    assert seat.page.locator(".error-summary").count() == 0
    owner.look("import")
    assert MARKUP[:20] in seat.page.locator("body").inner_text()


def edit_them(owner: Reader) -> None:
    """Each kind of editor, every element and every field chosen once."""
    owner.edit(f"{KEY}.bpmn", SHOW_ALL, ".editor-problem-count[data-count='0']")
    owner.seat.page.keyboard.press("Escape")
    owner.edit(FORM, SHOW_ROWS, ".fd-frame[data-shown]")
    owner.seat.page.click("[data-wish=print]")
    owner.seat.page.wait_for_timeout(500)
    owner.look("form on paper")
    owner.edit("hostile.dmn", "() => null", "td[data-coords]")


def try_them(owner: Reader) -> None:
    """A try-out up to the plan, kept as a scenario."""
    seat = owner.seat
    owner.read(f"{DRAFT}/try-out")
    seat.press(button("complete"))
    owner.look("try-out")
    go_on(seat, "review_plan")
    owner.look("try-out at the review")
    seat.page.fill("#scenario-name", "到审核")
    seat.press(button("save"))
    owner.look("scenario")


def publish_them(site: Site, browser: Browser, owner: Reader, language: str) -> None:
    """Asked for with a hostile reason, and published by a second person."""
    seat = owner.seat
    seat.open(DRAFT)
    seat.page.fill("#reason", "".join(READABLE)[:500])
    seat.press("section[aria-labelledby=submit] button.primary")
    owner.look("asked")
    head = Reader(site, browser, "gao", language)
    for path in (DRAFT, f"{DRAFT}/impact"):
        head.read(path)
    head.seat.open(DRAFT)
    head.seat.press("form[action$='/publish'] button.primary")
    head.look("published")
    head.read(PROCESS)
    head.leave()


def run_them(site: Site, browser: Browser, language: str) -> None:
    """A cycle on that version: in the inbox, at its work item, as a cycle, in the history."""
    walker = Walker(site.bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "review_plan")
    with site.bank.runtime.read_session() as session:
        mine = select(WorkItem.id).where(WorkItem.instance_id == cycle)
        items = {
            status: session.scalars(mine.where(WorkItem.status == status)).first() for status in ("open", "completed")
        }
    worker = Reader(site, browser, "chen", language)
    for path in ("/", "/?view=groups", f"/work-items/{items['open']}"):
        worker.read(path)
    worker.leave()
    auditor = Reader(site, browser, "shen", language)
    for path in (
        f"/cycles/{cycle}",
        f"/work-items/{items['completed']}",
        "/cycles/",
        PROCESS,
        f"{PROCESS}/health/approve_tier",
    ):
        auditor.read(path)
    auditor.leave()
