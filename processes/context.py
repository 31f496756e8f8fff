"""What a handler is given: the transaction's session, who acts, and the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from processes import history
from processes.actors import Actor
from processes.models import Instance
from processes.submissions import latest_submission

if TYPE_CHECKING:
    from processes.runtime import Runtime

BANK_ZONE = ZoneInfo("Asia/Shanghai")


def bank_day(moment: datetime) -> date:
    """The bank's calendar day of an aware moment."""
    return moment.astimezone(BANK_ZONE).date()


def day_begins(day: date) -> datetime:
    """The first moment of a day of the bank, UTC."""
    return datetime.combine(day, time(), BANK_ZONE).astimezone(UTC)


@dataclass
class ReadContext:
    """For prefills and checks: they read, they never write. ``now``: aware UTC; ``today``: the bank's day."""

    session: Session
    actor: Actor
    now: datetime
    today: date
    instance: Instance


@dataclass
class CommandContext:
    """One command's transaction. ``followers``: commands that run after it, as the system, in it."""

    session: Session
    actor: Actor
    now: datetime
    runtime: Runtime
    deferred: frozenset[str] = frozenset()
    followers: list[object] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The bank's day."""
        return bank_day(self.now)

    def history(self, stream: str, action: str, **context: object) -> None:
        """Append one event to a stream, as this actor, now; the bank hears of it in the same transaction."""
        self.tell(stream, action, context)

    def tell(self, stream: str, action: str, context: Mapping[str, object], commitment: str | None = None) -> None:
        """The same, with the commitment to the personal data that the event is about."""
        history.append(self.session, stream, action, context, self.actor, self.now, commitment)
        self.runtime.ports.heard(self, stream, action, context)

    def then(self, command: object) -> None:
        """Run another command after this one, in the same transaction, as the system."""
        self.followers.append(command)

    def schedule(self, command: object, at: datetime, dedupe: str | None = None, queue: str = "local") -> None:
        """Run a command at or after ``at`` as the system; at most one job ever carries ``dedupe``."""
        self.runtime.schedule(self.session, command, at, dedupe, self.now, queue)

    def reading(self, instance: Instance) -> ReadContext:
        """The same moment and actor, for a prefill or a check."""
        return ReadContext(self.session, self.actor, self.now, self.today, instance)


@dataclass
class OperationContext:
    """What a service task's operation is given. ``element_id``: the service task that calls."""

    command: CommandContext
    instance: Instance
    element_id: str

    @property
    def session(self) -> Session:
        return self.command.session

    @property
    def now(self) -> datetime:
        return self.command.now

    @property
    def today(self) -> date:
        return self.command.today

    @property
    def actor(self) -> Actor:
        return self.command.actor

    def submission(self, element_id: str) -> Mapping[str, object] | None:
        """The values of the latest form submitted for a user task of this instance; None before the first."""
        found = latest_submission(self.session, self.instance.id, element_id)
        return None if found is None else found.values

    def submitted_by(self, element_id: str) -> int:
        """The id of who submitted it last; LookupError before the first."""
        found = latest_submission(self.session, self.instance.id, element_id)
        if found is None:
            raise LookupError(element_id)
        return found.submitted_by_id

    def history(self, action: str, **context: object) -> None:
        """Append an event to this instance's stream."""
        self.command.history(f"instance:{self.instance.id}", action, **context)

    def then(self, command: object) -> None:
        """See CommandContext.then."""
        self.command.then(command)

    def schedule(self, command: object, at: datetime, dedupe: str | None = None) -> None:
        """See CommandContext.schedule."""
        self.command.schedule(command, at, dedupe)
