"""PostgreSQL 15 or newer through psycopg 3: rows locked for a step, a bounded wait, snapshots for readers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from processes.database.base import PATIENCE, DatabaseUnsuitable

OLDEST = 15
POOL = {"pool_size": 8, "max_overflow": 8, "pool_timeout": PATIENCE, "pool_pre_ping": True, "pool_recycle": 1800}
QUIET = {"hide_parameters": True}  # parameters are what people typed: no error quotes them


def engines(url: str) -> tuple[Engine, Engine]:
    """(writer, reader). The reader's transactions are read-only snapshots."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    connect = {"connect_timeout": int(PATIENCE), "application_name": "steward"}
    writer = create_engine(address, connect_args=connect, isolation_level="READ COMMITTED", **POOL, **QUIET)
    reader = create_engine(address, connect_args=connect, isolation_level="REPEATABLE READ", **POOL, **QUIET)
    event.listen(writer, "begin", _bound_the_wait)
    event.listen(reader, "begin", _read_only)
    return writer, reader


def version(engine: Engine) -> str:
    """Of the server, e.g. "15.18"; DatabaseUnsuitable when it is too old or cannot be reached."""
    try:
        with engine.connect() as connection:
            number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise DatabaseUnsuitable(f"PostgreSQL cannot be reached: {reason}. Check STEWARD_DATABASE_URL.") from error
    major, minor = divmod(number, 10_000)
    if major < OLDEST:
        raise DatabaseUnsuitable(f"PostgreSQL {major}.{minor} is too old: Steward needs {OLDEST} or newer")
    return f"{major}.{minor}"


def _bound_the_wait(connection: Any) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(PATIENCE * 1000)}ms'")


def _read_only(connection: Any) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
