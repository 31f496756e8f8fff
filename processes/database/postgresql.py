"""PostgreSQL 15 or newer through psycopg 3: rows locked for a step, a bounded wait, snapshots for readers."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import OperationalError

from processes.database.base import PATIENCE, DatabaseUnsuitable

OLDEST = 15
POOL = {"pool_size": 8, "max_overflow": 8, "pool_timeout": PATIENCE, "pool_pre_ping": True, "pool_recycle": 1800}
QUIET = {"hide_parameters": True}  # parameters are what people typed: no error quotes them


def engines(url: str) -> tuple[Engine, Engine]:
    """(writer, reader). The reader's transactions are read-only snapshots."""
    waiting = f"lock_timeout={int(PATIENCE * 1000)}ms"
    writer = _engine(url, waiting, "READ COMMITTED")
    return writer, _engine(url, "default_transaction_read_only=on", "REPEATABLE READ")


def _engine(url: str, setting: str, isolation: IsolationLevel) -> Engine:
    """Every session begins with the setting: said once a connection, it costs no transaction a way to the server."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    given = address.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -c {setting}".strip()
    connect = {"connect_timeout": int(PATIENCE), "application_name": "steward", "options": options}
    return create_engine(address, connect_args=connect, isolation_level=isolation, **POOL, **QUIET)


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
