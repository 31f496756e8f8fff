"""How fast cycles are started, how fast customers are scored and tiered, and what a finished cycle keeps on disk."""

from __future__ import annotations

import time

from sqlalchemy import select, text

from bench.figures import Figure, milliseconds
from bench.filling import fill_customers
from bench.scratch import Scratch, scratch
from bench.walking import number_of, walk
from processes.actors import SYSTEM
from processes.memory import settle_memory
from services.demo.customers import sample_records
from services.models import Customer
from services.procedure.cycle import StartNextCycle
from services.standard.assessment import assess
from services.standard.standard import shipped_standard


def measure_starting(count: int) -> tuple[list[Figure], str]:
    """Cycles started one after another, each in a transaction of its own, as the scheduled starts are."""
    with scratch(customers=1) as bank:
        fill_customers(bank, count)
        with bank.runtime.read_session() as session:
            customers = list(session.scalars(select(Customer.id)))
            day = bank.runtime.clock().date().isoformat()
        bank.runtime.execute(StartNextCycle(customers.pop(), day), SYSTEM)  # everything loaded once
        settle_memory()  # as a serving process and a worker do
        begun, cpu = time.perf_counter(), time.process_time()
        for customer_id in customers:
            bank.runtime.execute(StartNextCycle(customer_id, day), SYSTEM)
        each, rate = (time.process_time() - cpu) / len(customers), len(customers) / (time.perf_counter() - begun)
        value = f"{rate:.0f} a second, {milliseconds(each)} CPU each"
        return [Figure(f"starting {len(customers):,} cycles", value, "", ">= 300 a second")], bank.database


def measure_scoring(count: int) -> tuple[list[Figure], str]:
    """Score, tier, recommendation and budget, in memory."""
    records, standard = sample_records(), shipped_standard()
    begun = time.process_time()
    for number in range(count):
        assess(records[number % len(records)], standard)
    rate = count / (time.process_time() - begun)
    return [Figure(f"scoring and tiering {count:,} customers", f"{rate:.0f} a second")], "no database for scoring"


def measure_storage(count: int) -> tuple[list[Figure], str]:
    """The growth of the compacted file by finished cycles, with history, forms and indexes (SQLite)."""
    with scratch(customers=count) as bank:
        before = _bytes(bank)
        for position in range(count):
            walk(bank.runtime, number_of(position))
        kilobytes = (_bytes(bank) - before) / count / 1024
        return [
            Figure(f"a finished cycle on disk, mean of {count}", f"{kilobytes:.0f} kB", "", "<= 40 kB")
        ], bank.database


def _bytes(bank: Scratch) -> int:
    with bank.runtime.writer.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("VACUUM")
        driver.close()
    with bank.runtime.writer.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
