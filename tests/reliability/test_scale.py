"""`steward scale` under load: whatever of it is killed, nothing is lost and nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from processes.history import first_broken
from processes.models import HistoryEvent, Instance
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.cluster import Cluster, free_port, start_cluster
from services.database import migrate
from services.demo.bank import add_customers, add_people
from services.models import Customer, User
from services.shipped import take_over
from tests.reliability.crowds import Crowd
from tests.reliability.driving import ROOT, Client, hidden, signed_in
from tests.reliability.test_kill import SOAK, patient
from tests.support.databases import open_folder
from tests.support.keys import KEYS

CUSTOMERS, ROUNDS, CLIENTS = (2000, 10, 6) if SOAK else (60, 1, 4)
MARKS = {
    "web server": b"web.cli\0web\0",
    "worker": b"web.cli\0worker\0",
    "database": b"postgres\0-D\0",
}


@pytest.fixture
def home() -> Iterator[Path]:
    """A home whose private cluster holds a bank with customers and nothing running."""
    with open_folder() as home:
        cluster = start_cluster(home / "cluster")
        runtime = bank_runtime(cluster.url(), KEYS)
        migrate(runtime.writer)
        take_over(runtime)
        add_people(runtime)
        add_customers(runtime, generated=CUSTOMERS)
        runtime.database.close()
        cluster.stop()
        yield home


@pytest.fixture
def scale(home: Path) -> Iterator[tuple[int, Cluster]]:
    """The port and the cluster of a running `steward scale`."""
    port, log = free_port(), home / "scale.log"
    settings = {"STEWARD_HOME": str(home), "STEWARD_PORT": str(port), "STEWARD_SECRET_KEY": "x" * 32}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "scale"], cwd=ROOT, env={**os.environ, **settings},
            stdout=output, stderr=output,
        )  # fmt: skip
    patient(Client(port).get, "/sign-in")
    yield port, Cluster(home / "cluster", int((home / "cluster" / "data" / "postmaster.pid").read_text().split()[3]))
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0, log.read_text()


def pids(role: str, home: Path) -> list[int]:
    """The processes of a role that belong to this home."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command, environment = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except OSError:
            continue
        if MARKS[role] in command and (str(home).encode() in environment or str(home).encode() in command):
            found.append(int(entry.name))
    return found


def test_killing_anything_under_load_loses_and_doubles_nothing(scale: tuple[int, Cluster], home: Path) -> None:
    seed = int(os.environ.get("STEWARD_SEED", random.randrange(10**6)))
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    port, cluster = scale
    runtime = bank_runtime(cluster.url(), KEYS)
    with runtime.read_session() as session:
        rows = session.execute(select(Customer.id, User.login).join(User, User.id == Customer.am_id)).all()
    victims = ["web server", "web server", "worker", "database"] * ROUNDS
    chance.shuffle(victims)
    crowd = Crowd[tuple[int, str], int](tuple(row) for row in rows)

    def person() -> Callable[[tuple[int, str]], int]:
        clients: dict[str, Client] = {}

        def start(task: tuple[int, str]) -> int:
            customer, login = task
            client = clients.get(login) or clients.setdefault(login, signed_in(port, login))
            fields = hidden(patient(client.get, f"/customers/{customer}"))
            return client.post_until_acknowledged(f"/customers/{customer}/cycle", fields)

        return start

    def killer() -> list[str]:
        killed = []
        for number, role in enumerate(victims):
            crowd.wait_for((number + 0.5) * len(rows) / (len(victims) + 1))
            found = pids(role, home)
            assert found, role
            os.kill(chance.choice(found), signal.SIGKILL)
            killed.append(role)
        return killed

    assert crowd.run(CLIENTS, person, killer) == victims
    runtime.database.close()
    assert Counter(crowd.answers) == {303: len(rows)}, unexpected(home / "scale.log")
    assert_each_cycle_started_once(runtime, [customer for customer, _ in rows])


def assert_each_cycle_started_once(runtime: Runtime, customers: list[int]) -> None:
    with runtime.read_session() as session:
        assert Counter(session.scalars(select(Instance.subject_id))) == dict.fromkeys(customers, 1)
        for instance in session.scalars(select(Instance.id)):
            stream = select(HistoryEvent).where(HistoryEvent.stream == f"instance:{instance}")
            assert first_broken(session.scalars(stream.order_by(HistoryEvent.seq))) is None
    runtime.database.close()


def unexpected(log: Path) -> str:
    """What the processes said of errors, but for that the database was away."""
    lines = log.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if "rror" in line and "the database failed a reader" not in line)[-20_000:]
