"""What a migration of a database has before it, and what it tells while it runs. Changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from alembic import op
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text

from processes.errors import ProcessError

MIGRATIONS = Path(__file__).parent / "migrations"
MOVED = "moved"
ROOM = 2  # times the file: a table is copied within it, and every changed page also stands in the log until the end


class MigrationRefused(ProcessError):
    """The database cannot be migrated; nothing was changed. ``code``: newer or disk; ``detail``: revision or bytes."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Step:
    """One revision to run. ``place`` of ``of``; ``name``, ``name_zh``: what it does; ``rows``: about how many lie in
    the tables that it rewrites."""

    place: int
    of: int
    revision: str
    name: str
    name_zh: str
    rows: int


class Telling(Protocol):
    """Whoever is told how a migration goes."""

    def begins(self, step: Step) -> None:
        """A revision is about to run."""

    def moved(self, table: str, rows: int) -> None:
        """So many more rows of a table are done."""

    def ended(self, step: Step, seconds: float) -> None:
        """It has run; nothing is stored before the last one has."""


class Silence:
    """Tells nobody."""

    def begins(self, step: Step) -> None:
        """Nothing."""

    def moved(self, table: str, rows: int) -> None:
        """Nothing."""

    def ended(self, step: Step, seconds: float) -> None:
        """Nothing."""


def stored_revision(connection: Connection) -> str | None:
    """Of the tables; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions_before(connection: Connection, target: str = "head") -> list[Script]:
    """The revisions to run, in order. Raises MigrationRefused for a database newer than this program."""
    scripts, stored = ScriptDirectory(str(MIGRATIONS)), stored_revision(connection)
    if stored is not None and stored not in {one.revision for one in scripts.walk_revisions()}:
        raise MigrationRefused("newer", stored)
    return list(scripts.iterate_revisions(target, stored or "base"))[::-1]


def steps_before(connection: Connection, target: str = "head") -> list[Step]:
    """The same, with their sizes."""
    found = revisions_before(connection, target)
    return [_step(connection, script, place, len(found)) for place, script in enumerate(found, 1)]


def needed_bytes(connection: Connection, steps: list[Step]) -> int:
    """The room on the disk that these steps may take at most; 0 where the database has a server of its own."""
    path = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not path or not any(step.rows for step in steps):
        return 0
    return ROOM * Path(path).stat().st_size


def refuse_a_full_disk(connection: Connection, steps: list[Step]) -> None:
    """Raises MigrationRefused when the steps may not find the room they need."""
    needed = needed_bytes(connection, steps)
    if needed and shutil.disk_usage(Path(str(connection.engine.url.database)).parent).free < needed:
        raise MigrationRefused("disk", str(needed))


def tell_rows(table: str, rows: int) -> None:
    """For a revision that takes long: so many more rows are done."""
    config = op.get_context().config
    moved: Callable[[str, int], None] | None = config.attributes.get(MOVED) if config is not None else None
    if moved is not None:
        moved(table, rows)


def _step(connection: Connection, script: Script, place: int, of: int) -> Step:
    name = (script.doc or "").rstrip(".")
    return Step(place, of, script.revision, name, getattr(script.module, "ZH", name), _rows(connection, script))


def _rows(connection: Connection, script: Script) -> int:
    tables = getattr(script.module, "TOUCHES", ())
    there = set(inspect(connection).get_table_names())
    return sum(_estimate(connection, table) for table in tables if table in there)


def _estimate(connection: Connection, table: str) -> int:
    if connection.dialect.name == "postgresql":
        known = text("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(:name)")
        estimated = connection.execute(known, {"name": table}).scalar()
        if estimated is not None and estimated >= 0:
            return int(estimated)
    return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())  # noqa: S608  (our own names)
