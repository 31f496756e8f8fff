"""Late and back-dated records at their boundaries (A6: filing within 3 working days; A2: rating within 10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.calendar import BankCalendar
from services.readings.audit_reports import Wanted
from services.readings.audit_reports.late import findings_of
from tests.audit_reports.reading import altered, rows_of
from tests.paths.walking import Walker

FRIDAY = datetime(2026, 3, 6, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("filed", "days", "found"),
    [
        (date(2026, 3, 6), 0, ()),
        (date(2026, 3, 9), 1, ()),  # the weekend between does not count
        (date(2026, 3, 11), 3, ()),
        (date(2026, 3, 12), 4, ("filed_late",)),
    ],
)
def test_a_record_is_late_after_three_working_days(bank, filed, days, found):
    with bank.runtime.read_session() as session:
        assert BankCalendar().working_days_late(session, FRIDAY.date(), filed) == days
    later = datetime(filed.year, filed.month, filed.day, 3, tzinfo=UTC)
    assert findings_of(FRIDAY, later, days, None) == found


@pytest.mark.parametrize(
    ("happened", "begun", "found"),
    [
        (FRIDAY, FRIDAY, ()),
        (FRIDAY - timedelta(seconds=1), FRIDAY, ("before_task",)),
        (FRIDAY, None, ()),
        (FRIDAY + timedelta(days=1, seconds=1), None, ("future",)),
        (FRIDAY + timedelta(days=1), None, ()),
    ],
)
def test_a_record_from_before_its_task_or_after_its_filing_is_back_dated(happened, begun, found):
    assert findings_of(happened, FRIDAY + timedelta(days=1), 0, begun) == found


@pytest.fixture
def records(bank) -> None:
    """Some service records, as carried-out tasks file them."""
    walker = Walker(bank.runtime)
    walker.desk.run_to(walker.start_cycle("K0003"), "write_summary")


def test_a_record_moved_back_is_listed_with_its_working_days(bank, records):
    assert rows_of(bank, "late-records", Wanted(option="filed_late")) == []
    moved = datetime(2026, 2, 2, 2, tzinfo=UTC)
    micro = int(moved.timestamp() * 1_000_000)
    altered(bank, "UPDATE service_record SET happened_at = :at WHERE id = 1", at=micro)
    (row,) = rows_of(bank, "late-records", Wanted(option="filed_late"))
    assert row.happened == moved
    assert {one.code for one in row.findings} == {"filed_late", "before_task"}
    assert row.days > 3
    assert rows_of(bank, "late-records", Wanted(until=date(2026, 2, 1))) == []


@pytest.mark.parametrize(
    ("rating_day", "found"), [("2026-02-16", []), ("2026-01-16", ["rated_late"]), ("2026-03-03", ["rated_early"])]
)
def test_a_rating_is_late_after_ten_working_days_and_early_before_its_day(bank, tiered, rating_day, found):
    altered(bank, "UPDATE assessment SET rating_date = :day WHERE id = 1", day=rating_day)
    altered(bank, "UPDATE assessment SET rating_date = '2026-03-02' WHERE id = 2")
    assert [one.code for row in rows_of(bank, "late-ratings") for one in row.findings] == found
