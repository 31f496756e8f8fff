"""A bank under test: its runtime, its clock, and its people as actors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from processes.actors import Actor
from processes.runtime import Runtime
from services.people import actor_of, user_by_login

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, a working day


class MovableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        """Go to an aware moment."""
        self.now = now

    def advance(self, **by: float) -> None:
        """Let time pass: days=1, hours=2 …"""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Bank:
    """The demo bank's people and customers on a database of this test's own."""

    runtime: Runtime
    clock: MovableClock

    def actor(self, login: str) -> Actor:
        """The person of a login."""
        with self.runtime.read_session() as session:
            user = user_by_login(session, login)
        assert user is not None, login
        return actor_of(user)

    def execute(self, command: object, login: str, key: str | None = None) -> Any:
        """Run a command as that person."""
        return self.runtime.execute(command, self.actor(login), key)
