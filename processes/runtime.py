"""Owns the one way in: `execute` runs a command in one transaction with one commit.

Nothing else commits. A failing local operation never loses the submitted form: the transaction
rolls back and runs again with that operation deferred to a job.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from processes.access import AccessPolicy, Calendar, People
from processes.actors import SYSTEM, Actor
from processes.commands.registry import handler_of
from processes.context import CommandContext
from processes.definitions import DefinitionCache
from processes.errors import KeyReused, OperationFailed
from processes.forms.submission import ChoiceSource
from processes.jobs.queue import put_command
from processes.models import IdempotencyKey


def utc_now() -> datetime:
    """The clock of production; a test or the demo bank gives its own."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ports:
    """What the bank gives the runtime."""

    access: AccessPolicy
    people: People
    calendar: Calendar
    choices: Callable[[Session, Actor], ChoiceSource]


class Runtime:
    """One database, its definitions, and the bank's answers."""

    def __init__(self, writer: Engine, reader: Engine, ports: Ports, clock: Callable[[], datetime] = utc_now) -> None:
        self.writer = writer.execution_options(write=True)
        self.reader = reader
        self.ports = ports
        self.clock = clock
        self.definitions = DefinitionCache()
        self.wake = threading.Event()
        self._gate = threading.Lock()

    def execute(self, command: object, actor: Actor, key: str | None = None) -> Any:
        """Run a command as ``actor``; a repeat with the same ``key`` returns the first answer.

        Raises the handler's refusals; then nothing of the command is stored.
        """
        deferred: frozenset[str] = frozenset()
        while True:
            try:
                answer = self._attempt(command, actor, key, deferred)
            except OperationFailed as failure:
                if failure.element_id in deferred:
                    raise
                deferred |= {failure.element_id}
                continue
            self.wake.set()
            return answer

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """A session on a snapshot, for reading only."""
        with Session(self.reader, expire_on_commit=False) as session:
            yield session

    def schedule(self, session: Session, command: object, at: datetime, dedupe: str | None, now: datetime) -> None:
        """Store a job that will run ``command`` as the system at or after ``at``."""
        put_command(session, command, at, dedupe, now)

    def _attempt(self, command: object, actor: Actor, key: str | None, deferred: frozenset[str]) -> Any:
        # The gate is fair enough for one process; SQLite's own lock would let a thread starve.
        with self._gate, Session(self.writer, expire_on_commit=False) as session:
            now = self.clock()
            found = _seen(session, actor, key, command)
            if found is not None:
                return found.answer["answer"] if found.answer else None
            answer = self._run(CommandContext(session, actor, now, self, deferred), command)
            if key is not None:
                session.add(_stored(actor, key, command, answer, now))
            session.commit()
            return answer

    def _run(self, context: CommandContext, command: object) -> Any:
        answer = handler_of(command)(context, command)
        while context.followers:
            follower = context.followers.pop(0)
            below = CommandContext(context.session, SYSTEM, context.now, self, context.deferred)
            self._run(below, follower)
        return answer


def _seen(session: Session, actor: Actor, key: str | None, command: object) -> IdempotencyKey | None:
    if key is None:
        return None
    found = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.user_id == (actor.user_id or 0), IdempotencyKey.key == key)
    ).first()
    if found is not None and found.request_hash != _request_hash(command):
        raise KeyReused(key)
    return found


def _stored(actor: Actor, key: str, command: object, answer: object, now: datetime) -> IdempotencyKey:
    return IdempotencyKey(
        user_id=actor.user_id or 0,
        key=key,
        request_hash=_request_hash(command),
        answer={"answer": answer},
        created_at=now,
    )


def _request_hash(command: Any) -> str:
    text = json.dumps(asdict(command), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{type(command).__name__}:{text}".encode()).hexdigest()
