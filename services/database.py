"""Brings a database to this version's tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, func, select

from services.migration_steps import (
    MIGRATIONS,
    MOVED,
    Silence,
    Telling,
    refuse_a_full_disk,
    steps_before,
    stored_revision,
)

MIGRATING = 7_238_246  # any number, the same in every process


def migrate(writer: Engine, target: str = "head", telling: Telling | None = None) -> None:
    """Run the migrations that the database has not seen, in one transaction: all of them or, interrupted, none.

    ``telling``: hears of each step, but for those that make the tables of an empty database. Raises MigrationRefused.
    """
    with writer.connect() as connection, _unchecked_references(connection), connection.begin():
        _one_at_a_time(connection)
        steps = steps_before(connection, target)
        refuse_a_full_disk(connection, steps)
        told = Silence() if telling is None or stored_revision(connection) is None else telling
        config = migration_config(connection)
        config.attributes[MOVED] = told.moved
        for step in steps:
            begun = time.perf_counter()
            told.begins(step)
            command.upgrade(config, step.revision)
            told.ended(step, time.perf_counter() - begun)


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
