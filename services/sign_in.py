"""Signing in: password, throttling by login and address, and the history of attempts."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from processes.actors import SYSTEM
from processes.commands.registry import handles
from processes.context import CommandContext
from processes.runtime import Runtime
from services.models import User
from services.people import password_fits, user_by_login

FREE_ATTEMPTS = 5
PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class SignInOutcome:
    """``user``: who signed in, None when refused; ``wait_seconds``: until the next attempt counts, 0: none."""

    user: User | None
    wait_seconds: int = 0


@dataclass(frozen=True)
class NoteSignIn:
    """Note an attempt in the stream ``sign-in``; never the password."""

    login: str
    address: str
    succeeded: bool


@handles(NoteSignIn)
def note_sign_in(context: CommandContext, command: NoteSignIn) -> None:
    """Only the system notes attempts."""
    action = "sign-in:succeed" if command.succeeded else "sign-in:fail"
    context.history("sign-in", action, login=command.login, address=command.address)


class Throttle:
    """Counts failures by key; after FREE_ATTEMPTS a key must wait. In memory: a restart forgives."""

    def __init__(self) -> None:
        self._failures: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str, now: datetime) -> int:
        """Seconds to wait, 0 when the key may try."""
        with self._lock:
            count, last = self._failures.get(key, (0, now))
        left = (last + PAUSE - now).total_seconds()
        return math.ceil(left) if count >= FREE_ATTEMPTS and left > 0 else 0

    def fail(self, key: str, now: datetime) -> None:
        """Count a failure; an old count starts anew."""
        with self._lock:
            count, last = self._failures.get(key, (0, now))
            self._failures[key] = (1 if now - last > PAUSE else count + 1, now)

    def forget(self, key: str) -> None:
        """A success forgives."""
        with self._lock:
            self._failures.pop(key, None)


throttle = Throttle()


def sign_in(runtime: Runtime, login: str, password: str, address: str) -> SignInOutcome:
    """Check a login and password. The pair login and address is throttled, so nobody can lock out another."""
    now, key = runtime.clock(), f"{login.strip().lower()}|{address}"
    waiting = throttle.wait(key, now)
    if waiting:
        return SignInOutcome(None, waiting)
    with runtime.read_session() as session:
        user = user_by_login(session, login)
        fits = password_fits(user, password)
    runtime.execute(NoteSignIn(login[:64], address, fits), SYSTEM)
    if not fits:
        throttle.fail(key, now)
        return SignInOutcome(None)
    throttle.forget(key)
    return SignInOutcome(user)
