"""Who read what: a history stream a person and month, so that readers never wait for each other (E7, E9).

A refused access is told as well, but not without end: nobody fills the disk by asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from processes.command_registry import handles
from processes.context import CommandContext, bank_day
from processes.database.locking import lock_name
from processes.errors import NotAllowed
from processes.models import HistoryEvent

VIEWS, DENIALS = "views", "denials"
MOST_DENIALS = 30  # told of one person in one minute, each with its address; then that there were more
MINUTE = timedelta(minutes=1)
DENIED, MORE_DENIED = "access:deny", "access:deny-more"


@dataclass(frozen=True)
class NoteView:
    """A page is about to be sent to the actor.

    ``kind``: what it shows; ``page``: its route; ``subject``: what its address names; ``customers``: ids of those it
    lists or tells about; ``key_persons``: "submission:7" or "item:7" of each key-person form (C3) on it.
    """

    kind: str
    page: str
    subject: Mapping[str, object] = field(default_factory=dict)
    customers: tuple[int, ...] = ()
    key_persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteDenial:
    """The actor asked for what he may not have. ``status``: 403 or 404, as he was answered."""

    page: str
    status: int
    subject: Mapping[str, object] = field(default_factory=dict)


@handles(NoteView)
def note_view(context: CommandContext, command: NoteView) -> None:
    """One event ``<kind>:view``; NotAllowed for the system, which reads no pages."""
    told: dict[str, object] = {"page": command.page, "subject": dict(command.subject)}
    told |= {"customers": list(command.customers), "key_persons": list(command.key_persons)}
    context.history(stream_of(context, VIEWS), f"{command.kind}:view", **told)


@handles(NoteDenial)
def note_denial(context: CommandContext, command: NoteDenial) -> bool:
    """Whether it was told: no more than `MOST_DENIALS` a minute are, and one event that more were refused."""
    stream = stream_of(context, DENIALS)
    lock_name(context.session, f"history:{stream}")  # counted and appended by one at a time
    newest = select(HistoryEvent.action).where(HistoryEvent.stream == stream, HistoryEvent.at > context.now - MINUTE)
    actions = context.session.scalars(newest.order_by(HistoryEvent.seq.desc()).limit(MOST_DENIALS)).all()
    if MORE_DENIED in actions:
        return False
    if len(actions) == MOST_DENIALS:
        context.history(stream, MORE_DENIED, most=MOST_DENIALS)
        return True
    told = {"page": command.page, "status": command.status, "subject": dict(command.subject)}
    context.history(stream, DENIED, **told)
    return True


def stream_of(context: CommandContext, name: str) -> str:
    """The actor's own stream of this month, e.g. ``views:2026-11:7``."""
    if context.actor.user_id is None:
        raise NotAllowed
    return f"{name}:{bank_day(context.now):%Y-%m}:{context.actor.user_id}"
