"""How long the runtime takes for a step, beside the floor: the same number of empty durable commits."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pysqlite3

from processes.database import make_database
from services.bank import bank_runtime
from services.database import migrate
from services.demo.bank import add_customers, add_people, start_cycle
from services.demo.desk import Desk
from services.shipped import take_over

CYCLES = 10


def main() -> None:
    """Run whole cycles on a fresh file database and print the time of each step and of an empty commit."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = bank_runtime(f"sqlite:///{folder}/bench.sqlite3")
        migrate(runtime.writer)
        take_over(runtime)
        add_people(runtime)
        add_customers(runtime, generated=CYCLES)
        desk, steps = Desk(runtime), list[float]()
        for number in range(CYCLES):
            cycle = start_cycle(runtime, f"K{1001 + number}")
            while not desk.is_at(cycle, "closed"):
                begun = time.perf_counter()
                desk.do_next(cycle)
                steps.append(time.perf_counter() - begun)
        floor = _floor(Path(folder), len(steps))
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")  # noqa: T201
    print(f"SQLite {pysqlite3.sqlite_version}, WAL, synchronous=FULL; {CYCLES} whole cycles")  # noqa: T201
    print(_line("step (form filled, parsed, checked, engine run, stored)", steps))  # noqa: T201
    print(_line("floor (one row, one durable commit)", floor))  # noqa: T201


def _floor(folder: Path, count: int) -> list[float]:
    writer = make_database(f"sqlite:///{folder}/floor.sqlite3").writer
    taken = []
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE floor (id INTEGER PRIMARY KEY, text TEXT)")
    for _ in range(count):
        begun = time.perf_counter()
        with writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO floor (text) VALUES ('x')")
        taken.append(time.perf_counter() - begun)
    return taken


def _line(name: str, seconds: list[float]) -> str:
    ordered = sorted(1000 * one for one in seconds)
    return (
        f"{name}: n={len(ordered)}, median {statistics.median(ordered):.2f} ms, "
        f"95 % below {ordered[int(len(ordered) * 0.95)]:.2f} ms, longest {ordered[-1]:.2f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
