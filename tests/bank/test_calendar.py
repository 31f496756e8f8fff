"""Working days of the bank, with holidays and make-up days 调休, and rating days."""

from __future__ import annotations

from datetime import date

import pytest

from services.calendar import BankCalendar, WorkingDays
from services.rating_days import next_rating_day
from tests.support.bank import Bank


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 9, 26), True),
        (date(2025, 9, 27), False),
        (date(2025, 9, 28), True),  # Sunday, made up for the national day
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
    ],
)
def test_holidays_and_make_up_days_count_as_decreed(bank: Bank, day: date, working: bool) -> None:
    with bank.runtime.read_session() as session:
        assert WorkingDays(session).is_working(day) is working


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2025, 9, 26), 1, date(2025, 9, 28)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2035, 3, 2), 5, date(2035, 3, 9)),  # no decree known: weekends only
    ],
)
def test_the_nth_working_day_after_a_day(bank: Bank, start: date, days: int, end: date) -> None:
    with bank.runtime.read_session() as session:
        assert BankCalendar().add_working_days(session, start, days) == end


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), 0),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2025, 9, 30), date(2025, 10, 8), 0),
        (date(2025, 9, 30), date(2025, 10, 9), 1),
    ],
)
def test_lateness_counts_working_days_only(bank: Bank, due: date, today: date, late: int) -> None:
    with bank.runtime.read_session() as session:
        assert BankCalendar().working_days_late(session, due, today) == late


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 29), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 12, 31)),
        (date(2026, 12, 30), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_the_next_rating_day_is_later_than_the_given_day(after: date, day: date) -> None:
    assert next_rating_day(after) == day
