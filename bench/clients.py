"""What several people at once get: items a second, CPU an item, and the memory of the server afterwards."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from bench.figures import Figure, cpu_seconds, milliseconds, resident_megabytes
from bench.scratch import POSTGRES, Scratch, scratch
from bench.serving import Server, served
from bench.walking import Staff, number_of
from services.demo.desk import Desk
from services.demo.people import PEOPLE


def measure(counts: list[int], cycles: int) -> tuple[list[Figure], str]:
    """Each client takes ``cycles`` cycles through the pages; on PostgreSQL too when a server is given."""
    figures, databases = list[Figure](), list[str]()
    for postgres in (False, True) if POSTGRES else (False,):
        with scratch(customers=1 + cycles * sum(counts), postgres=postgres) as bank, served(bank) as server:
            databases.append(bank.database)
            figures += _measure(bank, server, counts, cycles)
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
