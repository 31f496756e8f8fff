"""E10: 1 working day late reminds the assignee, 3 tell the supervisor, 5 the command centre; each once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from processes.commands import CompleteWorkItem, EscalateOverdue, ReassignWorkItem
from processes.jobs.worker import run_due
from services.models import Notification, User
from tests.runtime.small import as_system, events, item_at, start
from tests.support.bank import Bank


def look(bank: Bank, day: date) -> None:
    """Go to ten o'clock in Shanghai of a day and escalate."""
    bank.clock.set(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
    as_system(bank, EscalateOverdue())


def told(bank: Bank) -> list[tuple[str, str]]:
    """(code, login) of every notice."""
    with bank.runtime.read_session() as session:
        found = select(Notification.code, User.login).join(User, User.id == Notification.user_id)
        return sorted((code, login) for code, login in session.execute(found))


def due_on(bank: Bank, day: date, first: date) -> int:
    """An instance begun on ``first`` whose first item is due on ``day``, two working days later."""
    look(bank, first)
    instance_id = start(bank, "handover")
    assert item_at(bank, instance_id, "enter_amount").due_date == day
    return instance_id


def test_the_levels_rise_with_working_days_over_a_holiday(small: Bank) -> None:
    # Tomb-sweeping Day: Saturday 4 to Monday 6 April 2026 are free.
    instance_id = due_on(small, date(2026, 4, 3), first=date(2026, 4, 1))
    levels = []
    for day in (3, 4, 6, 7, 8, 9, 10, 12, 13, 14):
        look(small, date(2026, 4, day))
        levels.append(item_at(small, instance_id, "enter_amount").escalation)
    assert levels == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3]
    assert told(small) == [
        ("overdue_1", "lin"), ("overdue_2", "zhou"), ("overdue_3", "chen"), ("overdue_3", "gao"), ("overdue_3", "luo"),
    ]  # fmt: skip
    assert [event.action for event in events(small, f"instance:{instance_id}")].count("item:escalate") == 3


def test_a_make_up_day_counts(small: Bank) -> None:
    instance_id = due_on(small, date(2026, 5, 8), first=date(2026, 5, 6))
    look(small, date(2026, 5, 9))  # a Saturday that makes up for Labour Day
    assert item_at(small, instance_id, "enter_amount").escalation == 1


def test_who_was_not_looked_at_for_long_is_told_at_every_level(small: Bank) -> None:
    due_on(small, date(2026, 4, 3), first=date(2026, 4, 1))
    look(small, date(2026, 4, 30))
    assert [code for code, _ in told(small)] == ["overdue_1", "overdue_2", "overdue_3", "overdue_3", "overdue_3"]


def test_a_page_that_is_open_does_not_grow_stale_by_a_reminder(small: Bank) -> None:
    item = item_at(small, due_on(small, date(2026, 4, 3), first=date(2026, 4, 1)), "enter_amount")
    look(small, date(2026, 4, 7))
    after = item_at(small, item.instance_id, "enter_amount")
    assert (after.escalation, after.revision) == (1, item.revision)


def test_a_new_due_date_begins_anew_and_a_finished_item_is_left_alone(small: Bank) -> None:
    instance_id = due_on(small, date(2026, 4, 3), first=date(2026, 4, 1))
    look(small, date(2026, 4, 7))
    item = item_at(small, instance_id, "enter_amount")
    he = small.actor("he").user_id
    assert he is not None
    small.execute(ReassignWorkItem(item.id, he, "2026-04-10"), "zhou")
    look(small, date(2026, 4, 10))
    assert item_at(small, instance_id, "enter_amount").escalation == 0
    look(small, date(2026, 4, 13))
    assert ("overdue_1", "he") in told(small)
    small.execute(CompleteWorkItem(item.id, {"amount": ["90"]}), "he")
    look(small, date(2026, 4, 30))
    assert item_at(small, instance_id, "enter_amount").escalation == 1


@pytest.mark.parametrize("level_days", [(1, []), (3, ["zhou"]), (5, ["chen", "gao", "luo", "zhou"])])
def test_an_item_that_nobody_claimed_reminds_from_the_supervisor_on(
    small: Bank, level_days: tuple[int, list[str]]
) -> None:
    days, logins = level_days
    look(small, date(2026, 3, 2))
    instance_id = start(small, "handover")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["1"]}), "lin")
    assert item_at(small, instance_id, "check_amount").due_date == date(2026, 3, 3)
    look(small, date(2026, 3, 3 + days) if days < 4 else date(2026, 3, 10))
    assert [login for _, login in told(small)] == sorted(logins, key=lambda login: (login != "zhou", login))


def test_many_late_items_rise_a_part_at_a_time(small: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processes.commands.escalation.AT_ONCE", 2)
    look(small, date(2026, 4, 1))
    late = [start(small, "handover") for _ in range(5)]
    look(small, date(2026, 4, 7))
    levels = [item_at(small, instance_id, "enter_amount").escalation for instance_id in late]
    assert sorted(levels) == [0, 0, 0, 1, 1]
    run_due(small.runtime)
    assert [item_at(small, instance_id, "enter_amount").escalation for instance_id in late] == [1] * 5
