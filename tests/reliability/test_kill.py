"""A server killed at any moment loses no acknowledged form, and a form sent again acts once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException

import pytest
from sqlalchemy import select

from processes.history import first_broken
from processes.models import FormSubmission, HistoryEvent, Instance, WorkItem
from services.cluster import Cluster, ClusterUnavailable, start_cluster
from tests.reliability.conftest import open_items
from tests.reliability.crowds import Crowd
from tests.reliability.driving import Client, Server, hidden, signed_in
from tests.support.bank import Bank

SOAK = bool(os.environ.get("STEWARD_SOAK"))  # `make soak`: long
ITEMS, KILLS, CLIENTS = (5000, 40, 8) if SOAK else (60, 3, 4)
ANSWER = {"amount": "3", "_complete": "1"}


def items_of(small: Bank, instances: list[int]) -> list[int]:
    with small.runtime.read_session() as session:
        found = select(WorkItem.id).where(WorkItem.instance_id.in_(instances)).order_by(WorkItem.id)
        return list(session.scalars(found))


def assert_each_acted_once(small: Bank, instances: list[int]) -> None:
    with small.runtime.read_session() as session:
        submissions = Counter(session.scalars(select(FormSubmission.instance_id)))
        done = select(HistoryEvent.stream).where(HistoryEvent.action == "operation:done")
        effects = Counter(session.scalars(done))
        rows = {row.id: row for row in session.scalars(select(Instance).where(Instance.id.in_(instances)))}
        assert {one: submissions[one] for one in instances} == dict.fromkeys(instances, 1)
        assert {one: effects[f"instance:{one}"] for one in instances} == dict.fromkeys(instances, 1)
        assert {one: row.waiting_at for one, row in rows.items()} == dict.fromkeys(instances, ["check_amount"])
        for one in instances:
            stream = select(HistoryEvent).where(HistoryEvent.stream == f"instance:{one}").order_by(HistoryEvent.seq)
            assert first_broken(session.scalars(stream)) is None


@pytest.mark.parametrize(("moment", "stored"), [("before", 1), ("after", 2)])
def test_killed_around_a_commit(small: Bank, server: Server, moment: str, stored: int) -> None:
    instances = open_items(small, 2)
    items = items_of(small, instances)
    server.start(moment, "CompleteWorkItem", "2")
    client = Client(server.port)
    client.sign_in("lin")
    posts = [{**hidden(client.get(f"/work-items/{item}")[1]), **ANSWER} for item in items]
    status, page = client.post(f"/work-items/{items[0]}/complete", posts[0])
    assert status == 303, page
    with pytest.raises((OSError, HTTPException)):
        client.post(f"/work-items/{items[1]}/complete", posts[1])
    server.wait_until_killed()
    with small.runtime.read_session() as session:
        assert len(session.scalars(select(FormSubmission.id)).all()) == stored
    server.start()
    assert client.post_until_acknowledged(f"/work-items/{items[1]}/complete", posts[1]) == 303
    assert_each_acted_once(small, instances)


def test_killed_at_random_under_load(small: Bank, server: Server) -> None:
    def kill_server() -> None:
        server.kill()
        server.start()

    under_load(small, server, kill_server)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_database_killed_at_random_under_load(small: Bank, server: Server, cluster: Cluster) -> None:
    def kill_database() -> None:
        pid = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        for _ in range(100):  # its processes notice one after another that it is gone
            with suppress(ClusterUnavailable):
                start_cluster(cluster.folder, cluster.port)
                return
            time.sleep(0.2)
        raise AssertionError("the database did not start again")

    under_load(small, server, kill_database)


def under_load(small: Bank, server: Server, kill: Callable[[], None]) -> None:
    """Every item completed by persons who repeat their forms, while something is killed again and again."""
    seed = int(os.environ.get("STEWARD_SEED", random.randrange(10**6)))
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    instances = open_items(small, ITEMS)
    crowd = Crowd[int, int](items_of(small, instances))
    server.start()

    def person() -> Callable[[int], int]:
        client = signed_in(server.port, "lin")

        def complete(item: int) -> int:
            page = patient(client.get, f"/work-items/{item}")
            return client.post_until_acknowledged(f"/work-items/{item}/complete", {**hidden(page), **ANSWER})

        return complete

    def killer() -> int:
        kills = 0
        for number in range(KILLS):
            crowd.wait_for((number + chance.random()) * ITEMS / (KILLS + 1))
            time.sleep(chance.random() * 0.05)
            kill()
            kills += 1
        return kills

    assert crowd.run(CLIENTS, person, killer) == KILLS
    assert Counter(crowd.answers) == {303: ITEMS}
    small.runtime.database.close()  # its connections may be to the server that was killed
    assert_each_acted_once(small, instances)


def patient(get: Callable[[str], tuple[int, str]], path: str) -> str:
    """A page, asked for again while the server is away."""
    for _ in range(5000):
        try:
            status, page = get(path)
        except (OSError, HTTPException):
            time.sleep(0.03)
        else:
            if status == 200:
                return page
    raise AssertionError("the server stayed away")
