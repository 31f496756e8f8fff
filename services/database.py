"""Brings a database to this version's tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, func, select

MIGRATING = 7_238_246  # any number, the same in every process
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(writer: Engine, target: str = "head") -> None:
    """Run the migrations that the database has not seen, in one transaction."""
    with writer.connect() as connection, _unchecked_references(connection), connection.begin():
        _one_at_a_time(connection)
        command.upgrade(migration_config(connection), target)


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for this package's chain, on this connection."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration


def _one_at_a_time(connection: Connection) -> None:
    # Several processes start at once where several hosts serve.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))


@contextmanager
def _unchecked_references(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    # SQLite changes a table by copying it; rows that point at it must not object meanwhile.
    # The pragma does nothing inside a transaction, so it goes to the driver before one begins.
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()
