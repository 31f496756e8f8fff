"""SQLite: one writer that begins IMMEDIATE, readers beside it, both durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool, StaticPool

from processes.database.base import PATIENCE, DatabaseUnsuitable

# Older versions can lose a commit when several connections write and checkpoint a WAL.
FIRST_SAFE = (3, 51, 3)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def module() -> Any:
    """The SQLite that is safe with several connections: the shipped one, else the interpreter's."""
    for candidate in (pysqlite3, sqlite3):
        if candidate.sqlite_version_info >= FIRST_SAFE:
            return candidate
    wanted = ".".join(map(str, FIRST_SAFE))
    raise DatabaseUnsuitable(f"SQLite {sqlite3.sqlite_version} is older than {wanted}: install pysqlite3>=0.6.1")


def version() -> str:
    """Of the library that runs, e.g. "3.53.4"."""
    return str(module().sqlite_version)


class ReadingDialect(SQLiteDialect_pysqlite):
    """Begins as a reader does: it asks for a snapshot only.

    Here and not by an event, for an engine that has one pays for it at every statement.
    """

    supports_statement_cache = True
    begin = "BEGIN"

    def do_begin(self, dbapi_connection: Any) -> None:
        """The driver does not begin for us: see `_prepare`."""
        dbapi_connection.execute(self.begin)


class WritingDialect(ReadingDialect):
    """Begins as a writer does: it takes the lock before it reads."""

    supports_statement_cache = True
    begin = "BEGIN IMMEDIATE"


for _kind in (ReadingDialect, WritingDialect):
    registry.register(f"sqlite.{_kind.__name__}", __name__, _kind.__name__)


def engines(url: str) -> tuple[Engine, Engine]:
    """(writer, reader)."""
    database = make_url(url).database
    if not database or database == ":memory:":
        only = _engine(url, WritingDialect, poolclass=StaticPool)
        return only, only
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    pool = {"poolclass": QueuePool, "pool_timeout": PATIENCE}
    writer = _engine(url, WritingDialect, pool_size=1, max_overflow=0, **pool)
    return writer, _engine(url, ReadingDialect, pool_size=8, max_overflow=8, **pool)


def _engine(url: str, dialect: type[ReadingDialect], **options: Any) -> Engine:
    connect = {"timeout": PATIENCE, "check_same_thread": False}
    address = make_url(url).set(drivername=f"sqlite+{dialect.__name__}")
    engine = create_engine(address, module=module(), connect_args=connect, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin for us
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
