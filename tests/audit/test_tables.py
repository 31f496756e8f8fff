"""CSV and Excel hold what they are given, run nothing, and say when they hold less."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from lxml import etree

from services.exports.recording import Tally
from services.exports.tables import csv_chunks, excel_chunks

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SHEET = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ATTACKS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "  =1"),
    *('=HYPERLINK("http://evil","x")', "=cmd|'/c calc'!A0"),
]


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return etree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cells_of(sheet: etree._Element) -> list[list[tuple[str | None, str]]]:
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row.iterfind("x:c", SHEET)]
        for row in sheet.iterfind(".//x:row", SHEET)
    ]


def excel(rows: list[list[object]], tally: Tally, most_rows: int = 1_048_576) -> bytes:
    return b"".join(excel_chunks(["编号", "名称", "开始"], iter(rows), tally, "不完整", most_rows))


def test_csv_holds_texts_numbers_and_moments_on_the_banks_clock():
    tally = Tally()
    data = b"".join(csv_chunks(["编号", "名称", "开始"], [[7, '苏州"恒岚"，公司', AT], [8, None, None]], tally))
    assert read_csv(data) == [["编号", "名称", "开始"], ["7", '苏州"恒岚"，公司', "2026-03-02 10:00"], ["8", "", ""]]
    assert tally.rows == 2


@pytest.mark.parametrize("text", ATTACKS)
def test_no_cell_of_a_csv_begins_like_a_formula(text):
    data = b"".join(csv_chunks(["a"], [[text]], Tally()))
    assert read_csv(data)[1] == ["'" + text]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_is_no_formula_in_excel_and_stays_a_text_when_edited(text):
    data = excel([[1, text, None]], Tally())
    sheet = sheet_of(data)
    assert sheet.find(".//x:f", SHEET) is None
    assert cells_of(sheet)[1][1][0] == "inlineStr"
    style = int(sheet.findall(".//x:row", SHEET)[1][1].get("s"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        styles = etree.fromstring(book.read("xl/styles.xml"))
    assert styles.findall(".//x:cellXfs/x:xf", SHEET)[style].get("quotePrefix") == "1"


def test_excel_holds_numbers_and_moments_as_such():
    tally = Tally()
    rows = cells_of(sheet_of(excel([[7, "苏州恒岚", AT]], tally)))
    assert rows[0] == [("inlineStr", "编号"), ("inlineStr", "名称"), ("inlineStr", "开始")]
    assert rows[1] == [(None, "7"), ("inlineStr", "苏州恒岚"), (None, "46083.41666666666")]
    assert (tally.rows, tally.truncated) == (1, False)


@pytest.mark.parametrize(("given", "kept", "is_cut"), [(3, 3, False), (4, 4, False), (5, 3, True), (50, 3, True)])
def test_a_full_sheet_says_in_its_last_line_that_there_is_more(given, kept, is_cut):
    tally = Tally()
    rows = cells_of(sheet_of(excel([[number, None, None] for number in range(given)], tally, most_rows=5)))
    assert (tally.rows, tally.truncated) == (kept, is_cut)
    assert [row[0][1] for row in rows[1:]] == [str(number) for number in range(kept)] + ["不完整"] * is_cut
    assert len(rows) <= 5
