"""Overrides, rights, retention, reads, and the reports with many rows."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import insert, text

from processes.models import HistoryEvent
from services.people import AddUser, SetActive, hash_password
from services.readings.audit_reports import REPORTS, Wanted
from services.readings.audit_reports.retention import due_on
from tests.audit_reports.reading import altered, rows_of
from tests.support.bank import MONDAY
from tests.web.conftest import signed_in

TODAY = MONDAY.date()
MANY = 100_000


def test_overrides_and_grace_are_listed_apart(bank, tiered):
    assert rows_of(bank, "overrides") == []
    altered(bank, "UPDATE tier_record SET override_from = 'B', override_reason = :why", why="第二工厂")
    (row,) = rows_of(bank, "overrides", Wanted(option="override"))
    assert (row.kind.code, row.effective, row.reason, row.instance_id) == ("override", "B", "第二工厂", tiered)
    assert rows_of(bank, "overrides", Wanted(option="grace")) == []
    altered(bank, "UPDATE tier_record SET override_from = NULL, grace = 1")
    assert [one.kind.code for one in rows_of(bank, "overrides")] == ["grace"]


def test_rights_are_told_as_they_were_at_the_end_of_a_day(bank):
    bank.clock.advance(days=2)
    bank.execute(AddUser("mei", "梅", "cc", hash_password("a-long-password")), "admin")
    bank.clock.advance(days=2)
    bank.execute(SetActive(bank.actor("mei").user_id, False), "admin")
    states = {}
    for days in range(6):
        rows = rows_of(bank, "rights", Wanted(until=TODAY + timedelta(days=days)))
        states[days] = next((one.state.code for one in rows if one.login == "mei"), None)
    assert states == {0: None, 1: None, 2: "active", 3: "active", 4: "barred", 5: "barred"}
    barred = rows_of(bank, "rights", Wanted(until=TODAY + timedelta(days=5), option="barred"))
    assert [(one.login, one.may.code) for one in barred] == [("mei", "may_nothing")]
    assert rows_of(bank, "rights", Wanted(until=TODAY - timedelta(days=1))) == []
    newest = rows_of(bank, "rights-changes")[:2]
    assert [(one.what.code, one.person, one.by) for one in newest] == [
        ("user:active", "梅", bank.actor("admin").name),
        ("user:add", "梅", bank.actor("admin").name),
    ]


@pytest.mark.parametrize(
    ("began", "years", "due"),
    [
        (date(2021, 3, 2), 5, date(2026, 3, 2)),
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 5, date(2028, 2, 28)),
    ],
)
def test_a_term_ends_on_the_same_day_of_a_later_year(began, years, due):
    assert due_on(began, years) == due


@pytest.mark.parametrize(("ended", "due"), [("2021-03-02", 1), ("2021-03-03", 0), ("2024-02-29", 0)])
def test_a_cycle_is_due_five_years_after_its_end(bank, tiered, ended, due):
    end_cycle(bank, tiered, datetime.fromisoformat(f"{ended}T04:00:00+00:00"))
    rows = rows_of(bank, "retention", Wanted(until=TODAY, option="cycle"))
    assert len(rows) == due
    assert [(one.years, one.clause.code, one.due) for one in rows] == [(5, "bank_default", TODAY)] * due


def test_a_leap_day_is_found_by_the_day_it_falls_due(bank, tiered):
    end_cycle(bank, tiered, datetime(2024, 2, 29, 4, tzinfo=UTC))
    (row,) = rows_of(bank, "retention", Wanted(since=date(2029, 2, 28), until=date(2029, 2, 28)))
    assert row.due == date(2029, 2, 28)


def test_identity_data_stay_ten_years_after_the_customer_has_left(bank, tiered):
    end_cycle(bank, tiered, datetime(2016, 3, 2, 4, tzinfo=UTC))
    assert rows_of(bank, "retention", Wanted(until=TODAY, option="identity")) == []
    altered(bank, "UPDATE customer SET status = 'exited', ended_on = '2016-03-02' WHERE number = 'K1004'")
    (row,) = rows_of(bank, "retention", Wanted(until=TODAY, option="identity"))
    assert (row.due, row.years) == (TODAY, 10)
    assert rows_of(bank, "retention", Wanted(until=TODAY - timedelta(days=1), option="identity")) == []


def end_cycle(bank, cycle: int, at: datetime) -> None:
    micro = int(at.timestamp() * 1_000_000)
    altered(bank, "UPDATE instance SET ended_at = :at, status = 'completed' WHERE id = :id", at=micro, id=cycle)


@pytest.fixture
def many_views(bank) -> None:
    """As many readings as a large bank's auditors leave in some years, and an export."""
    context = '{"address":null,"customers":[1],"key_persons":[],"page":"customers.page","subject":{"customer_id":1}}'
    events = [
        {
            **{"stream": f"views:2026-{1 + number % 3:02}:{number % 7}", "seq": number + 1, "action": "customer:view"},
            **{"at": MONDAY - timedelta(seconds=number), "actor": "aud:沈", "actor_id": 1, "context": context},
            "hash": bytes(32),
        }
        for number in range(MANY)
    ]
    events.append({**events[0], "stream": "exports", "seq": 1, "action": "export:customers"})
    with bank.runtime.writer.begin() as connection:
        connection.execute(insert(HistoryEvent), events)
        assert connection.execute(text("SELECT count(*) FROM history_event")).scalar_one() > MANY


def test_a_report_of_many_rows_is_paged_and_read_in_little_memory(bank, many_views):
    report = REPORTS["reads"]
    with bank.runtime.read_session() as session:
        page = report.page(session, Wanted(), 3)
        assert (len(page.rows), page.number, page.is_open) == (50, 3, True)
        assert page.rows[0].at == MONDAY - timedelta(seconds=99)
        assert len(report.page(session, Wanted(option="exports"), 1).rows) == 1
        tracemalloc.start()
        assert sum(1 for _ in islice(report.rows(session, Wanted()), 5_000)) == 5_000
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 5_000_000  # all of them are 100 MB


def test_key_person_forms_and_refusals_are_found_among_the_reads(app, bank, tiered):
    signed_in(app, "lin").get(f"/cycles/{tiered}")
    signed_in(app, "lin").get("/admin/people")
    signed_in(app, "shen").get("/customers/1")
    found = {one: rows_of(bank, "reads", Wanted(option=one)) for one in REPORTS["reads"].options}
    assert {one: len(rows) for one, rows in found.items()} == {"views": 2, "key_persons": 1, "exports": 0, "denials": 1}
    assert found["key_persons"][0].person == bank.actor("lin").name
    assert found["key_persons"][0].customers == "K1004"
