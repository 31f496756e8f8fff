"""Notices to people: put away by their reader."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from processes.command_registry import handles
from processes.context import CommandContext
from services.models import Notification


@dataclass(frozen=True)
class MarkNoticesRead:
    """The actor has read all his notices."""


@handles(MarkNoticesRead)
def mark_notices_read(context: CommandContext, _command: MarkNoticesRead) -> None:
    """Only his own."""
    unread = Notification.user_id == context.actor.user_id, Notification.read_at.is_(None)
    context.session.execute(update(Notification).where(*unread).values(read_at=context.now))
