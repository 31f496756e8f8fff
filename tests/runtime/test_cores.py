"""Counting in other processes: in order, done all the same where one is lost, and nobody is left when this one dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.cores import Cores

ROOT = Path(__file__).parents[2]
WORK = """
import os, sys, time
from processes.cores import Cores
from tests.runtime.test_cores import told

if __name__ == "__main__":
    cores = Cores()
    cores.count = 2
    print(*sorted(set(cores.map(told, range(20)))), flush=True)
    time.sleep(60)
"""


def square(number: int) -> int:
    return number * number


def told(_number: int) -> int:
    """Which process."""
    time.sleep(0.02)
    return os.getpid()


def die_elsewhere(parent: int) -> int:
    """Only the process that asked survives it."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def refuse(_number: int) -> int:
    raise ZeroDivisionError


@pytest.fixture
def two() -> Iterator[Cores]:
    cores = Cores()
    cores.count = 2
    yield cores
    cores.close()


def test_what_is_found_comes_in_order_from_other_processes(two: Cores) -> None:
    assert two.map(square, range(50)) == [number * number for number in range(50)]
    assert os.getpid() not in two.map(told, range(4))


def test_a_lost_process_leaves_the_work_to_this_one(two: Cores) -> None:
    assert two.map(die_elsewhere, [os.getpid()] * 3) == [os.getpid()] * 3
    assert two.map(square, [3]) == [9]  # others begin


def test_what_was_still_coming_when_a_process_was_lost_is_done_once_too(two: Cores) -> None:
    made: list[int] = []

    def making() -> Iterator[int]:
        for _ in range(6):
            time.sleep(0.1)  # the first have died before the last are there
            made.append(os.getpid())
            yield made[-1]

    assert two.map(die_elsewhere, making()) == made == [os.getpid()] * 6


def test_what_a_process_raises_is_raised_here(two: Cores) -> None:
    with pytest.raises(ZeroDivisionError):
        two.map(refuse, [1])


def test_one_core_works_here() -> None:
    alone = Cores()
    alone.count = 1
    assert set(alone.map(told, range(3))) == {os.getpid()}


def test_they_end_with_whoever_began_them_however_it_ends(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        children = [int(text) for text in parent.stdout.readline().split()]
        assert children
        parent.kill()
    for _ in range(200):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            return
        time.sleep(0.1)
    pytest.fail(f"{children} go on without {parent.pid}")
