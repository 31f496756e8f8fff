"""Timers that several worker processes wait for fire once each, though workers are killed and stopped meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from processes.actors import SYSTEM
from processes.commands import StartInstance
from processes.errors import DatabaseBusy
from processes.jobs.queue import LEASES, LOCAL
from processes.models import HistoryEvent, Instance, WorkItem
from processes.runtime import utc_now
from services.customers import search_customers
from tests.reliability.driving import ROOT, SECONDS
from tests.reliability.test_kill import SOAK
from tests.runtime.small import folder, publish
from tests.support.bank import Bank

KILLS, WAVE, WORKERS = (20, 100, 4) if SOAK else (3, 15, 4)


def worker(url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.reliability.working", url], cwd=ROOT)


def set_alarms(bank: Bank, apart: float) -> list[int]:
    """A wave of instances whose timers are due one after another from now on, so many seconds apart."""
    with bank.runtime.read_session() as session:
        customer_id = search_customers(session, bank.actor("lin"))[0].id
    bank.clock.set(utc_now())
    made = []
    for number in range(WAVE):
        due = utc_now() + timedelta(seconds=number * apart)
        data = {"customer_id": customer_id, "wait_until": due.isoformat()}
        made.append(started(bank, StartInstance("alarm", data, subject_id=customer_id)))
    return made


def started(bank: Bank, command: StartInstance) -> int:
    """As everybody does who is told that the database is busy: nothing was stored, so ask again."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            instance: int = bank.runtime.execute(command, SYSTEM)
        except DatabaseBusy:
            assert time.monotonic() < until, "the database stayed busy"
        else:
            return instance


def stall(process: subprocess.Popen[bytes]) -> None:
    """Stop a worker, whatever it holds, for longer than its lease; then it goes on as if nothing had been."""
    process.send_signal(signal.SIGSTOP)
    time.sleep(0.1)
    assert Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T"
    time.sleep(LEASES[LOCAL].total_seconds() + 1)
    process.send_signal(signal.SIGCONT)


def fired(bank: Bank) -> int:
    with bank.runtime.read_session() as session:
        return session.scalar(select(func.count(WorkItem.id)).where(WorkItem.element_id == "get_up")) or 0


def wait_for(bank: Bank, count: int) -> None:
    until = time.monotonic() + SECONDS
    while fired(bank) < count:
        assert time.monotonic() < until, f"{fired(bank)} of {count} timers fired"
        time.sleep(0.01)


def test_each_timer_fires_once(bank: Bank) -> None:
    seed = int(os.environ.get("STEWARD_SEED", random.randrange(10**6)))
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    publish(bank, folder("alarm"))
    workers = [worker(bank.runtime.database.url) for _ in range(WORKERS)]
    instances: list[int] = []
    try:
        for _ in range(KILLS):
            instances += set_alarms(bank, apart=0.02)
            wait_for(bank, len(instances) - WAVE + 1)
            time.sleep(chance.random() * 0.3)
            victim = chance.randrange(WORKERS)
            workers[victim].send_signal(signal.SIGKILL)
            assert workers[victim].wait() == -9
            workers[victim] = worker(bank.runtime.database.url)
        wait_for(bank, len(instances))
        # The last of this wave is due seconds after the first, so that some are left when a worker stops.
        instances += set_alarms(bank, apart=5 / WAVE)
        wait_for(bank, len(instances) - WAVE + 1)
        assert fired(bank) < len(instances)
        stall(workers[chance.randrange(WORKERS)])
        wait_for(bank, len(instances))
    finally:
        for one in workers:
            one.kill()
            one.wait()
    with bank.runtime.read_session() as session:
        opened = Counter(session.scalars(select(WorkItem.instance_id).where(WorkItem.element_id == "get_up")))
        told = Counter(session.scalars(select(HistoryEvent.stream).where(HistoryEvent.action == "item:open")))
        states = set(session.scalars(select(Instance.next_timer_at).where(Instance.id.in_(instances))))
    assert opened == dict.fromkeys(instances, 1)
    assert told == {f"instance:{one}": 1 for one in instances}
    assert states == {None}
