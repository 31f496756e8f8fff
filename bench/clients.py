"""What several people at once get: items a second, CPU an item, and the memory of the server afterwards."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.figures import Figure, cpu_seconds, milliseconds, resident_megabytes
from bench.floor import Step, engine_alone, steps_of_a_cycle
from bench.scratch import POSTGRES, Scratch, scratch
from bench.serving import Server, served
from bench.walking import Staff, number_of
from services.demo.desk import Desk
from services.demo.people import PEOPLE


def measure(counts: list[int], cycles: int) -> tuple[list[Figure], str]:
    """Each client takes ``cycles`` cycles through the pages; on PostgreSQL too when a server is given."""
    figures, databases = list[Figure](), list[str]()
    for postgres in (False, True) if POSTGRES else (False,):
        with scratch(customers=2 + cycles * sum(counts), postgres=postgres) as bank, served(bank) as server:
            databases.append(bank.database)
            figures += _measure(bank, server, counts, cycles)
            figures.append(_floor(steps_of_a_cycle(bank.runtime, number_of(cycles * sum(counts) + 1))))
    return figures, "; ".join(databases)


def _measure(bank: Scratch, server: Server, counts: list[int], cycles: int) -> list[Figure]:
    kind, figures, first = bank.runtime.database.kind, list[Figure](), 1
    _staff(bank, server).walk(number_of(0), [])
    single, items = 0.0, 0
    for count in counts:
        staffs = [_staff(bank, server) for _ in range(count)]
        dealt = [range(first + place * cycles, first + (place + 1) * cycles) for place in range(count)]
        first += count * cycles
        begun, cpu = time.perf_counter(), cpu_seconds(server.pid)
        with ThreadPoolExecutor(count) as pool:
            done = sum(pool.map(_walk_all, staffs, dealt))
        items += done
        per_item = (cpu_seconds(server.pid) - cpu) / done
        single = single or per_item
        rate = done / (time.perf_counter() - begun)
        value = (
            f"{rate:.0f} items a second, {milliseconds(per_item)} CPU an item = {per_item / single:.2f} x one client"
        )
        figures.append(Figure(f"{count} clients, {kind}", value, "", "CPU <= 1.2 x one client"))
    figures.append(Figure(f"server after {items:,} items, {kind}", f"{resident_megabytes(server.pid):.0f} MB"))
    return figures


def _staff(bank: Scratch, server: Server) -> Staff:
    staff = Staff(server, Desk(bank.runtime))
    staff.sign_all_in([person.login for person in PEOPLE])
    return staff


def _walk_all(staff: Staff, positions: range) -> int:
    return sum(staff.walk(number_of(position), []) for position in positions)


def _floor(steps: list[Step]) -> Figure:
    """What the machine itself takes for company: the engine alone, on a core whose neighbours rest, and work."""
    engine_alone(steps)
    resting = engine_alone(steps * 5)
    with _busy_neighbours():
        working = engine_alone(steps * 5)
    value = f"{milliseconds(resting)} CPU a step while the other core rests, {milliseconds(working)} while it works"
    return Figure("the engine alone, in memory", f"{value} = {working / resting:.2f} x")


@contextmanager
def _busy_neighbours() -> Iterator[None]:
    """Every other core counts, as it does when clients, server and database all work."""
    neighbours = [multiprocessing.Process(target=_count, daemon=True) for _ in range(multiprocessing.cpu_count() - 1)]
    for one in neighbours:
        one.start()
    try:
        yield
    finally:
        for one in neighbours:
            one.kill()
            one.join()


def _count() -> None:
    numbers = {number: str(number) for number in range(100_000)}
    while True:
        assert sum(map(len, numbers.values())) > 0
