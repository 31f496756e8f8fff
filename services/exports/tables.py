"""Writes rows of cells as CSV and as an Excel workbook, in an amount of memory that does not depend on their number."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Generator, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any

import xlsxwriter

from processes.context import BANK_ZONE
from services.exports.cells import Cell, harmless, is_dangerous
from services.exports.recording import Tally

BOM = "\ufeff"  # without it a spreadsheet takes Chinese for something else
EXCEL_ROWS = 1_048_576
LONGEST_TEXT = 32_767  # of an Excel cell, in UTF-16 units; half of it holds whatever the characters are
CHUNK = 65_536
ROWS_A_CHUNK = 500
MOMENT = "%Y-%m-%d %H:%M"


def csv_chunks(titles: Sequence[str], rows: Iterable[Sequence[Cell]], tally: Tally) -> Generator[bytes]:
    """UTF-8 with a byte-order mark, commas, CRLF (RFC 4180); moments on the bank's clock."""
    yield (BOM + _lines([titles])).encode()
    remaining = iter(rows)
    while found := list(islice(remaining, ROWS_A_CHUNK)):
        tally.rows += len(found)
        yield _lines([[_text(cell) for cell in row] for row in found]).encode()


def excel_chunks(
    titles: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    tally: Tally,
    cut_short: str,
    most_rows: int = EXCEL_ROWS,
) -> Generator[bytes]:
    """A workbook of one sheet, written to a file first. ``cut_short``: its last line where more rows were found than
    the ``most_rows`` of a sheet, heading and that line counted."""
    with tempfile.TemporaryFile(prefix="steward-") as file:
        _write_workbook(file, titles, rows, tally, (cut_short, most_rows))
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write_workbook(
    file: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[Cell]], tally: Tally, limit: tuple[str, int]
) -> None:
    cut_short, most_rows = limit
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet, formats = book.add_worksheet(), formats_of(book)
        sheet.set_column(0, len(titles) - 1, 18)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, book.add_format({"bold": True}))
        remaining = iter(rows)
        # One line is kept: a sheet that ends without a word looks like everything.
        for number, row in enumerate(islice(remaining, most_rows - 2), start=1):
            write_row(sheet, number, row, formats)
            tally.rows += 1
        last = next(remaining, None)
        if last is not None and next(remaining, None) is None:
            write_row(sheet, most_rows - 1, last, formats)
            tally.rows += 1
        elif last is not None:
            sheet.write_string(most_rows - 1, 0, cut_short)
            tally.truncated = True


def formats_of(book: Any) -> dict[str, Any]:
    """How cells of a workbook look."""
    return {
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "marked": book.add_format({"quote_prefix": True}),
    }


def write_row(sheet: Any, number: int, row: Sequence[Cell], formats: dict[str, Any]) -> None:
    """One line of a sheet; what a spreadsheet could run is text. ``formats``: as `formats_of` gives them."""
    for column, cell in enumerate(row):
        if isinstance(cell, datetime):
            sheet.write_datetime(number, column, cell.astimezone(BANK_ZONE).replace(tzinfo=None), formats["moment"])
        elif isinstance(cell, int):
            sheet.write_number(number, column, cell)
        elif cell:
            # A text cell is not run; the mark keeps it a text when somebody edits it.
            text = cell[: LONGEST_TEXT // 2]
            sheet.write_string(number, column, text, formats["marked"] if is_dangerous(text) else None)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.astimezone(BANK_ZONE).strftime(MOMENT)
    return "" if cell is None else str(cell)
