"""Owns the database's engines: one writer that begins IMMEDIATE, one reader, both durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool, StaticPool

from processes.errors import ProcessError

# Older versions can lose a commit when several connections write and checkpoint a WAL.
FIRST_SAFE_SQLITE = (3, 51, 3)


class DatabaseUnsuitable(ProcessError):
    """The database cannot keep the runtime's promises. The text says why."""


def sqlite_module() -> Any:
    """The SQLite that is safe with several connections: the shipped one, else the interpreter's."""
    for module in (pysqlite3, sqlite3):
        if module.sqlite_version_info >= FIRST_SAFE_SQLITE:
            return module
    raise DatabaseUnsuitable(f"SQLite {sqlite3.sqlite_version} is older than {FIRST_SAFE_SQLITE}")


def make_engines(url: str) -> tuple[Engine, Engine]:
    """(writer, reader) of a database URL; `sqlite:///file` or, for tests, `sqlite://`."""
    database = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite":
        raise DatabaseUnsuitable("this version runs on SQLite: give STEWARD_DATABASE_URL=sqlite:///path")
    if not database or database == ":memory:":
        writer = _engine(url, poolclass=StaticPool)
        return writer, writer
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    writer = _engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=5)
    return writer, _engine(url, poolclass=QueuePool, pool_size=8, max_overflow=8)


def _engine(url: str, **options: Any) -> Engine:
    engine = create_engine(
        url, module=sqlite_module(), connect_args={"timeout": 5, "check_same_thread": False}, **options
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin for us: see _begin
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    # A reader asks for a snapshot only; a writer takes the lock before it reads.
    immediate = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
