"""How fast the whole customer book is run through a draft standard, as the pages ask: by jobs, with progress."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator

from sqlalchemy import insert, select

from bench.figures import Figure, cpu_seconds
from bench.filling import fill_customers
from bench.scratch import Scratch, scratch
from bench.walking import number_of
from processes.actors import SYSTEM
from processes.commands import AskImpact
from processes.database.rows import table_of
from processes.jobs.worker import run_due
from services.demo.bank import start_cycle
from services.demo.customers import generated_records
from services.models import Assessment, Customer
from services.readings.impact import impact_run, impact_state
from services.standard.figures import read_figures
from services.standard.standard import shipped_files
from services.standard_impact import TIERS

KINDS = 2_000  # of records; each customer has amounts of his own
AT_ONCE = 5_000
SEED = 20261126


def measure(count: int) -> tuple[list[Figure], str]:
    """Two drafts: one threshold moved, and other weights, so that nothing is shared between the two standards."""
    with scratch(customers=1) as bank:
        fill_customers(bank, count)
        fill_assessments(bank)
        floor = _reading(bank)
        wanted = "100,000 in <= 15 s"
        drafts = {"one threshold moved": _other_threshold(), "every score otherwise": _other_weights()}
        figures = [
            Figure(f"what-if over {count:,} customers, {name}", _asked(bank, files), floor, wanted)
            for name, files in drafts.items()
        ]
        return figures, bank.database


def fill_assessments(bank: Scratch) -> None:
    """One assessment for every customer, each with figures of his own."""
    cycle = start_cycle(bank.runtime, number_of(0))
    with bank.runtime.read_session() as session:
        customers = list(session.scalars(select(Customer.id)))
    common = {"instance_id": cycle, "archive_version": 1, "standard_version": "1.0", "result": {"score": "0.0"}}
    common |= {"rating_date": bank.runtime.clock().date(), "computed_at": bank.runtime.clock()}
    records = _records()
    for start in range(0, len(customers), AT_ONCE):
        rows = [{**common, "customer_id": one, "inputs": next(records)} for one in customers[start : start + AT_ONCE]]
        with bank.runtime.writer.begin() as connection:
            connection.execute(insert(table_of(Assessment)), rows)


def _records() -> Iterator[dict[str, object]]:
    chance, kinds = random.Random(SEED), generated_records(KINDS)  # noqa: S311  (figures to measure with)
    number = 0
    while True:
        number += 1
        size = chance.choice((0.02, 0.1, 0.4, 1.0, 3.0, 8.0))
        yield {
            **chance.choice(kinds),
            "customer_id": f"B{number}",
            "avg_deposit": round(size * chance.uniform(100, 900), 2),
            "avg_loan": round(size * chance.uniform(0, 700), 2),
            "wealth_balance": round(size * chance.uniform(0, 160), 2),
            "other_banks": [{"bank": "他行甲", "deposit": round(size * chance.uniform(20, 700), 2)}],
            "satisfaction": round(chance.uniform(1, 5), 1),
            "overdue_days": chance.choice((0, 0, 0, 0, 12, 45)),
            "previous_tier": chance.choice((None, "A", "B", "P", "C", "D")),
            "previous_score": str(round(chance.uniform(0, 100), 1)),
        }


def _reading(bank: Scratch) -> str:
    """The same rows read, unpacked and typed, nothing decided."""
    begun, count = time.perf_counter(), 0
    with bank.runtime.read_session() as session:
        for inputs in session.scalars(select(Assessment.inputs).execution_options(yield_per=AT_ONCE)):
            read_figures(inputs)
            count += 1
    return f"reading alone {count / (time.perf_counter() - begun):,.0f} a second"


def _asked(bank: Scratch, files: dict[str, bytes]) -> str:
    begun, cpu = time.perf_counter(), cpu_seconds(os.getpid())
    run_id = bank.runtime.execute(AskImpact(TIERS, "standard", files), SYSTEM)
    run_due(bank.runtime)
    seconds, used = time.perf_counter() - begun, cpu_seconds(os.getpid()) - cpu
    with bank.runtime.read_session() as session:
        state = impact_state(session, impact_run(session, run_id))
    moved = sum(count for move, count in state.totals["tiers"].items() if move[0] != move[-1])
    assert state.run.status == "done"
    return f"{state.done / seconds:,.0f} a second, {seconds:.1f} s ({used:.1f} s CPU), {moved:,} change tier"


def _other_threshold() -> dict[str, bytes]:
    files = shipped_files()
    return {**files, "tier.dmn": files["tier.dmn"].replace(b"&gt;= 65", b"&gt;= 60")}


def _other_weights() -> dict[str, bytes]:
    files = shipped_files()
    parameters = json.loads(files["parameters.json"])
    first, second = parameters["indicators"][:2]
    first["weight_percent"], second["weight_percent"] = "20", "20"
    return {**files, "parameters.json": json.dumps(parameters).encode()}
