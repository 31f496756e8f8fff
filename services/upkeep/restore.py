"""Puts a backup in the place of a database: nothing leaves the system afterwards until somebody releases it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from processes.actors import SYSTEM
from processes.command_registry import handles
from processes.commands import UseKeys
from processes.commands.checkpoints import store_checkpoint
from processes.context import CommandContext
from processes.database import Database, make_database
from processes.errors import NotAllowed
from processes.history import KeyRing
from processes.history.outside import Outside, copy_checkpoints
from processes.history.verification import verify
from processes.jobs.queue import HELD
from processes.models import SystemFlag
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.database import migrate
from services.migration_steps import MIGRATIONS
from services.privacy.again import erase_again_from_outside
from services.upkeep.manifest import BackupRefused, Manifest
from services.upkeep.postgresql_programs import run_program

STREAM = "administration"


class Restored(NamedTuple):
    """What was restored. ``erased``: records whose personal data the backup still held, and that were erased again."""

    manifest: Manifest
    erased: int


@dataclass(frozen=True)
class NoteRestore:
    """The database is a restored backup from now on. ``digest``, ``created_at``: of the backup; ``by``: who ran it.

    ``gone``: the last checkpoint that lies outside; those after the backup's last are no longer in the database.
    """

    digest: str
    created_at: str
    by: str
    gone: int = 0


@dataclass(frozen=True)
class ReleaseExternalJobs:
    """What leaves the system may leave it again. ``by``: who says so."""

    by: str


@handles(NoteRestore)
def note_restore(context: CommandContext, command: NoteRestore) -> None:
    """Hold external jobs, and say in the history what happened."""
    _only_system(context)
    held = context.session.get(SystemFlag, HELD)
    if held is None:
        context.session.add(SystemFlag(key=HELD, value=command.digest, set_at=context.now))
    context.history(STREAM, "database:restore", digest=command.digest, created_at=command.created_at, by=command.by)
    store_checkpoint(context, [], command.gone)  # signed, so that what lies outside and not here is explained


@handles(ReleaseExternalJobs)
def release_external_jobs(context: CommandContext, command: ReleaseExternalJobs) -> bool:
    """False when nothing was held."""
    _only_system(context)
    held = context.session.get(SystemFlag, HELD)
    if held is None:
        return False
    context.session.delete(held)
    context.history(STREAM, "external-jobs:release", by=command.by)
    return True


def restore(
    folder: Path, url: str, by: str, keys: KeyRing, outside: Outside | None = None, replace: bool = False
) -> Restored:
    """Restore a backup's folder into the database of a URL. Raises BackupRefused, and then has changed nothing:
    for a changed or newer backup, another kind of database, and a database that holds data without ``replace``.

    ``outside``: this host's copy of the checkpoints and of the list of erasures, which are done again.
    KeysMissing when the backup was sealed with other keys."""
    manifest = Manifest.read(folder)
    database = make_database(url)
    try:
        _refuse(manifest, database, replace)
    finally:
        database.close()
    content = folder / manifest.content
    if database.kind == "sqlite":
        _replace_file(content, Path(str(make_url(url).database)))
    else:
        run_program("pg_restore", url, "--clean", "--if-exists", "--single-transaction", "--no-owner", str(content))
    return Restored(manifest, _after(url, manifest, by, keys, outside))


def _refuse(manifest: Manifest, database: Database, replace: bool) -> None:
    if manifest.kind != database.kind:
        raise BackupRefused("other_kind", manifest.kind)
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.revision not in known:
        raise BackupRefused("newer", manifest.revision)
    if not replace and _holds_data(database):
        raise BackupRefused("not_empty", database.kind)


def _holds_data(database: Database) -> bool:
    with database.reader.connect() as connection:
        tables = inspect(connection).get_table_names()
        return "history_event" in tables and bool(
            connection.execute(text("SELECT 1 FROM history_event LIMIT 1")).first()
        )


def _replace_file(content: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(target.name + ".arriving")
    shutil.copyfile(content, arriving)
    for log in ("-wal", "-shm"):  # of the database that is replaced: they would be replayed into the new one
        target.with_name(target.name + log).unlink(missing_ok=True)
    os.replace(arriving, target)


def _after(url: str, manifest: Manifest, by: str, keys: KeyRing, outside: Outside | None) -> int:
    """How many records were erased again."""
    runtime: Runtime = bank_runtime(url, keys)
    runtime.outside = outside
    try:
        migrate(runtime.writer)
        runtime.execute(UseKeys(), SYSTEM)
        gone = 0 if outside is None else outside.last_number
        runtime.execute(NoteRestore(manifest.digest, manifest.created_at, by, gone), SYSTEM)
        erased = erase_again_from_outside(runtime)
        copy_checkpoints(runtime)
        report = verify(runtime)
        if not report.is_whole:
            places = [f"{one.code} {one.stream or one.number}" for one in report.findings[:10]]
            raise BackupRefused("broken_history", ", ".join(places))
        return erased
    finally:
        runtime.database.close()


def _only_system(context: CommandContext) -> None:
    if not context.actor.is_system:
        raise NotAllowed
