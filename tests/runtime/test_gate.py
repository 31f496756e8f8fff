"""The one writer's gate: first come, first served, and nobody waits for ever."""

from __future__ import annotations

import threading
import time

import pytest

from processes.database.gate import FairGate
from processes.errors import DatabaseBusy

PATIENT = 30.0


def test_those_who_wait_are_served_in_the_order_they_came() -> None:
    gate, served = FairGate(PATIENT), list[int]()

    def client(number: int) -> None:
        with gate.held():
            served.append(number)

    threads = []
    with gate.held():
        for number in range(20):
            threads.append(threading.Thread(target=client, args=(number,)))
            threads[-1].start()
            while len(gate._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_one_at_a_time() -> None:
    gate, inside, most = FairGate(PATIENT), [0], [0]

    def client() -> None:
        for _ in range(200):
            with gate.held():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=client) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_who_waited_in_vain_is_told_and_leaves_the_queue() -> None:
    gate = FairGate(0.05)
    with gate.held(), pytest.raises(DatabaseBusy), gate.held():
        raise AssertionError("two inside")
    with gate.held():
        pass
    assert not gate._waiting
