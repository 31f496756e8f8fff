"""Counts failed sign-ins in the database, by account and by address, and tells how long each has to wait.

Whatever process asks sees the same count. What was typed as a login is kept as a digest: it may be anything, even a
password in the wrong field.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from processes.database.locking import lock_name
from services.models import SignInFailure

# So many failures cost no wait. Many people share an address, behind one proxy of a branch.
FREE_FAILURES = {"login": 5, "address": 20}
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


def subject_of(kind: str, value: str) -> str:
    """The key under which failures of a login or an address are counted."""
    return f"{kind}:{hashlib.sha256(value.strip().lower().encode()).hexdigest()}"


def wait_of(session: Session, subject: str, now: datetime) -> timedelta:
    """How long it has to wait; zero or less when it may try. Each failure beyond the free ones doubles it."""
    found = session.get(SignInFailure, subject)
    if found is None or now - found.last_at >= FORGET_AFTER:
        return timedelta(0)
    beyond = found.count - FREE_FAILURES[subject.partition(":")[0]]
    if beyond < 0:
        return timedelta(0)
    return found.last_at + min(LONGEST_WAIT, timedelta(seconds=2 ** min(beyond + 1, 12))) - now


def count_failure(session: Session, subject: str, now: datetime) -> None:
    """One more in a row. Does not commit."""
    lock_name(session, subject)
    found = session.get(SignInFailure, subject, with_for_update=True)
    if found is None:
        session.add(SignInFailure(subject=subject, count=1, last_at=now))
    else:
        found.count = 1 if now - found.last_at >= FORGET_AFTER else found.count + 1
        found.last_at = now


def forget_failures(session: Session, subject: str, now: datetime) -> None:
    """Count from zero again, after a success; and drop what has grown old. Does not commit."""
    old = SignInFailure.last_at < now - FORGET_AFTER
    session.execute(delete(SignInFailure).where((SignInFailure.subject == subject) | old))
