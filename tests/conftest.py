"""A bank for every test: people and customers stored once a session, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.runtime import Runtime
from services.bank import bank_runtime
from services.database import migrate
from services.demo.bank import add_customers, add_people
from services.shipped import take_over
from tests.support.bank import Bank, MovableClock


@pytest.fixture(scope="session")
def seeded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demo bank's people and some customers, and nothing running."""
    path = tmp_path_factory.mktemp("bank") / "seeded.sqlite3"
    runtime = bank_runtime(f"sqlite:///{path}", MovableClock())
    migrate(runtime.writer)
    take_over(runtime)
    add_people(runtime)
    add_customers(runtime, generated=12)
    close(runtime)
    return path


@pytest.fixture
def bank(seeded_database: Path, tmp_path: Path) -> Iterator[Bank]:
    """A bank of its own for this test, at a fixed moment that the test moves."""
    path = tmp_path / "bank.sqlite3"
    shutil.copy(seeded_database, path)
    clock = MovableClock()
    bank = Bank(bank_runtime(f"sqlite:///{path}", clock), clock)
    yield bank
    close(bank.runtime)


def close(runtime: Runtime) -> None:
    """Give the file back; closing the last connection also folds the write-ahead log into it."""
    runtime.database.close()
