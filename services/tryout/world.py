"""Worlds: a bank in memory with a draft published into it, of the same code as the real one and none of its data.

A world is used by one thread at a time and begins anew each time from a prepared copy.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, LifoQueue
from typing import Any

from processes.actors import SYSTEM
from processes.commands import PublishDefinition
from processes.commands.publishing import digest_of
from processes.database.base import PATIENCE
from processes.definitions import DefinitionCache
from processes.errors import DatabaseBusy
from processes.history import KeyRing
from processes.models import DefinitionVersion
from processes.operations import OperationFunction, operation
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.calendar import SeedCalendar
from services.database import migrate
from services.demo.people import PEOPLE, TEAMS
from services.people import AddUser
from services.tryout.surroundings import StoreStandards, Surroundings

Files = Mapping[str, bytes]
MOST_WORLDS = 3  # at once in this process: each has a few megabytes, and the machine few cores
MOST_PAGES = 16_384  # of 4 kB, of a world's database
MOST_PREPARED = 6
NO_PASSWORD = "!"  # noqa: S105  (nobody signs in to a world)
BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)


class BrokenOnPurpose(Exception):
    """An operation fails because the tester wants it to."""


class TrialClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = BUILT_AT

    def __call__(self) -> datetime:
        return self.now


class World:
    """A runtime in memory. ``failing``: operations that fail whenever they are called."""

    def __init__(self) -> None:
        self.clock = TrialClock()
        self.failing: set[str] = set()
        self.runtime: Runtime = bank_runtime("sqlite://", KeyRing.passing(), self.clock)
        self.runtime.operation_of = self._operation

    def restore(self, prepared: Prepared) -> None:
        """Begin anew from a prepared copy."""
        self.failing.clear()
        self.clock.now = BUILT_AT
        self.runtime.definitions = prepared.definitions
        copy_database(prepared.world.runtime, self.runtime)

    def _operation(self, name: str) -> OperationFunction:
        return _broken if name in self.failing else operation.get(name)


@dataclass(frozen=True)
class Prepared:
    """A world that is only copied. ``version_id``, ``key``: of the draft, as published in it."""

    world: World
    definitions: DefinitionCache
    version_id: int
    key: str


class Worlds:
    """The worlds of this process, and what they begin from, each prepared once."""

    def __init__(self) -> None:
        self._free: LifoQueue[World | None] = LifoQueue()
        for _ in range(MOST_WORLDS):
            self._free.put(None)
        self._prepared: OrderedDict[tuple[str, str], Prepared] = OrderedDict()
        self._bases: OrderedDict[str, World] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def opened(self, files: Files, around: Surroundings) -> Iterator[tuple[World, Prepared]]:
        """A world with a draft. Raises DefinitionRefused when it could not be published, DatabaseBusy after waiting."""
        prepared = self._prepare(files, around)
        try:
            world = self._free.get(timeout=PATIENCE)
        except Empty as error:
            raise DatabaseBusy from error
        given = None
        try:
            world = world or World()
            with self._lock:  # of two threads that copy one, the second would meet its open transaction
                world.restore(prepared)
            yield world, prepared
            given = world
        finally:
            self._free.put(given)  # one that was left in an error is not used again

    def _prepare(self, files: Files, around: Surroundings) -> Prepared:
        key = (around.digest, digest_of(files))
        with self._lock:
            found = self._prepared.get(key)
            if found is None:
                found = self._prepared[key] = _prepared(self._base(around), files)
            self._prepared.move_to_end(key)
            if len(self._prepared) > MOST_PREPARED:
                self._prepared.popitem(last=False)
            return found

    def _base(self, around: Surroundings) -> World:
        found = self._bases.get(around.digest)
        if found is None:
            found = self._bases[around.digest] = _base(around)
            if len(self._bases) > 1:  # the surroundings of an installation seldom change, and then for all
                self._bases.popitem(last=False)
        return found


def _base(around: Surroundings) -> World:
    """The bank before any customer: calendar, standard, sample people, the published processes."""
    world = World()
    migrate(world.runtime.writer)
    world.runtime.execute(SeedCalendar(), SYSTEM)
    world.runtime.execute(StoreStandards(around.standards), SYSTEM)
    for person in PEOPLE:
        team = None if person.team is None else TEAMS[person.team]
        world.runtime.execute(AddUser(person.login, person.name, person.role, NO_PASSWORD, team), SYSTEM)
    for files in around.processes.values():
        world.runtime.execute(PublishDefinition(files, "current"), SYSTEM)
    return world


def _prepared(base: World, files: Files) -> Prepared:
    world = World()
    copy_database(base.runtime, world.runtime)
    version_id: int = world.runtime.execute(PublishDefinition(files, "draft"), SYSTEM)
    with world.runtime.read_session() as session:
        key = session.get_one(DefinitionVersion, version_id).definition.key
    return Prepared(world, DefinitionCache(), version_id, key)


def copy_database(source: Runtime, target: Runtime) -> None:
    """Make a world's database equal to another's."""
    with closing(source.writer.raw_connection()) as one, closing(target.writer.raw_connection()) as other:
        into: Any = other.driver_connection
        one.driver_connection.backup(into)  # type: ignore[union-attr]
        into.execute(f"PRAGMA max_page_count={MOST_PAGES}")


def _broken(*_context: Any, **_parameters: object) -> Mapping[str, object]:
    raise BrokenOnPurpose


WORLDS = Worlds()  # of this process; made at the first try-out
