"""The embedded worker does what lasts beside what is due: no timer waits for another system's answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.actors import SYSTEM
from processes.commands.periodic import SchedulePeriodic
from processes.commands.pruning import PruneFinished
from processes.history.growing import append_lines
from processes.jobs.dispatching import WakeWorker
from processes.jobs.queue import EXTERNAL, LOCAL
from processes.jobs.worker import Worker
from tests.runtime.carrying import Carrier, asked
from tests.runtime.small import instance_row, jobs
from tests.support.bank import Bank
from tests.support.patience import PATIENCE, becomes


@pytest.fixture
def worker(small: Bank) -> Iterator[Worker]:
    woken = WakeWorker()
    small.runtime.dispatcher = woken
    running = Worker(small.runtime, woken)
    running.start()
    yield running
    running.stop()


def test_what_is_due_is_done_while_a_call_hangs(small: Bank, carrier: Carrier, worker: Worker) -> None:
    hangs, goes_on = threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        assert goes_on.wait(PATIENCE)

    carrier.during = hang
    instance_id = asked(small)
    assert hangs.wait(PATIENCE)
    small.runtime.execute(SchedulePeriodic(PruneFinished(), "meanwhile"), SYSTEM)
    assert becomes(
        lambda: any(job.dedupe == "meanwhile" and job.status == "done" for job in jobs(small, "PruneFinished"))
    )
    (call,) = (job for job in jobs(small, "RunOperation") if job.queue == EXTERNAL)
    assert call.status == "pending"
    goes_on.set()
    assert becomes(lambda: instance_row(small, instance_id).waiting_at == ["check_amount"])
    assert {job.queue for job in jobs(small, "PruneFinished")} == {LOCAL}


def test_lines_of_many_writers_stay_whole(tmp_path: Path) -> None:
    path, long = tmp_path / "lines.jsonl", 100_000  # longer than what is written at once
    writers = [
        threading.Thread(target=append_lines, args=(path, [bytes([65 + number]) * long] * 5)) for number in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = path.read_bytes().splitlines()
    assert sorted(line[:1] for line in lines) == sorted(b"ABCD"[n : n + 1] for n in range(4) for _ in range(5))
    assert {(len(line), len(set(line))) for line in lines} == {(long, 1)}
