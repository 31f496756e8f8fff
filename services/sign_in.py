"""Signing in: password check, a growing wait after failures, and the history of both."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from processes.actors import SYSTEM
from processes.commands.registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.runtime import Runtime
from services.models import User
from services.people import password_fits, user_by_login

FREE_FAILURES = 5  # so many wrong passwords cost no wait
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class SignInOutcome:
    """``user``: who signed in, None when refused; ``wait_seconds``: how long to wait before the next try."""

    user: User | None
    wait_seconds: int = 0


@dataclass(frozen=True)
class RecordSignIn:
    """Note a sign-in or a refused one. ``user_id``: None when refused; the login typed is not kept."""

    user_id: int | None
    address: str


@handles(RecordSignIn)
def record_sign_in(context: CommandContext, command: RecordSignIn) -> None:
    """One event of the stream ``sign-in``."""
    if not context.actor.is_system:
        raise NotAllowed
    action = "sign-in:refuse" if command.user_id is None else "sign-in:accept"
    context.history("sign-in", action, user=command.user_id, address=command.address)


def sign_in(runtime: Runtime, login: str, password: str, address: str) -> SignInOutcome:
    """Check login and password. Five failures for one login or address, and each further one doubles the wait."""
    now = runtime.clock()
    keys = (f"login:{login.lower()}", f"address:{address}")
    wait = max(_attempts.wait(key, now) for key in keys)
    if wait > timedelta(0):
        return SignInOutcome(None, int(wait.total_seconds()) + 1)
    with runtime.read_session() as session:
        user = user_by_login(session, login)
    if not password_fits(user, password):
        for key in keys:
            _attempts.failed(key, now)
        runtime.execute(RecordSignIn(None, address), SYSTEM)
        return SignInOutcome(None)
    assert user is not None
    _attempts.forget(keys[0])
    runtime.execute(RecordSignIn(user.id, address), SYSTEM)
    return SignInOutcome(user)


class Attempts:
    """Failures of this process by login and by address; forgotten at its restart."""

    def __init__(self) -> None:
        self._failures: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long this key has to wait; zero or less when it may try."""
        with self._lock:
            count, last = self._failures.get(key, (0, now))
        if count < FREE_FAILURES:
            return timedelta(0)
        delay = min(LONGEST_WAIT, timedelta(seconds=2 ** min(count - FREE_FAILURES + 1, 12)))
        return last + delay - now

    def failed(self, key: str, now: datetime) -> None:
        """Count one failure."""
        with self._lock:
            self._failures = {one: known for one, known in self._failures.items() if now - known[1] < FORGET_AFTER}
            count, _ = self._failures.get(key, (0, now))
            self._failures[key] = (count + 1, now)

    def forget(self, key: str) -> None:
        """Count from zero again, after a success."""
        with self._lock:
            self._failures.pop(key, None)


_attempts = Attempts()
