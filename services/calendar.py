"""Working days 工作日: Monday–Friday, less holidays, plus make-up days 调休, on the `calendar_day` table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.rows import table_of
from processes.errors import NotAllowed
from services.models import CalendarDay

DAY = timedelta(days=1)
FRIDAY = 4
WINDOW = timedelta(days=60)
DAYS = table_of(CalendarDay)
IN_WINDOW = select(DAYS.c.day, DAYS.c.is_working).where(DAYS.c.day.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True)
class SeedCalendar:
    """Store the State Council's holidays and make-up days of the years that the calendar package knows."""


@handles(SeedCalendar)
def seed_calendar(context: CommandContext, _command: SeedCalendar) -> int:
    """How many days were added; days that are stored stay as the bank set them."""
    if not context.actor.is_system:
        raise NotAllowed
    known = set(context.session.scalars(select(CalendarDay.day)))
    added = [day for day in _departures() if day.day not in known]
    context.session.add_all(added)
    return len(added)


class WorkingDays:
    """Which days the bank works, read a window at a time: a step asks for many days in a row."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[date, bool] = {}
        self._first = self._last = date.min

    def is_working(self, day: date) -> bool:
        """Whether the bank works that day."""
        if not self._first <= day <= self._last:
            self._read(day)
        return self._known.get(day, _weekday(day))

    def _read(self, day: date) -> None:
        self._first, self._last = day, day + WINDOW
        window = {"first": self._first, "last": self._last}
        self._known = {row.day: row.is_working for row in self._session.connection().execute(IN_WINDOW, window)}


class BankCalendar:
    """The bank's `Calendar`."""

    def add_working_days(self, session: Session, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``; ``day`` itself for 0."""
        known = _known(session)
        while days > 0:
            day += DAY
            days -= known.is_working(day)
        return day

    def working_days_late(self, session: Session, due: date, today: date) -> int:
        """Working days after ``due`` up to and with ``today``; 0 when not late."""
        known = _known(session)
        late = 0
        while due < today:
            due += DAY
            late += known.is_working(due)
        return late


def _known(session: Session) -> WorkingDays:
    """The days that this transaction has asked for: a step opens several items, a round looks at many."""
    known: WorkingDays = session.info.setdefault("working days", WorkingDays(session))
    return known


def _departures() -> list[CalendarDay]:
    holidays = chinese_calendar.constants.holidays
    workdays = chinese_calendar.constants.workdays
    free = [CalendarDay(day=day, is_working=False, name=name) for day, name in holidays.items() if _weekday(day)]
    made_up = [CalendarDay(day=day, is_working=True, name=name) for day, name in workdays.items() if not _weekday(day)]
    return free + made_up


def _weekday(day: date) -> bool:
    return day.weekday() <= FRIDAY
