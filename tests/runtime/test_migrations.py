"""The migration chain makes the tables of the models, there and back, and commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

import services.models  # noqa: F401  (registers the bank's tables)
from processes.database import make_database
from processes.models import Base
from services.database import migrate, migration_config


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Engine]:
    database = make_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield database.writer
    database.close()


def tables(writer: Engine) -> set[str]:
    with writer.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def downgrade(writer: Engine) -> None:
    with writer.connect() as connection, connection.begin():
        command.downgrade(migration_config(connection), "base")


def test_the_migrated_tables_are_those_of_the_models(writer: Engine) -> None:
    migrate(writer)
    with writer.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert tables(writer) == set(Base.metadata.tables)


def test_the_chain_runs_up_down_and_up_again(writer: Engine) -> None:
    migrate(writer)
    downgrade(writer)
    assert tables(writer) == set()
    migrate(writer)
    assert tables(writer) == set(Base.metadata.tables)


def test_a_migration_is_committed_and_running_it_again_changes_nothing(writer: Engine, tmp_path: Path) -> None:
    migrate(writer)
    migrate(writer)
    other = make_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert tables(other.reader) == set(Base.metadata.tables)
    other.close()


def test_references_are_checked_again_after_a_migration(writer: Engine) -> None:
    migrate(writer)
    with writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
