"""Walks instances along written scripts and tells which sequence flows they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from processes.models import Instance
from processes.runtime import Runtime
from services.demo.bank import start_cycle
from services.demo.desk import Desk
from services.models import Customer, User

Step = tuple[str, Mapping[str, object]]
NO_CHANGES: Mapping[str, object] = {}


class Walker:
    """One runtime, its desk and the flows seen so far."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.desk = Desk(runtime)

    def start_cycle(self, number: str) -> int:
        """Start a cycle for a customer as its account manager."""
        return start_cycle(self.runtime, number)

    def walk(self, instance_id: int, steps: Iterable[str | Step]) -> None:
        """Complete the named items in order; a step may say what is typed instead of the usual."""
        for step in steps:
            element, changes = (step, NO_CHANGES) if isinstance(step, str) else step
            self.desk.complete(instance_id, element, **changes)

    def finish_children(self, instance_id: int) -> None:
        """Carry out every task that an instance started."""
        while children := self.desk.children(instance_id):
            self.desk.do_next(children[0])

    def taken(self, *instance_ids: int) -> Counter[str]:
        """Flow id → how often these instances took it."""
        with self.runtime.read_session() as session:
            return sum((Counter(session.get_one(Instance, one).path) for one in instance_ids), Counter())

    def data(self, instance_id: int) -> dict[str, Any]:
        """The process data after the last step."""
        with self.runtime.read_session() as session:
            return dict(session.get_one(Instance, instance_id).data)

    def customer(self, number: str) -> Customer:
        """A customer by number."""
        with self.runtime.read_session() as session:
            return session.scalars(select(Customer).where(Customer.number == number)).one()

    def manager(self, number: str) -> User:
        """The customer's account manager."""
        with self.runtime.read_session() as session:
            found = session.scalars(select(Customer).where(Customer.number == number)).one()
            return session.get_one(User, found.am_id)

    def status(self, instance_id: int) -> str:
        """running, completed or cancelled."""
        with self.runtime.read_session() as session:
            return session.get_one(Instance, instance_id).status

    def flows(self, instance_id: int) -> set[str]:
        """Every sequence flow of the instance's diagram."""
        with self.runtime.read_session() as session:
            version = session.get_one(Instance, instance_id).definition_version_id
            return set(self.runtime.definitions.get(session, version).spec.flows)
