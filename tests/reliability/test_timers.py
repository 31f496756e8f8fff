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
from processes.jobs.queue import LEASES, LOCAL
from processes.models import HistoryEvent, Instance, WorkItem
from processes.runtime import utc_now
from services.customers import search_customers
from tests.reliability.driving import ROOT, SECONDS
from tests.reliability.test_kill import SOAK
from tests.runtime.small import folder, publish
from tests.support.bank import Bank

TIMERS, KILLS, WORKERS = (2000, 20, 4) if SOAK else (60, 3, 4)


def worker(url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.reliability.working", url], cwd=ROOT)


def alarms(bank: Bank) -> list[int]:
    """Instances whose timers are due one after another from now on."""
    publish(bank, folder("alarm"))
    bank.clock.set(utc_now())
    with bank.runtime.read_session() as session:
        customer_id = search_customers(session, bank.actor("lin"))[0].id
    begin = utc_now() + timedelta(seconds=2)
    made = []
    for number in range(TIMERS):
        due = begin + timedelta(seconds=number * 0.02)
        data = {"customer_id": customer_id, "wait_until": due.isoformat()}
        made.append(bank.runtime.execute(StartInstance("alarm", data, subject_id=customer_id), SYSTEM))
    return made


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


def test_each_timer_fires_once(bank: Bank) -> None:
    seed = int(os.environ.get("STEWARD_SEED", random.randrange(10**6)))
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    instances = alarms(bank)
    workers = [worker(bank.runtime.database.url) for _ in range(WORKERS)]
    killed, left_at_stall = 0, 0
    try:
        until = time.monotonic() + SECONDS * (5 if SOAK else 1)
        while fired(bank) < TIMERS and time.monotonic() < until:
            time.sleep(chance.random() * 0.3)
            if killed < KILLS and fired(bank) > killed * TIMERS / (KILLS + 1):
                victim = chance.randrange(WORKERS)
                workers[victim].send_signal(signal.SIGKILL)
                assert workers[victim].wait() == -9
                workers[victim] = worker(bank.runtime.database.url)
                killed += 1
            if killed == KILLS and not left_at_stall:
                left_at_stall = TIMERS - fired(bank)
                stall(workers[chance.randrange(WORKERS)])
    finally:
        for one in workers:
            one.kill()
            one.wait()
    assert killed == KILLS
    assert left_at_stall > 0
    with bank.runtime.read_session() as session:
        opened = Counter(session.scalars(select(WorkItem.instance_id).where(WorkItem.element_id == "get_up")))
        told = Counter(session.scalars(select(HistoryEvent.stream).where(HistoryEvent.action == "item:open")))
        states = set(session.scalars(select(Instance.next_timer_at).where(Instance.id.in_(instances))))
    assert opened == dict.fromkeys(instances, 1)
    assert told == {f"instance:{one}": 1 for one in instances}
    assert states == {None}
