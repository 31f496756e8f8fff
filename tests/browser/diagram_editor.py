"""Driving the diagram editor: opening a file of a draft, changing a name, saving, and what is stored then."""

from __future__ import annotations

from pathlib import Path

from processes.commands import BeginDraft
from processes.drafts import files_of, open_draft
from tests.browser.conftest import Site, Visitor

ROOT = Path(__file__).parents[2]
CORPUS = {path.name: path.read_bytes() for path in sorted((ROOT / "tests" / "modeler" / "corpus").glob("*.bpmn"))}
SHIPPED = {path.name: path.read_bytes() for path in sorted((ROOT / "bpmn").glob("*/*.bpmn"))}
KEY = "drawn"  # of a process that exists only as a draft
OWNER = "jiang"

# A task by preference: renaming it changes nothing that is drawn beside it.
SUBJECT = """() => {
  const all = document.getElementById("editor").opened.editor.drawing.get("elementRegistry").getAll();
  const named = all.filter((one) => one.type !== "label" && /Task$/.test(one.type) && one.businessObject.name);
  return (named[0] ?? all.find((one) => !one.parent && one.businessObject)).id;
}"""
RENAME = """([id, name]) => {
  const drawing = document.getElementById("editor").opened.editor.drawing;
  const element = drawing.get("elementRegistry").get(id);
  const before = element.businessObject.name;
  drawing.get("modeling").updateProperties(element, { name: name ?? undefined });
  return before ?? null;
}"""


def draft(site: Site, files: dict[str, bytes]) -> None:
    """A draft of these files, begun by the process owner."""
    site.bank.execute(BeginDraft(KEY, None, files), OWNER)


def stored(site: Site, path: str, key: str = KEY) -> str:
    """The file as last saved."""
    with site.bank.runtime.read_session() as session:
        found = open_draft(session, key)
        assert found is not None
        return files_of(found)[path].decode("utf-8-sig")


def open_file(seat: Visitor, path: str, key: str = KEY) -> None:
    """The editor of a file, once it is ready."""
    assert seat.open(f"/drafts/{key}/edit/{path}") == 200
    seat.page.wait_for_selector("#editor[data-opened]")


def locked(seat: Visitor) -> str:
    """Why the file can only be looked at; empty when it can be edited."""
    notice = seat.page.locator(".editor-lock")
    return notice.inner_text() if notice.count() else ""


def rename(seat: Visitor, element: str, name: str | None) -> str | None:
    """Give an element another name, as one step that can be undone; the name before."""
    before: str | None = seat.page.evaluate(RENAME, [element, name])
    return before


def subject(seat: Visitor) -> str:
    """The id of an element that can be renamed."""
    return str(seat.page.evaluate(SUBJECT))


def save(seat: Visitor) -> None:
    """Ctrl+S, and wait until the server has it."""
    seat.page.keyboard.press("Control+s")
    seat.page.wait_for_selector(".editor-state[data-state=saved_at]")
