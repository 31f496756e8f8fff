"""SQLite: one writer that begins IMMEDIATE, readers beside it, both durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Engine, create_engine, event
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


def engines(url: str) -> tuple[Engine, Engine]:
    """(writer, reader)."""
    database = make_url(url).database
    if not database or database == ":memory:":
        writer = _engine(url, poolclass=StaticPool)
        return writer.execution_options(write=True), writer
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    writer = _engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=PATIENCE)
    reader = _engine(url, poolclass=QueuePool, pool_size=8, max_overflow=8, pool_timeout=PATIENCE)
    return writer.execution_options(write=True), reader


def _engine(url: str, **options: Any) -> Engine:
    connect = {"timeout": PATIENCE, "check_same_thread": False}
    engine = create_engine(url, module=module(), connect_args=connect, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin for us: see _begin
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    # A reader asks for a snapshot only; a writer takes the lock before it reads.
    immediate = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
