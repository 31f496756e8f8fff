"""Completes work items as their people would, through `execute`: for the demo bank and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.commands import CompleteWorkItem
from processes.context import ReadContext, bank_day
from processes.forms.raw import posted_of_values
from processes.item_forms import base_values
from processes.models import Instance, WorkItem, WorkItemGroup
from processes.runtime import Runtime
from services.demo.answers import Facts, answer_of
from services.models import Customer, User
from services.people import GROUPS, actor_of


class NobodyFits(LookupError):
    """Nobody in the bank may do the item: four-eyes or an empty group."""


@dataclass(frozen=True)
class Seat:
    """An open item and who sits down to do it."""

    item_id: int
    element_id: str
    user: User


class Desk:
    """Does the work of one runtime's inboxes."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def seats(self, instance_id: int) -> list[Seat]:
        """The open items of an instance, each with a person who may do it."""
        with self.runtime.read_session() as session:
            found = select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.status == "open")
            return [
                Seat(item.id, item.element_id, _person(session, item))
                for item in session.scalars(found.order_by(WorkItem.id))
            ]

    def seat(self, instance_id: int, element_id: str) -> Seat:
        """The open item at an element; LookupError names what is open instead."""
        seats = self.seats(instance_id)
        for seat in seats:
            if seat.element_id == element_id:
                return seat
        raise LookupError(f"{element_id} is not open, but {[seat.element_id for seat in seats]}")

    def complete(self, instance_id: int, element_id: str, **changes: object) -> None:
        """Fill the item's form with plausible values, changed as told, and submit it."""
        seat = self.seat(instance_id, element_id)
        posted = self.posted(seat, changes)
        self.runtime.execute(CompleteWorkItem(seat.item_id, posted), actor_of(seat.user))

    def posted(self, seat: Seat, changes: Mapping[str, object]) -> dict[str, list[str]]:
        """What that person's browser would post."""
        now = self.runtime.clock()
        with self.runtime.read_session() as session:
            item = session.get_one(WorkItem, seat.item_id)
            instance = session.get_one(Instance, item.instance_id)
            context = ReadContext(session, actor_of(seat.user), now, bank_day(now), instance)
            definition = self.runtime.definitions.get(session, instance.definition_version_id)
            base = base_values(context, item, definition.forms[item.form_key or ""])
            facts = Facts(now, session.get_one(Customer, instance.subject_id), seat.user)
            values = {**base, **answer_of(item.element_id, base, facts), **changes}
            return posted_of_values(definition.forms[item.form_key or ""], values)

    def facts(self, seat: Seat) -> Facts:
        """What that person knows when filling the item's form."""
        with self.runtime.read_session() as session:
            item = session.get_one(WorkItem, seat.item_id)
            return Facts(self.runtime.clock(), session.get_one(Customer, item.subject_id), seat.user)

    def do_next(self, instance_id: int, **changes: object) -> None:
        """Complete the first open item of the instance, else of its children."""
        owner, seat = self._first(instance_id)
        self.complete(owner, seat.element_id, **changes)

    def next_element(self, instance_id: int) -> str:
        """The element that `do_next` would complete."""
        return self._first(instance_id)[1].element_id

    def is_at(self, instance_id: int, element_id: str) -> bool:
        """Whether an item of the instance or of a child is open there; "closed": whether it has ended."""
        with self.runtime.read_session() as session:
            ended = session.get_one(Instance, instance_id).status != "running"
        if ended or element_id == "closed":
            return ended
        family = [instance_id, *self.children(instance_id)]
        return any(seat.element_id == element_id for member in family for seat in self.seats(member))

    def children(self, instance_id: int) -> list[int]:
        """The running instances that this one started."""
        with self.runtime.read_session() as session:
            found = select(Instance.id).where(Instance.parent_id == instance_id, Instance.status == "running")
            return list(session.scalars(found.order_by(Instance.id)))

    def run_to(self, instance_id: int, element_id: str, limit: int = 80) -> None:
        """Do whatever is open until the element is, or the instance ends for "closed"."""
        for _ in range(limit):
            if self.is_at(instance_id, element_id):
                return
            self.do_next(instance_id)
        raise LookupError(f"{element_id} never came")

    def _first(self, instance_id: int) -> tuple[int, Seat]:
        for member in (instance_id, *self.children(instance_id)):
            for seat in self.seats(member):
                return member, seat
        raise LookupError(f"instance {instance_id} waits for nobody")


def _person(session: Session, item: WorkItem) -> User:
    if item.assignee_id is not None:
        return session.get_one(User, item.assignee_id)
    groups = set(session.scalars(select(WorkItemGroup.group).where(WorkItemGroup.work_item_id == item.id)))
    did = select(WorkItem.completed_by_id).where(
        WorkItem.instance_id == item.instance_id, WorkItem.element_id.in_(item.not_by)
    )
    barred = set(session.scalars(did))
    for user in session.scalars(select(User).where(User.active).order_by(User.id)):
        if GROUPS.get(user.role, set()) & groups and user.id not in barred:
            return user
    raise NobodyFits(item.element_id)
