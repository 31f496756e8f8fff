"""The questions about rights and people that the runtime asks; the bank answers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import FormSubmission, Instance, WorkItem


@dataclass(frozen=True)
class Assignment:
    """Who gets an item: one person, or groups that may claim it."""

    assignee_id: int | None
    groups: tuple[str, ...] = ()


class AccessPolicy(Protocol):
    """Who may do what; deny by default. Called inside the step's lock."""

    def may_start(self, session: Session, actor: Actor, definition_key: str, subject_id: int | None) -> bool:
        """May the actor start such an instance about this subject?"""

    def may_see_instance(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """May the actor know that the instance exists?"""

    def may_see_form(self, session: Session, actor: Actor, submission: FormSubmission) -> bool:
        """May the actor read what this form said?"""

    def may_cancel(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """May the actor end the instance before its end?"""

    def may_draft(self, actor: Actor) -> bool:
        """May the actor edit what is to be published?"""

    def may_publish(self, actor: Actor) -> bool:
        """May the actor publish what others drafted?"""

    def may_migrate(self, session: Session, actor: Actor, instance: Instance) -> bool:
        """May the actor take the instance to another version, and back?"""

    def may_migrate_many(self, actor: Actor) -> bool:
        """May the actor do so for any instance?"""

    def may_ask_impact(self, actor: Actor) -> bool:
        """May the actor ask what files that are not in use yet would mean for all that runs?"""

    def may_handle_incidents(self, actor: Actor) -> bool:
        """May the actor retry failed jobs?"""

    def may_reassign(self, session: Session, actor: Actor, work_item: WorkItem, user_id: int) -> bool:
        """May the actor give the item to that person?"""


class People(Protocol):
    """Who stands behind a lane or a group."""

    def assign(
        self, session: Session, lane_id: str | None, data: Mapping[str, object], barred: frozenset[int]
    ) -> Assignment:
        """Who works in a lane, for an instance with this data; never one of the ``barred`` (E1)."""

    def name_of(self, session: Session, user_id: int) -> str:
        """The name of a person."""

    def supervisor_of(self, session: Session, item: WorkItem) -> list[int]:
        """Whom to tell when the item is 3 working days late (E10)."""

    def command_centre(self, session: Session) -> list[int]:
        """Whom to tell when an item is 5 working days late (E10)."""

    def notify(
        self,
        session: Session,
        user_ids: list[int],
        code: str,
        item: WorkItem,
        parameters: Mapping[str, object],
        at: datetime,
    ) -> None:
        """Leave a notice for each of these people; ``at``: UTC."""


class Calendar(Protocol):
    """Working days."""

    def add_working_days(self, session: Session, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``."""

    def working_days_late(self, session: Session, due: date, today: date) -> int:
        """Working days after ``due`` up to and with ``today``; 0 when not late."""
