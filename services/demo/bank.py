"""Builds the demo bank on an empty database: people, customers, and cycles at every step, through `execute`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.context import BANK_ZONE
from processes.errors import ProcessError
from processes.jobs.worker import tick
from processes.runtime import Runtime
from services.customers import ImportCustomers
from services.demo.audit import audit_stories
from services.demo.customers import generated_records, sample_records
from services.demo.desk import Desk
from services.demo.people import PASSWORD, PEOPLE, TEAMS
from services.demo.story import STORIES, Story
from services.models import AM, Customer, User
from services.people import AddUser, actor_of, hash_password
from services.procedure.cycle import StartCycle
from services.shipped import take_over

OPENS, CLOSES, SATURDAY = 9, 17, 5
OPENED = timedelta(days=90)  # before the demo bank's first day of work
MANAGERS = tuple(person.login for person in PEOPLE if person.role == AM)


class NotADemoBank(ProcessError):
    """The database holds data that is not the demo bank's; the demo bank is never mixed with it."""


def make_demo_bank(runtime: Runtime) -> bool:
    """Fill an empty database; False when it is the demo bank already. Raises NotADemoBank."""
    if is_demo_bank(runtime):
        return False
    # The bank was there before its first cycle: whoever acts in a story had the right to.
    with moved_clock(runtime, _in_office_hours(runtime.clock() - OPENED)):
        take_over(runtime)
        add_people(runtime)
        add_customers(runtime)
    tell_stories(runtime)
    audit_stories(runtime)
    return True


def is_demo_bank(runtime: Runtime) -> bool:
    """Whether the database holds the demo bank; NotADemoBank when it holds another one."""
    with runtime.read_session() as session:
        logins = set(session.scalars(select(User.login)))
    if logins and not {person.login for person in PEOPLE} <= logins:
        raise NotADemoBank
    return bool(logins)


def add_people(runtime: Runtime) -> None:
    """Everybody of the demo bank, with its one password."""
    known = hash_password(PASSWORD)
    for person in PEOPLE:
        team = None if person.team is None else TEAMS[person.team]
        runtime.execute(AddUser(person.login, person.name, person.role, known, team), SYSTEM)


def add_customers(runtime: Runtime, generated: int = 60) -> None:
    """The worked examples and generated customers, dealt to the account managers in turn."""
    records: list[dict[str, Any]] = [*sample_records(), *generated_records(generated)]
    for number, story in STORIES.items():
        for record in records:
            if record["customer_id"] == number:
                record.update(story.record)
    owned = [
        {**record, "account_manager": MANAGERS[position % len(MANAGERS)]} for position, record in enumerate(records)
    ]
    runtime.execute(ImportCustomers(owned), SYSTEM)


def tell_stories(runtime: Runtime) -> None:
    """Bring each customer of STORIES to its place in the procedure; the last days are the real ones."""
    today = runtime.clock()
    for number, story in STORIES.items():
        begin = _in_office_hours(today - timedelta(days=story.days_ago))
        with moved_clock(runtime, begin) as clock:
            _tell(runtime, number, story, clock)
    tick(runtime)


class StoryClock:
    """A clock that the story moves; never later than the real moment, so that the next event follows."""

    def __init__(self, now: datetime, latest: datetime) -> None:
        self.now = now
        self._latest = latest

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass, to the next moment of office hours."""
        self.now = min(_in_office_hours(self.now + by), self._latest)


def _in_office_hours(moment: datetime) -> datetime:
    there = moment.astimezone(BANK_ZONE)
    if OPENS <= there.hour < CLOSES and there.weekday() < SATURDAY:
        return moment
    days = {SATURDAY: 2, SATURDAY + 1: 1}.get(there.weekday(), int(there.hour >= CLOSES))
    hour = OPENS + there.day % (CLOSES - OPENS)
    return (there + timedelta(days=days)).replace(hour=hour).astimezone(UTC)


@contextmanager
def moved_clock(runtime: Runtime, start: datetime) -> Iterator[StoryClock]:
    """The runtime lives at another time while the story is told."""
    real = runtime.clock
    clock = StoryClock(start, real())
    runtime.clock = clock
    try:
        yield clock
    finally:
        runtime.clock = real


def start_cycle(runtime: Runtime, number: str) -> int:
    """Start a customer's cycle as its account manager; the instance's id."""
    with runtime.read_session() as session:
        customer = session.scalars(select(Customer).where(Customer.number == number)).one()
        manager = actor_of(session.get_one(User, customer.am_id))
    started: int = runtime.execute(StartCycle(customer.id), manager)
    return started


def _tell(runtime: Runtime, number: str, story: Story, clock: StoryClock) -> None:
    desk = Desk(runtime)
    instance_id = start_cycle(runtime, number)
    for _ in range(story.limit):
        if desk.is_at(instance_id, story.stop):
            return
        clock.advance(story.pace)
        desk.do_next(instance_id)
