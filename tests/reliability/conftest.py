"""A bank with many open items of one person, on both databases, whose durability is the real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from processes.actors import SYSTEM
from processes.commands import StartInstance
from services.cluster import Cluster, start_cluster
from services.customers import search_customers
from tests.reliability.driving import Server
from tests.runtime.small import NEVER, folder, publish
from tests.support.bank import Bank
from tests.support.databases import on_both as database_kind
from tests.support.databases import open_folder

__all__ = ["database_kind"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server that keeps its word at a commit."""
    with open_folder() as folder:
        cluster = start_cluster(folder / "cluster")
        yield cluster
        cluster.stop()


@pytest.fixture
def small(bank: Bank) -> Bank:
    """The bank with the process whose first item is lin's."""
    publish(bank, folder("handover"))
    return bank


def open_items(small: Bank, count: int) -> list[int]:
    """So many instances, each waiting for lin."""
    with small.runtime.read_session() as session:
        customer_id = search_customers(session, small.actor("lin"))[0].id
    data = {"customer_id": customer_id, "broken_until": NEVER}
    start = StartInstance("handover", data, subject_id=customer_id)
    return [small.runtime.execute(start, SYSTEM) for _ in range(count)]


@pytest.fixture
def server(small: Bank, tmp_path) -> Iterator[Server]:
    """Not started yet."""
    server = Server(small.runtime.database.url, tmp_path / "home")
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()
