"""Signing in and out: password check, a growing wait after failures in any process, and the history of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from processes.actors import SYSTEM
from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.errors import NotAllowed
from processes.runtime import Runtime
from services.models import User
from services.people import password_fits, user_by_login
from services.sign_in_failures import count_failure, forget_failures, subject_of, wait_of

STREAM = "sign-in"


@dataclass(frozen=True)
class SignInOutcome:
    """``user``: who signed in, None when refused; ``wait_seconds``: how long to wait before the next try."""

    user: User | None
    wait_seconds: int = 0


@dataclass(frozen=True)
class TrySignIn:
    """Somebody is about to have a password checked. ``login``, ``address``: subjects of the count."""

    login: str
    address: str


@dataclass(frozen=True)
class RecordSignIn:
    """Note a sign-in or a refused one. ``user_id``: None when refused; the login typed is not kept.

    ``login``: the subject of the count; ``account_id``: whose password was wrong, None where nobody has that login.
    """

    user_id: int | None
    address: str
    login: str
    account_id: int | None = None


@dataclass(frozen=True)
class RecordSignOut:
    """The actor ended his session."""


@handles(TrySignIn)
def try_sign_in(context: CommandContext, command: TrySignIn) -> int:
    """Seconds to wait, 0 when the password may be checked.

    The try counts as a failure of the account until it has succeeded: guesses sent all at once do not share one wait.
    """
    _only_system(context)
    lock_name(context.session, command.login)
    waits = [wait_of(context.session, subject, context.now) for subject in (command.login, command.address)]
    if max(waits) > timedelta(0):
        return ceil(max(waits).total_seconds())
    count_failure(context.session, command.login, context.now)
    return 0


@handles(RecordSignIn)
def record_sign_in(context: CommandContext, command: RecordSignIn) -> None:
    """One event of the stream ``sign-in``, another when nobody may try again for a while, and the counts."""
    _only_system(context)
    if command.user_id is not None:
        forget_failures(context.session, command.login, context.now)
        context.history(STREAM, "sign-in:accept", user=command.user_id, address=command.address)
        return
    address = subject_of("address", command.address)
    count_failure(context.session, address, context.now)
    told = {"account": command.account_id, "address": command.address}
    context.history(STREAM, "sign-in:refuse", user=None, **told)
    # Told where a wait begins: what is tried meanwhile is refused unread, and would only fill the history.
    for held, subject in (("login", command.login), ("address", address)):
        wait = wait_of(context.session, subject, context.now)
        if wait > timedelta(0):
            context.history(STREAM, "sign-in:hold", held=held, wait_seconds=ceil(wait.total_seconds()), **told)


@handles(RecordSignOut)
def record_sign_out(context: CommandContext, _command: RecordSignOut) -> None:
    """One event of the stream ``sign-in``."""
    context.history(STREAM, "sign-in:end", user=context.actor.user_id)


def sign_in(runtime: Runtime, login: str, password: str, address: str) -> SignInOutcome:
    """Check login and password. Failures for one login or from one address beyond the free ones double the wait."""
    subject = subject_of("login", login)
    wait_seconds = runtime.execute(TrySignIn(subject, subject_of("address", address)), SYSTEM)
    if wait_seconds:
        return SignInOutcome(None, wait_seconds)
    with runtime.read_session() as session:
        user = user_by_login(session, login)
    if not password_fits(user, password):
        runtime.execute(RecordSignIn(None, address, subject, None if user is None else user.id), SYSTEM)
        return SignInOutcome(None)
    assert user is not None
    runtime.execute(RecordSignIn(user.id, address, subject), SYSTEM)
    return SignInOutcome(user)


def _only_system(context: CommandContext) -> None:
    if not context.actor.is_system:
        raise NotAllowed
