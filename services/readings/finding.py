"""Cycles that fit a filter, for one actor: a page of them, their number, all of them in turn, newest first.

Pages go on from the last cycle shown, not by counting rows: the thousandth costs what the first does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.context import BANK_ZONE
from processes.database.rows import table_of
from processes.models import IS_OPEN, Instance, WorkItem
from services.customers import matching
from services.finding.filters import CycleFilter
from services.models import Customer, CyclePerson, CycleTraits, StandardVersion, User
from services.names import pinyin_of
from services.readings.counting import counted
from services.readings.paging import PAGE_ROWS
from services.visibility import EVERYTHING, visible_customers

BATCH = 1_000
FEW_CUSTOMERS = 1_000  # of so many the cycles are looked up; of more, each cycle is asked for its customer
MOST_PEOPLE = 50
CycleRow = Row[Any]  # the columns of `CycleTraits`, ``late`` as of today, then number and name of the customer
TRAITS = [column for column in table_of(CycleTraits).c if column.name != "late"]


@dataclass(frozen=True)
class CyclesPage:
    """``newer``, ``older``: the cycle that the page before or after goes on from, None where there is none."""

    rows: list[CycleRow]
    newer: int | None
    older: int | None


class Finding:
    """A filter as this actor may apply it today."""

    def __init__(self, session: Session, actor: Actor, wanted: CycleFilter, today: date) -> None:
        self.session = session
        people = people_named(session, wanted.person) if wanted.person else None
        self.conditions = [*_traits(wanted, today), *_customers(session, actor, wanted.text)]
        if people is not None:
            self.conditions.append(_took_part(people))
        self.query: Select[Any] = (
            select(*TRAITS, is_late(today).label("late"), Customer.number, Customer.name)
            .join(Customer, Customer.id == CycleTraits.customer_id)
            .where(*self.conditions)
        )

    def count(self) -> int:
        """How many; `MOST_COUNTED` + 1 for more."""
        return self.session.scalar(counted(select(CycleTraits.cycle_id).where(*self.conditions))) or 0

    def page(self, older_than: int | None = None, newer_than: int | None = None) -> CyclesPage:
        """A page of them, from a cycle on."""
        key = CycleTraits.cycle_id
        if newer_than is not None and older_than is None:
            query = self.query.where(key > newer_than).order_by(key).limit(PAGE_ROWS + 1)
            rows = list(self.session.execute(query))
            more = len(rows) > PAGE_ROWS
            rows = rows[:PAGE_ROWS][::-1]
            return CyclesPage(rows, rows[0].cycle_id if more else None, rows[-1].cycle_id if rows else None)
        after = [] if older_than is None else [key < older_than]
        rows = list(self.session.execute(self.query.where(*after).order_by(key.desc()).limit(PAGE_ROWS + 1)))
        shown = rows[:PAGE_ROWS]
        older = shown[-1].cycle_id if len(rows) > PAGE_ROWS else None
        return CyclesPage(shown, shown[0].cycle_id if shown and older_than is not None else None, older)

    def batches(self, size: int = BATCH) -> Iterator[list[CycleRow]]:
        """All of them, a bounded number at a time."""
        last: list[ColumnElement[bool]] = []
        while True:
            query = self.query.where(*last).order_by(CycleTraits.cycle_id.desc()).limit(size)
            found = list(self.session.connection().execute(query))
            if found:
                yield found
            if len(found) < size:
                return
            last = [CycleTraits.cycle_id < found[-1].cycle_id]


def people_named(session: Session, text: str) -> list[int]:
    """Whoever has that login or name, or else a name or pinyin with this part; at most `MOST_PEOPLE`."""
    everybody = session.execute(select(User.id, User.login, User.name)).all()
    exact = [one.id for one in everybody if text in (one.login, one.name)]
    latin = text.lower().replace(" ", "")
    return (exact or [one.id for one in everybody if text in one.name or latin in pinyin_of(one.name)])[:MOST_PEOPLE]


def standards_known(session: Session) -> list[str]:
    """The versions of the standard, by age."""
    return list(session.scalars(select(StandardVersion.version).order_by(StandardVersion.effective_from)))


def _traits(wanted: CycleFilter, today: date) -> list[ColumnElement[bool]]:
    named = {"status": wanted.state, "tier": wanted.tier, "outcome": wanted.outcome, "standard": wanted.standard}
    traits = table_of(CycleTraits).c
    found: list[ColumnElement[bool]] = [traits[name] == value for name, value in named.items() if value]
    for column, first, last in (
        (CycleTraits.started_at, wanted.started_from, wanted.started_to),
        (CycleTraits.ended_at, wanted.ended_from, wanted.ended_to),
    ):
        found += [] if first is None else [column >= _begin_of(first)]
        found += [] if last is None or last == date.max else [column < _begin_of(last + timedelta(days=1))]
    marks = {CycleTraits.intervened: wanted.intervened, CycleTraits.returned: wanted.returned}
    found += [mark.is_(True) for mark, is_wanted in marks.items() if is_wanted]
    return found + ([is_late(today)] if wanted.late else [])


def _begin_of(day: date) -> datetime:
    # The first and last days that a calendar knows begin outside of it in other zones.
    return datetime.combine(max(day, date(1970, 1, 2)), time.min, BANK_ZONE)


def is_late(today: date) -> ColumnElement[bool]:
    """Whether something was late, or waits past its day now: of an ended cycle nothing waits."""
    started = select(Instance.id).where(Instance.parent_id == CycleTraits.cycle_id, Instance.status == "running")
    own, below = WorkItem.instance_id == CycleTraits.cycle_id, WorkItem.instance_id.in_(started)
    waiting = [exists(select(WorkItem.id).where(IS_OPEN, WorkItem.due_date < today, whose)) for whose in (own, below)]
    return or_(CycleTraits.late.is_(True), and_(CycleTraits.status == "running", or_(*waiting)))


def _took_part(people: list[int]) -> ColumnElement[bool]:
    if len(people) == 1:
        return CycleTraits.cycle_id.in_(select(CyclePerson.cycle_id).where(CyclePerson.user_id == people[0]))
    mine = (CyclePerson.cycle_id == CycleTraits.cycle_id, CyclePerson.user_id.in_(people))
    return exists(select(CyclePerson.user_id).where(*mine))


def _customers(session: Session, actor: Actor, text: str) -> list[ColumnElement[bool]]:
    sees_all = actor.is_system or actor.role in EVERYTHING
    if sees_all and not text:
        return []
    fitting = select(Customer.id).where(visible_customers(actor), matching(text))
    few = list(session.scalars(fitting.limit(FEW_CUSTOMERS + 1)))
    if len(few) <= FEW_CUSTOMERS:
        return [CycleTraits.customer_id.in_(few)]
    return [CycleTraits.customer_id.in_(fitting)]
