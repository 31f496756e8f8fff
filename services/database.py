"""Brings a database to this version's tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(writer: Engine, target: str = "head") -> None:
    """Run the migrations that the database has not seen, in one transaction."""
    with writer.connect() as connection:
        # SQLite changes a table by copying it; rows that point at it must not object meanwhile.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        configuration = migration_config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, target)
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def migration_config() -> Config:
    """Alembic's settings for this package's chain."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    return configuration
