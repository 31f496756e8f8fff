"""The search page and its exports: the same rows and columns, recorded, and nothing beyond what the reader sees."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest

from tests.audit.eventful import eventful
from tests.runtime.small import events
from tests.web.conftest import signed_in


def told(bank) -> list[tuple[str, dict[str, object]]]:
    return [(event.action, json.loads(event.context)) for event in events(bank, "exports")]


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_csv_is_what_the_page_shows_in_the_readers_language(app, bank):
    cycles = eventful(bank)
    client = signed_in(app, "shen")
    page = client.get("/audit/plans/?intervened=1").text
    answer = client.get("/audit/plans/export/csv?intervened=1")
    heading, *rows = rows_of(answer)
    assert [int(row[0]) for row in rows] == [cycles.reassigned, cycles.cancelled]
    for text in (*heading, *(cell for row in rows for cell in row[1:9])):
        assert text in page
    assert heading[:3] == ["维护周期", "客户", "编号"]
    client.post("/language", data={"language": "en", "next": "/"})
    assert rows_of(client.get("/audit/plans/export/csv?intervened=1"))[0][:3] == ["Cycle", "Customer", "Number"]


def test_an_export_is_recorded_before_its_first_byte_and_after_its_last(app, bank):
    eventful(bank)
    answer = signed_in(app, "chen").get("/audit/plans/export/xlsx?state=completed&mischief=1", buffered=True)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cycles.xlsx"'
    (begun, begin), (ended, end) = told(bank)
    assert (begun, ended) == ("export:begin", "export:end")
    assert begin["wanted"] == {"state": "completed"}
    assert (begin["kind"], begin["language"], begin["address"]) == ("xlsx", "zh", "127.0.0.1")
    assert end["export"] == begin["export"]
    assert end["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert (end["size"], end["rows"], end["truncated"]) == (len(answer.data), 2, False)
    assert {event.actor_id for event in events(bank, "exports")} == {bank.actor("chen").user_id}


def test_asking_for_the_head_of_an_export_takes_nothing_along(app, bank):
    eventful(bank)
    answer = signed_in(app, "shen").head("/audit/plans/export/csv")
    assert (answer.status_code, answer.data) == (200, b"")
    assert told(bank) == []


def test_a_receiver_who_leaves_is_recorded_with_what_he_got(app, bank):
    eventful(bank)
    answer = signed_in(app, "shen").get("/audit/plans/export/csv")
    first = next(answer.iter_encoded())
    answer.close()
    (_, (action, end)) = told(bank)
    assert action == "export:break"
    assert end["sha256"] == hashlib.sha256(first).hexdigest()
    assert end["size"] == len(first)


def test_nothing_is_sent_when_the_beginning_cannot_be_recorded(app, bank, monkeypatch):
    client = signed_in(app, "shen")
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def refuses(*_arguments: object) -> None:
        raise OSError("history is not writable")

    monkeypatch.setattr("processes.context.history.append", refuses)
    answer = client.get("/audit/plans/export/csv")
    assert answer.status_code == 500
    assert b"\xef\xbb\xbf" not in answer.data
    assert told(bank) == []


def test_an_export_holds_no_customer_that_its_reader_does_not_see(app, bank):
    eventful(bank)
    numbers = {
        login: {row[2] for row in rows_of(signed_in(app, login).get("/audit/plans/export/csv"))[1:]}
        for login in ("lin", "zhou", "shen")
    }
    assert numbers["lin"] < numbers["zhou"] < numbers["shen"]
    assert signed_in(app, "admin").get("/audit/plans/export/csv").status_code == 403
    assert signed_in(app, "jiang").get("/audit/plans/export/csv").status_code == 403


@pytest.mark.parametrize("kind", ["pdf", "../x", "CSV"])
def test_an_unknown_kind_of_file_is_not_there_and_not_recorded(app, bank, kind):
    assert signed_in(app, "shen").get(f"/audit/plans/export/{kind}").status_code == 404
    assert told(bank) == []


def test_a_search_is_saved_shown_with_its_count_and_removed(app, bank):
    eventful(bank)
    client = signed_in(app, "shen")
    answer = client.post("/audit/plans/searches", data={"name": "人工<b>干预", "intervened": "1"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/audit/plans/?intervened=1")
    part = client.get("/audit/plans/searches").text
    assert "人工&lt;b&gt;干预" in part
    assert '<span class="count">2</span>' in part
    assert "人工" not in signed_in(app, "chen").get("/audit/plans/searches").text
    assert client.post("/audit/plans/searches/1/remove").status_code == 303
    assert "人工" not in client.get("/audit/plans/searches").text


def test_hostile_values_of_an_address_find_nothing_or_everything_and_break_nothing(app, bank):
    client = signed_in(app, "shen")
    for query in (
        "older=99999999999999999999",
        "newer=-1",
        "text=%00",
        "started_from=9999-12-31&ended_to=9999-12-31",
        "started_from=0001-01-01",
        "person=%25",
        "text=%27--",
        "standard=%00%00",
        "older=1&newer=1",
    ):
        assert client.get(f"/audit/plans/?{query}").status_code == 200, query
