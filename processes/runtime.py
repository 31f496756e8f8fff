"""Owns the one way in: `execute` runs a command in one transaction with one commit.

Nothing else commits. A failing local operation never loses the submitted form: the transaction
rolls back and runs again with that operation deferred to a job.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from processes.access import AccessPolicy, Calendar, People
from processes.actors import SYSTEM, Actor
from processes.command_registry import handler_of
from processes.commands.system import OpenIncident
from processes.context import CommandContext
from processes.database import Database, Fault, fault_of
from processes.database.locking import lock_name
from processes.database.retries import Retries
from processes.database.rows import insert_row, table_of
from processes.database.sessions import KeptSession
from processes.definitions import DefinitionCache
from processes.errors import KeyReused, OperationFailed, OutcomeUnknown, ProcessError, StepFailed
from processes.forms.submission import ChoiceSource
from processes.history import KeyRing, write_appended
from processes.history.outside import Outside
from processes.jobs.dispatching import Dispatcher, WakeWorker
from processes.jobs.queue import LOCAL, put_command
from processes.models import IdempotencyKey
from processes.operations import OperationFunction, operation

Observer = Callable[[str, str, float], None]
Heard = Callable[[CommandContext, str, str, Mapping[str, object]], None]
KEYS = table_of(IdempotencyKey)
SEEN = select(KEYS.c.request_hash, KEYS.c.answer).where(
    KEYS.c.user_id == bindparam("user"), KEYS.c.key == bindparam("key")
)


def utc_now() -> datetime:
    """The clock of production; a test or the demo bank gives its own."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ports:
    """What the bank gives the runtime. ``heard``: told of each event as it is appended, before the commit."""

    access: AccessPolicy
    people: People
    calendar: Calendar
    choices: Callable[[Session, Actor], ChoiceSource]
    heard: Heard


class Runtime:
    """One database, its definitions, and the bank's answers.

    ``dispatcher``: where due jobs are announced; ``observers``: told of each command's kind, outcome and seconds;
    ``operation_of``: finds a local operation by its name; ``keys``: what the history is sealed and signed with;
    ``outside``: where this process keeps its copy of the checkpoints; ``reopen``: makes a runtime on the same database
    in another process, to which it is pickled; None: none can.
    """

    def __init__(
        self, database: Database, ports: Ports, keys: KeyRing, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.database = database
        self.ports = ports
        self.keys = keys
        self.clock = clock
        self.definitions = DefinitionCache()
        self.outside: Outside | None = None
        self.reopen: Callable[[], Runtime] | None = None
        self.dispatcher: Dispatcher = WakeWorker()
        self.observers: list[Observer] = []
        self.operation_of: Callable[[str], OperationFunction] = operation.get

    @property
    def writer(self) -> Engine:
        return self.database.writer

    @property
    def reader(self) -> Engine:
        return self.database.reader

    def execute(self, command: object, actor: Actor, key: str | None = None) -> Any:
        """Run a command as ``actor``; a repeat with the same ``key`` returns the first answer.

        Raises the handler's refusals; then nothing of the command is stored. DatabaseBusy after waiting in vain,
        StorageFull on a full disk, StepFailed when the process cannot take the step (an incident is stored).
        """
        begun, outcome = time.perf_counter(), "error"
        try:
            answer = self._until_done(command, actor, key)
            outcome = "done"
        except ProcessError as refusal:
            outcome = type(refusal).__name__
            raise
        finally:
            for observe in self.observers:
                observe(type(command).__name__, outcome, time.perf_counter() - begun)
        return answer

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """A session on a snapshot, for reading only."""
        session = KeptSession(self.reader, expire_on_commit=False)
        try:
            yield session
        finally:
            _let_go(session)

    def schedule(
        self, session: Session, command: object, at: datetime, dedupe: str | None, now: datetime, queue: str = LOCAL
    ) -> None:
        """Store a job that will run ``command`` as the system at or after ``at``."""
        job = put_command(session, command, at, dedupe, now, queue)
        if job is not None:
            self.dispatcher.put(session, job)

    def _until_done(self, command: object, actor: Actor, key: str | None) -> Any:
        deferred: frozenset[str] = frozenset()
        retries = Retries(self.database)
        while True:
            try:
                return self._attempt(command, actor, key, deferred)
            except OperationFailed as failure:
                if failure.element_id in deferred:
                    raise
                deferred |= {failure.element_id}
            except StepFailed as failure:
                if not hasattr(command, "job_id"):  # a job's failure is counted, and ends in an incident of its own
                    self._attempt(OpenIncident.of(failure), SYSTEM, None, frozenset())
                raise
            except SQLAlchemyError as error:
                retries.again_or_raise(error)

    def _attempt(self, command: object, actor: Actor, key: str | None, deferred: frozenset[str]) -> Any:
        with self.database.turn(), KeptSession(self.writer, expire_on_commit=False) as session:
            now = self.clock()
            found = _seen(session, actor, key, command)
            if found is not None:
                return found.answer["answer"] if found.answer else None
            answer = self._run(CommandContext(session, actor, now, self, deferred), command)
            if key is not None:
                insert_row(session, IdempotencyKey, **_stored(actor, key, command, answer, now))
            write_appended(session, self.keys)
            _commit(session, key)
            self.dispatcher.announce(session)
            return answer

    def _run(self, context: CommandContext, command: object) -> Any:
        answer = handler_of(command)(context, command)
        while context.followers:
            follower = context.followers.pop(0)
            below = CommandContext(context.session, SYSTEM, context.now, self, context.deferred)
            self._run(below, follower)
        return answer


def _let_go(session: Session) -> None:
    try:
        session.close()
    except DBAPIError as error:
        # It has read what it wanted: that its connection was lost meanwhile is nothing to whoever waits for the page.
        if fault_of(error) is not Fault.LOST:
            raise


def _commit(session: Session, key: str | None) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        # With a key the repeat finds out what happened; without one it could act twice.
        if key is None and fault_of(error) is Fault.LOST:
            raise OutcomeUnknown from error
        raise


def _seen(session: Session, actor: Actor, key: str | None, command: object) -> Row[str, Any] | None:
    if key is None:
        return None
    # A repeat that comes while the first is under way waits for its answer, before it meets its effects.
    lock_name(session, f"key:{actor.user_id or 0}:{key}")
    found = session.connection().execute(SEEN, {"user": actor.user_id or 0, "key": key}).first()
    if found is not None and found.request_hash != _request_hash(command):
        raise KeyReused(key)
    return found


def _stored(actor: Actor, key: str, command: object, answer: object, now: datetime) -> dict[str, object]:
    return {
        "user_id": actor.user_id or 0,
        "key": key,
        "request_hash": _request_hash(command),
        "answer": {"answer": answer},
        "created_at": now,
    }


def _request_hash(command: Any) -> str:
    text = json.dumps(vars(command), sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(f"{type(command).__name__}:{text}".encode()).hexdigest()


def _plain(value: Any) -> object:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return vars(value) if is_dataclass(value) else str(value)
