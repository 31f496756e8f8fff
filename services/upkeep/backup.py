"""An online backup: one folder with the whole database as of one moment, and a manifest. Keys are never in it."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from processes.database import Database
from processes.database.sqlite import module
from services.upkeep.manifest import BackupRefused, Manifest, describe
from services.upkeep.postgresql_programs import run_program

PAGES_AT_ONCE = 2000  # copied between two looks at the writers: they wait a moment at most


def make_backup(database: Database, folder: Path, at: datetime) -> Path:
    """The new folder below ``folder``; there is either a whole backup or none. Raises BackupRefused."""
    target = folder / f"steward-{at:%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise BackupRefused("exists", str(target))
    growing = target.with_suffix(".part")
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(parents=True, mode=0o700)
    copy = _copy_sqlite if database.kind == "sqlite" else _copy_postgresql
    copy(database, growing, at).write(growing)
    for path in growing.iterdir():
        _settle(path)
    growing.rename(target)
    _settle(folder)
    return target


def _copy_sqlite(database: Database, folder: Path, at: datetime) -> Manifest:
    path = folder / "database.sqlite3"
    source, copy = module().connect(make_url(database.url).database), module().connect(path)
    try:
        source.backup(copy, pages=PAGES_AT_ONCE, sleep=0.001)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise BackupRefused("damaged", found)
    finally:
        source.close()
        copy.close()
    engine = create_engine(f"sqlite:///{path}", module=module())
    with engine.connect() as connection:
        manifest = describe(connection, "sqlite", path, at)
    engine.dispose()
    return manifest


def _copy_postgresql(database: Database, folder: Path, at: datetime) -> Manifest:
    path = folder / "database.dump"
    with database.reader.connect() as connection:
        # The counts and the dump see the same moment.
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        run_program("pg_dump", database.url, "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        return describe(connection, "postgresql", path, at)


def _settle(path: Path) -> None:
    """Have the disk keep it: a rename must not survive a power cut that its content does not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
