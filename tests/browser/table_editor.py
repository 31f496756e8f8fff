"""Driving the decision-table editor: opening a table of a draft, typing into cells, and what is stored then."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Visitor
from tests.browser.diagram_editor import open_file

TABLES = Path(__file__).parents[1] / "modeler" / "tables"
CORPUS = {path.name: path.read_bytes() for path in sorted(TABLES.glob("*.dmn"))}
REFUSED = {path.name: path.read_bytes() for path in sorted((TABLES / "refused").glob("*.dmn"))}

FIRST_CELL = """() => {
  const { rows } = document.getElementById("editor").opened.editor.grid;
  return rows[0].cells[0].id;
}"""
EDIT_CELL = """([id, text]) => {
  const { grid } = document.getElementById("editor").opened.editor;
  const cell = grid.get("elementRegistry").get(id).businessObject;
  const before = cell.text ?? "";
  grid.get("modeling").editCell(cell, text);
  return before;
}"""
RULES = """() => document.getElementById("editor").opened.editor.grid.rows.map((row) => row.id)"""
MISSES = """() => [...document.getElementById("editor").opened.editor.grid.translation.misses]"""


def open_table(seat: Visitor, path: str, key: str = "standard") -> None:
    """The editor of a table, once it is ready and examined."""
    open_file(seat, path, key)
    if not seat.page.locator(".editor-lock").count():
        seat.page.wait_for_function(
            "() => document.querySelector('.table-findings .editor-problem-count')?.textContent"
        )


def edit_first_cell(seat: Visitor, text: str) -> str:
    """Give the first cell another text, as one step that can be undone; the text before."""
    cell = seat.page.evaluate(FIRST_CELL)
    return str(seat.page.evaluate(EDIT_CELL, [cell, text]))


def cell_of(seat: Visitor, rule: int, column: int):
    """The editable cell of a rule (from 1) and column (from 0)."""
    return seat.page.locator(f"td[data-coords='{rule - 1}:{column}'] [contenteditable]")


def type_into(seat: Visitor, rule: int, column: int, text: str) -> None:
    """As a person does: into the cell, everything replaced."""
    cell_of(seat, rule, column).click()
    seat.page.keyboard.press("Control+a")
    seat.page.keyboard.type(text)


def rules_of(seat: Visitor) -> list[str]:
    """The ids of the rules, in order."""
    return list(seat.page.evaluate(RULES))


def misses_of(seat: Visitor) -> list[str]:
    """Texts of the library that have no Chinese."""
    return list(seat.page.evaluate(MISSES))
