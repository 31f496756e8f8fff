"""A month is a calendar month: the same day, or the last one where there is no such day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from processes.engine.moments import Cycle, Duration, moment

SHANGHAI = timezone(timedelta(hours=8))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def expected(day: date, months: int) -> date:
    """Counted month by month, another way than the program does."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize("zone", [UTC, SHANGHAI])
@pytest.mark.parametrize("year", [2027, 2028])
def test_each_day_of_a_common_and_of_a_leap_year(year: int, zone: timezone) -> None:
    assert len(days_of(year)) == (366 if year == 2028 else 365)
    for day in days_of(year):
        start = datetime(day.year, day.month, day.day, 7, 30, tzinfo=zone)
        for months in (1, 2, 3, 6, 11, 12, 13, 24):
            found = Duration.parse(f"P{months}M").after(start).astimezone(zone)
            assert (found.date(), found.time()) == (expected(day, months), start.time()), (day, months)
        assert Duration.parse("P1Y").after(start) == Duration.parse("P12M").after(start)


def test_the_ends_of_february() -> None:
    for start, text, end in (
        (date(2027, 1, 31), "P1M", date(2027, 2, 28)), (date(2028, 1, 31), "P1M", date(2028, 2, 29)),
        (date(2028, 2, 29), "P1Y", date(2029, 2, 28)), (date(2028, 2, 29), "P4Y", date(2032, 2, 29)),
        (date(2027, 12, 31), "P2M", date(2028, 2, 29)), (date(2027, 1, 31), "P1M1D", date(2027, 3, 1)),
    ):  # fmt: skip
        moment_of = datetime(start.year, start.month, start.day, tzinfo=UTC)
        assert Duration.parse(text).after(moment_of).date() == end, (start, text)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "1D", "P1.5M", "P-1M", "P1MT", "p1d", "P8000Y", "P9999999999D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        Duration.parse(text)


def test_weeks_days_and_times_are_added_as_they_are() -> None:
    start = datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert Duration.parse("P1WT1S").after(start) == datetime(2027, 3, 8, tzinfo=UTC)


def test_a_repeating_interval_has_a_number_a_start_or_none_and_a_duration() -> None:
    assert Cycle.parse("R3/P1M") == Cycle(3, None, "P1M")
    assert Cycle.parse("R2/2027-01-31/P1M") == Cycle(2, "2027-01-31", "P1M")
    for text in ("P1M", "R3", "R/PT1H", "R0/PT1H", "R1001/PT1H", "R3/", "R3/soon", "R3/P1M/2027-01-31", "Rx/P1M"):
        with pytest.raises(ValueError, match="not an ISO 8601"):
            Cycle.parse(text)


def test_a_moment_without_an_offset_is_of_the_given_zone() -> None:
    there = datetime(2027, 1, 1, tzinfo=SHANGHAI)
    assert moment("2027-06-30", there) == datetime(2027, 6, 29, 16, tzinfo=UTC)
    assert moment("2027-06-30T00:00Z", there) == datetime(2027, 6, 30, tzinfo=UTC)
