"""A bank for every test: people and customers stored once a session, copied for each test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.runtime import Runtime
from services.bank import bank_runtime
from services.cluster import Cluster, start_cluster
from services.database import migrate
from services.demo.bank import add_customers, add_people
from services.shipped import take_over
from tests.runtime.small import folder, publish
from tests.support.bank import Bank, MovableClock
from tests.support.databases import create, open_folder
from tests.support.keys import KEYS

# What a test loses when the machine fails is no loss; the tests of durability start a server of their own.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
numbers = itertools.count(1)


def seed(url: str) -> None:
    """The demo bank's people and some customers, and nothing running."""
    runtime = bank_runtime(url, KEYS, MovableClock())
    migrate(runtime.writer)
    take_over(runtime)
    add_people(runtime)
    add_customers(runtime, generated=12)
    close(runtime)


@pytest.fixture(scope="session")
def seeded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded SQLite file."""
    path = tmp_path_factory.mktemp("bank") / "seeded.sqlite3"
    seed(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this test process."""
    with open_folder() as folder:
        cluster = start_cluster(folder / "cluster", settings=HASTY)
        yield cluster
        cluster.stop()


@pytest.fixture(scope="session")
def seeded_cluster(cluster: Cluster) -> Cluster:
    """One that has a seeded database named ``seeded``."""
    create(cluster, "seeded")
    seed(cluster.url("seeded"))
    return cluster


@pytest.fixture
def database_kind() -> str:
    """Folders whose tests run on both databases say so in a conftest of their own."""
    return "sqlite"


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A seeded database of this test's own."""
    if database_kind == "sqlite":
        path = tmp_path / "bank.sqlite3"
        shutil.copy(request.getfixturevalue("seeded_database"), path)
        return f"sqlite:///{path}"
    server: Cluster = request.getfixturevalue("seeded_cluster")
    name = f"bank_{next(numbers)}"
    create(server, name, template="seeded")
    return server.url(name)


@pytest.fixture
def bank(database_url: str) -> Iterator[Bank]:
    """A bank of its own for this test, at a fixed moment that the test moves."""
    clock = MovableClock()
    bank = Bank(bank_runtime(database_url, KEYS, clock), clock)
    yield bank
    close(bank.runtime)


@pytest.fixture
def small(bank: Bank) -> Bank:
    """A bank that also runs the processes handover, alarm and doorbell."""
    for key in ("handover", "alarm", "doorbell"):
        publish(bank, folder(key))
    return bank


def close(runtime: Runtime) -> None:
    """Give the file back; closing the last connection also folds the write-ahead log into it."""
    runtime.database.close()
