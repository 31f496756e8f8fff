"""Files through the real pages: stored at once, kept beside every refusal, taken along as strangers, told each time."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from processes.attachments.kinds import MOST_BYTES
from processes.commands import AttachFile, ReassignWorkItem
from processes.models import Attachment
from tests.attachments.making import HTML, PDF, TXT, contents, publish_procedure, stored, submitted_file, told
from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.web.conftest import signed_in
from tests.web.test_outages import another_writer, full_disk
from web.uploads import MAX_BODY_BYTES, MAX_UPLOAD_BYTES

ODD = 'a"b\\\r\nSet-Cookie: x=1;\u202e合同 <script>.txt'


@pytest.fixture
def walker(bank: Bank) -> Walker:
    publish_procedure(bank, "status-record", multiple=True, max_files=3, max_mb=2)
    return Walker(bank.runtime)


@pytest.fixture
def item(walker: Walker) -> int:
    """lin's status record of his customer, which takes up to three files of 2 MB."""
    return walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    client = signed_in(app, "lin")
    client.post("/language", data={"language": "en"})
    return client


def send(client: FlaskClient, item: int, *files: tuple[str, bytes], **typed: object) -> Any:
    """As a browser does: texts, then the chosen files, or one without a name where none was chosen."""
    listed = [(name, text) for name, texts in typed.items() for text in (texts if isinstance(texts, list) else [texts])]
    parts = [(f'name="{name}"', str(text).encode()) for name, text in listed]
    for name, content in files or [("", b"")]:
        written = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        parts.append((f'name="_files-files"; filename="{written}"\r\nContent-Type: image/svg+xml', content))
    body = b"".join(
        b"--b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (head.encode(), content) for head, content in parts
    )
    content_type = "multipart/form-data; boundary=b"
    return client.post(f"/work-items/{item}/complete", data=body + b"--b--\r\n", content_type=content_type)


def posted(walker: Walker, item: int, **more: object) -> dict[str, object]:
    """The whole form, rightly filled."""
    return {**walker.desk.posted(walker.desk.seat(1, "collect_status_record"), {}), "_complete": "1", **more}


def test_a_chosen_file_is_stored_at_once_and_shown_with_everything_typed(lin, bank, item):
    shown = send(lin, item, ("纪要.txt", TXT), address="苏州市星汉街9号", _attach="files")
    assert shown.status_code == 200
    assert 'value="苏州市星汉街9号"' in shown.text
    file = stored(bank)[0].id
    assert f'<input type="hidden" name="files" value="{file}">' in shown.text
    assert f'href="/attachments/{file}"' in shown.text
    assert "纪要.txt" in shown.text
    assert "32 B" in shown.text
    assert "at most 3 files of 2 MB each" in shown.text
    assert 'enctype="multipart/form-data"' in shown.text
    assert "纪要.txt" in lin.get(f"/work-items/{item}").text  # also for whoever opens the page anew


def test_a_refused_form_keeps_the_files_and_names_each_that_is_refused(lin, bank, item):
    files = (("纪要.txt", TXT), ("page.pdf", HTML), ("big.txt", b"a" * 2_000_001), ("none.pdf", b""), ("a.exe", PDF))
    shown = send(lin, item, *files, employees="many", address="苏州市星汉街9号", _complete="1")
    assert shown.status_code == 422
    said = html.unescape(shown.text)
    for words in (
        "“page.pdf” is not what its name says",
        "“big.txt” is too large: at most 2 MB",
        "“none.pdf” is empty",
        "“a.exe” is of another kind than is taken here: PDF, pictures (PNG, JPEG), text (txt, csv).",
    ):
        assert words in said
    assert 'href="#files"' in shown.text
    assert 'value="苏州市星汉街9号"' in shown.text
    assert [row.name for row in stored(bank)] == ["纪要.txt"]
    shown = send(lin, item, employees="many", files=str(stored(bank)[0].id), _complete="1")
    assert shown.status_code == 422
    assert "纪要.txt" in shown.text


def test_completing_with_a_file_just_chosen_submits_it(lin, bank, walker, item):
    assert send(lin, item, ("纪要.txt", TXT), **posted(walker, item, _key="page-1")).status_code == 303
    assert stored(bank)[0].submission_id is not None
    assert len(contents(bank)) == 1


def test_a_double_click_gets_the_first_answer_and_another_file_with_its_key_does_not(lin, bank, walker, item):
    data = posted(walker, item, _key="page-1")
    first, second = (send(lin, item, ("纪要.txt", TXT), **data) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert send(lin, item, ("纪要.txt", TXT + b"."), **data).status_code == 409
    assert len(contents(bank)) == 1


def test_a_page_that_comes_back_with_files_can_be_sent_with_others(lin, bank, walker, item):
    shown = send(lin, item, ("1.txt", b"one"), employees="many", _key="page-1", _complete="1")
    key = re.search(r'name="_key" value="([^"]+)"', shown.text)
    assert key is not None
    assert key[1] != "page-1"
    files = re.findall(r'name="files" value="(\d+)"', shown.text)
    data = posted(walker, item, _key=key[1], files=files)
    assert send(lin, item, ("2.txt", b"two"), **data).status_code == 303
    assert [row.submission_id is not None for row in stored(bank)] == [True, True]


def test_a_file_is_removed_by_its_button_and_what_was_typed_stays(lin, bank, item):
    send(lin, item, ("1.txt", b"one"), ("2.txt", b"two"), _attach="files")
    first, second = (str(row.id) for row in stored(bank))
    shown = send(lin, item, files=[first, second], _detach=f"files.{first}", address="苏州市星汉街9号")
    assert "1.txt" not in shown.text
    assert "2.txt" in shown.text
    assert 'value="苏州市星汉街9号"' in shown.text
    assert [str(key) for key in contents(bank)] == [second]
    for place in ("files.999", "files.x", "files", "amount.1", "files." + "9" * 30):
        assert send(lin, item, files=[second], _detach=place).status_code in (200, 404)
    assert [str(key) for key in contents(bank)] == [second]


def test_every_button_stores_what_was_chosen_so_that_nothing_is_lost(lin, bank, item):
    for number, button in enumerate(("_add", "_recalculate", "_draft")):
        answer = send(lin, item, (f"{number}.txt", b"text %d" % number), **{button: "contacts"})
        assert answer.status_code in (200, 303)
        assert len(stored(bank)) == number + 1
    shown = lin.get(f"/work-items/{item}").text
    assert [name in shown for name in ("0.txt", "1.txt", "2.txt")] == [True] * 3
    assert "_files-files" not in shown  # three are enough


def test_a_file_is_taken_along_as_a_stranger_to_the_site(lin, bank, item):
    send(lin, item, (ODD, TXT), _attach="files")
    answer = lin.get(f"/attachments/{stored(bank)[0].id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, TXT, "text/plain")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert "filename*=UTF-8''" in disposition
    assert "%E5%90%88%E5%90%8C" in disposition
    assert not re.search("[\r\n]|\u202e", disposition)
    assert "x=1" not in answer.headers.get("Set-Cookie", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
    shown = lin.get(f"/work-items/{item}").text
    assert "合同 &lt;script&gt;.txt" in shown
    assert "<script>.txt" not in shown


def test_a_file_is_open_to_whoever_reads_its_form_and_to_nobody_else(app, bank, walker):
    cycle = walker.start_cycle("K1004")
    file = submitted_file(bank, cycle, "collect_status_record")
    people = ("lin", "he", "qian", "zhou", "fang", "chen", "luo", "gao", "shen", "xu", "jiang", "admin")
    for login in people:
        client = signed_in(app, login)
        page = client.get(f"/cycles/{cycle}")
        shows = page.status_code == 200 and f"/attachments/{file}" in page.text
        assert (client.get(f"/attachments/{file}").status_code == 200) == shows, login
        assert shows == (login in ("lin", "zhou", "chen", "luo", "gao", "shen")), login
    read = [who for who, _ in told(bank, "attachment:download")]
    assert len(read) == 6
    history = signed_in(app, "shen").get(f"/cycles/{cycle}").text
    assert history.count(f"的附件 {file}") == 6


def test_whoever_does_a_later_item_reads_the_files_of_the_earlier_forms_that_its_page_shows(app, bank, walker):
    cycle = walker.start_cycle("K1004")
    file = submitted_file(bank, cycle, "collect_status_record")
    walker.walk(cycle, ["supply_bank_figures"])
    item = walker.desk.seat(cycle, "assess_relationship").item_id
    clients = {login: signed_in(app, login) for login in ("he", "qian", "xu")}
    statuses = [client.get(f"/attachments/{file}").status_code for client in clients.values()]
    bank.execute(ReassignWorkItem(item, bank.actor("he").user_id), "zhou")
    earlier = re.search(r'data-part="([^"]+)"', clients["he"].get(f"/work-items/{item}").text)
    assert earlier is not None
    with bank.runtime.read_session() as session:
        form = session.get_one(Attachment, file).submission_id
    assert f"/attachments/{file}" in clients["he"].get(f"/work-items/{item}/earlier/{form}").text
    assert statuses == [404, 404, 404]
    assert [client.get(f"/attachments/{file}").status_code for client in clients.values()] == [200, 404, 404]


def test_forms_about_key_persons_keep_their_files_from_business_support(app, bank):
    publish_procedure(bank, "relation-map")
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship"])
    file = submitted_file(bank, cycle, "map_relations")
    assert signed_in(app, "xu").get(f"/attachments/{file}").status_code == 404
    assert signed_in(app, "shen").get(f"/attachments/{file}").status_code == 200


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "9" * 25, "-1", "x"])
def test_a_number_that_is_no_files_is_404(lin, number):
    assert lin.get(f"/attachments/{number}").status_code == 404


@pytest.mark.parametrize("outage", [another_writer, full_disk])
def test_a_reading_that_cannot_be_told_waits(lin, bank, item, outage):
    send(lin, item, ("纪要.txt", TXT), _attach="files")
    address, got = f"/attachments/{stored(bank)[0].id}", []
    with outage(bank):
        while 503 not in got and len(got) < 500:  # a page may hold some events more
            got.append(lin.get(address).status_code)
    assert got[-1] == 503
    assert lin.get(address).status_code == 200
    assert len(told(bank, "attachment:download")) == got.count(200) + 1


def test_a_file_that_could_not_be_stored_is_never_left_out_of_a_form_unseen(lin, bank, walker, item):
    data = posted(walker, item, _key="page-1")
    with another_writer(bank):
        answer = send(lin, item, ("纪要.txt", TXT), **data)
    assert answer.status_code == 503
    assert "choose them again" in answer.text
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    again: dict[str, list[str]] = {}
    for name, value in kept:
        again.setdefault(name, []).append(html.unescape(value))
    back = lin.post(f"/work-items/{item}/complete", data=again)
    assert back.status_code == 200  # the form again, not completed
    assert 'name="_files-files"' in back.text


def test_more_may_be_sent_to_an_item_that_takes_files_and_to_no_other(lin, app, bank, walker, item):
    large = (("large.txt", b"a" * (MAX_BODY_BYTES + 1)),)
    assert send(lin, item, *large, _attach="files").status_code == 200
    plain = walker.desk.seat(1, "supply_bank_figures").item_id
    for login, where in (("xu", plain), ("qian", item), ("lin", 999_999)):
        assert send(signed_in(app, login), where, *large, _attach="files").status_code == 413
    assert send(app.test_client(), item, *large, _attach="files").status_code == 302
    shown = send(lin, item, ("vast.txt", b"a" * (MOST_BYTES + 10)), _attach="files", address="苏州市星汉街9号")
    assert shown.status_code == 422
    assert 'value="苏州市星汉街9号"' in shown.text
    everything = send(lin, item, ("vast.txt", b"a" * MAX_UPLOAD_BYTES), _attach="files")
    assert everything.status_code == 413
    assert f"at most {MAX_UPLOAD_BYTES // 1_000_000} MB" in everything.text
    texts = send(lin, item, address="a" * (MAX_BODY_BYTES + 1), _attach="files")
    assert texts.status_code == 413


def test_a_service_record_carries_its_files_to_the_customers_page(app, bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "carry_out_task")
    task = next(one for one in walker.desk.children(cycle))
    seat = walker.desk.seat(task, "carry_out_task")
    file = bank.execute(AttachFile(seat.item_id, "attachments", "签收单.pdf", PDF), seat.user.login)
    data = {**walker.desk.posted(seat, {}), "attachments": [str(file)], "_complete": "1"}
    client = signed_in(app, seat.user.login)
    assert client.post(f"/work-items/{seat.item_id}/complete", data=data).status_code == 303
    link = f'<a href="/attachments/{file}" download>签收单.pdf</a>'
    for page in (f"/customers/{walker.customer('K0001').id}", f"/cycles/{task}", f"/work-items/{seat.item_id}"):
        assert link in client.get(page).text, page
    assert client.get(f"/attachments/{file}").data == PDF
