"""Pages of the workbench: who reaches what, what comes back when it is refused, working papers and their record."""

from __future__ import annotations

import io
import json
import zipfile

import pypdf
import pytest
from flask import Flask
from lxml import etree

from services.auditing.samples import ExamineItem
from services.demo.people import PEOPLE
from services.models import AUD
from tests.auditing.examined import SAID, Examined, examined
from tests.runtime.small import events
from tests.support.bank import Bank
from tests.web.conftest import app, signed_in

__all__ = ["app"]
OTHERS = [person.login for person in PEOPLE if person.role != AUD]


@pytest.fixture
def database_kind() -> str:
    """The commands are tested on both databases; pages on one."""
    return "sqlite"


@pytest.fixture
def found(bank: Bank) -> Examined:
    return examined(bank)


def book_of(data: bytes) -> tuple[list[str], list[etree._Element]]:
    """Names and contents of the sheets of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [one.get("name") or "" for one in etree.fromstring(book.read("xl/workbook.xml")).iter("{*}sheet")]
        numbers = range(1, len(names) + 1)
        return names, [etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")) for number in numbers]


def facts_of(sheet: etree._Element) -> dict[str, str]:
    """Label → text of a sheet of two columns."""
    rows = [["".join(cell.itertext()) for cell in row.iter("{*}c")] for row in sheet.iter("{*}row")]
    return {row[0]: row[1] for row in rows}


def test_nobody_reaches_a_sample_or_anothers_finding(app: Flask, bank: Bank, found: Examined) -> None:
    readers = {found.answers}
    for login in OTHERS:
        client = signed_in(app, login)
        for path in ("", f"/items/{found.cycle}", "/next", "/papers/xlsx", "/papers/pdf"):
            assert client.get(f"/audit/samples/{found.sample}{path}").status_code == 403, (login, path)
        status = client.get(f"/findings/{found.finding}").status_code
        answered = client.post(f"/findings/{found.finding}/answer", data={"answer": "", "revision": "1"}).status_code
        if status == 200:
            readers.add(login)
        assert status in (200, 404)
        assert answered == (422 if login == found.answers else 404), login
        assert (str(found.finding) in client.get("/findings/").text) or status == 404
    assert len(readers) == 2  # whom it is addressed to, and the supervisor


def test_who_is_asked_finds_the_notice_and_the_entry_and_nobody_else_has_one(app: Flask, found: Examined) -> None:
    client = signed_in(app, found.answers)
    start = client.get("/").text
    assert f'href="/findings/{found.finding}"' in start
    assert 'href="/findings/"' in start
    assert 'href="/findings/"' not in signed_in(app, "chen").get("/").text


def test_what_was_typed_comes_back_with_what_is_wrong_beside_it(app: Flask, found: Examined) -> None:
    client = signed_in(app, found.answers)
    client.post("/language", data={"language": "en"})
    sent = {"answer": "<b>因为</b>", "measure": "补填", "measure_due": "", "revision": "1", "_key": "a"}
    answer = client.post(f"/findings/{found.finding}/answer", data=sent)
    assert answer.status_code == 422
    assert "&lt;b&gt;因为" in answer.text
    assert 'id="measure_due-error"' in answer.text
    assert client.post(f"/findings/{found.finding}/answer", data=sent | {"revision": "7"}).status_code in (409, 422)
    auditor = signed_in(app, "shen")
    written = auditor.post(f"/cycles/{found.cycle}/findings", data={**SAID, "condition": "", "addressee_id": "0"})
    assert written.status_code == 422
    assert SAID["criterion"] in written.text
    drawn = auditor.post("/audit/samples/", data={"size": "0", "seed": "kept-seed"})
    assert drawn.status_code == 422
    assert "kept-seed" in drawn.text


def test_an_addressee_who_may_not_see_the_cycle_reads_the_finding_alone(
    app: Flask, bank: Bank, found: Examined
) -> None:
    with bank.runtime.writer.begin() as connection:
        moved = connection.exec_driver_sql(
            f"UPDATE customer SET am_id = {bank.actor('zhou').user_id} "
            f"WHERE id = (SELECT subject_id FROM instance WHERE id = {found.cycle})"
        )
        assert moved.rowcount == 1
    page = signed_in(app, found.answers).get(f"/findings/{found.finding}")
    assert page.status_code == 200
    assert SAID["condition"] in page.text
    assert f"/cycles/{found.cycle}" not in page.text


def test_working_papers_hold_the_draw_the_items_and_the_answers_and_are_recorded(
    app: Flask, bank: Bank, found: Examined
) -> None:
    bank.execute(ExamineItem(found.sample, found.cycle, "finding", '=HYPERLINK("http://x")', 2), "shen")
    client = signed_in(app, "shen")
    client.post("/language", data={"language": "zh"})
    excel = client.get(f"/audit/samples/{found.sample}/papers/xlsx").data
    names, sheets = book_of(excel)
    assert names == ["封面", "分层", "样本事项", "审计发现", "总体"]
    facts = facts_of(sheets[0])
    assert (facts["种子"], facts["总体"]) == ("2026-s", "7")
    assert len(list(sheets[4].iter("{*}row"))) == 1 + 7
    kinds = [
        cell.get("t") for sheet in sheets for cell in sheet.iter("{*}c") if "HYPERLINK" in "".join(cell.itertext())
    ]
    assert kinds == ["inlineStr"]
    assert not any(list(sheet.iter("{*}f")) for sheet in sheets)
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"/audit/samples/{found.sample}/papers/pdf").data))
    printed = "".join(page.extract_text() for page in paper.pages)
    for text in ("2026-s", "退回与逾期抽查", "补充说明并由主管复核", "3 / 3 完整"):
        assert text in printed, text
    told = [(one.action, json.loads(one.context)) for one in events(bank, "exports")]
    assert [action for action, _told in told] == ["export:begin", "export:end"] * 2
    assert {one["kind"] for _action, one in told} == {"working-papers"}
    assert client.get(f"/audit/samples/{found.sample}/papers/exe").status_code == 404


def test_papers_say_which_history_is_broken(app: Flask, bank: Bank, found: Examined) -> None:
    with bank.runtime.writer.begin() as connection:
        changed = connection.exec_driver_sql(
            f"UPDATE history_event SET actor = 'am:somebody' WHERE stream = 'instance:{found.cycle}' AND seq = 2"
        )
        assert changed.rowcount == 1
    excel = signed_in(app, "shen").get(f"/audit/samples/{found.sample}/papers/xlsx").data
    facts = facts_of(book_of(excel)[1][0])
    assert facts["已断裂"] == str(found.cycle)
