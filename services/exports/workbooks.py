"""Writes a workbook of several small sheets; rows beyond what a sheet holds are refused before, by who asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import xlsxwriter

from services.exports.cells import Cell
from services.exports.recording import Tally
from services.exports.tables import CHUNK, formats_of, write_row


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook. ``widths``: of the columns, in characters."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


def workbook_chunks(sheets: Sequence[Sheet], tally: Tally) -> Generator[bytes]:
    """The workbook, written to a file first; ``tally`` counts the rows of all sheets."""
    with tempfile.TemporaryFile(prefix="steward-") as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
            formats, bold = formats_of(book), book.add_format({"bold": True})
            for one in sheets:
                sheet = book.add_worksheet(one.name[:31])
                for column, width in enumerate(one.widths):
                    sheet.set_column(column, column, width)
                sheet.freeze_panes(1, 0)
                for column, title in enumerate(one.titles):
                    sheet.write_string(0, column, title, bold)
                for number, row in enumerate(one.rows, start=1):
                    write_row(sheet, number, row, formats)
                tally.rows += len(one.rows)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
