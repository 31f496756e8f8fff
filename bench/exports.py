"""How fast a million events are exported, and in how much memory; how long a search takes among as many cycles."""

from __future__ import annotations

import os
import time
from collections.abc import Generator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.figures import Figure, Times, resident_megabytes, timed
from bench.filling import fill_customers, fill_finished
from bench.history import fill_history
from bench.scratch import Scratch, scratch
from processes.actors import SYSTEM
from processes.commands import WriteCheckpoint
from processes.context import bank_day
from processes.models import HistoryEvent
from services.exports.event_lines import event_lines
from services.exports.ocel import OcelLog
from services.exports.recording import Tally
from services.exports.tables import csv_chunks, excel_chunks
from services.exports.xes import xes_chunks
from services.finding.filters import CycleFilter
from services.models import CycleTraits
from services.people import actor_of, user_by_login
from services.readings.finding import Finding
from services.readings.mining import Mining

ROUNDS = 5
SEARCHES: dict[str, dict[str, str]] = {
    "everything": {},
    "a common mark": {"late": "1"},
    "a rare mark": {"intervened": "1"},
    "two that never meet": {"outcome": "exit", "tier": "A"},
    "a customer": {"text": "B77"},
    "a person": {"person": "lin"},
    "a person with nothing": {"person": "shen"},
    "a period with nothing": {"ended_to": "2000-01-01"},
}


def measure(instances: int) -> tuple[list[Figure], str]:
    """The exports of every cycle, then searches."""
    with scratch(customers=60) as bank:
        fill_customers(bank, instances // 20)
        fill_finished(bank, instances)
        fill_history(bank, instances)
        while bank.runtime.execute(WriteCheckpoint(), SYSTEM) is not None:
            pass
        with bank.runtime.read_session() as session:
            events = session.scalar(select(func.count()).select_from(HistoryEvent)) or 0
            cycles = session.scalar(select(func.count()).select_from(CycleTraits)) or 0
        filled = f"{cycles:,} cycles, {events:,} events"
        figures = [_exported(bank, kind, filled) for kind in ("xes", "ocel", "events", "csv", "xlsx")]
        figures += [_searched(bank, name, filled) for name in SEARCHES]
        return figures, bank.database


def _exported(bank: Scratch, kind: str, filled: str) -> Figure:
    tally, size, before, largest = Tally(), 0, resident_megabytes(os.getpid()), 0.0
    begun = time.perf_counter()
    with bank.runtime.read_session() as session:
        finding = _finding(bank, session, {})
        mining = Mining(bank.runtime, session, finding, "zh")
        rows = ([row.cycle_id, row.name, row.tier, row.started_at] for batch in finding.batches() for row in batch)
        kinds: dict[str, Generator[bytes]] = {
            "csv": csv_chunks(["a", "b", "c", "d"], rows, tally),
            "xlsx": excel_chunks(["a", "b", "c", "d"], rows, tally, "…"),
            "xes": xes_chunks(mining.cycles(), tally),
            "ocel": OcelLog(session, finding, mining, tally).chunks(),
            "events": event_lines(session, None, tally),
        }
        for number, chunk in enumerate(kinds[kind]):
            size += len(chunk)
            if number % 50 == 0:
                largest = max(largest, resident_megabytes(os.getpid()))
    seconds = time.perf_counter() - begun
    value = f"{tally.rows / seconds:,.0f} rows/s, {tally.rows:,} in {seconds:.0f} s, {size / 1e6:,.0f} MB sent"
    return Figure(
        f"export {kind}; {filled}", f"{value}, +{max(0.0, largest - before):.0f} MB memory", "", "constant memory"
    )


def _searched(bank: Scratch, name: str, filled: str) -> Figure:
    times = list[float]()

    def search() -> None:
        with bank.runtime.read_session() as session:
            finding = _finding(bank, session, SEARCHES[name])
            finding.page()
            finding.count()

    for _ in range(ROUNDS):
        timed(times, search)
    return Figure(f"search, page and count: {name}; {filled}", str(Times(times)))


def _finding(bank: Scratch, session: Session, wanted: dict[str, str]) -> Finding:
    auditor = user_by_login(session, "shen")
    assert auditor is not None
    today = bank_day(bank.runtime.clock())
    return Finding(session, actor_of(auditor), CycleFilter.read(wanted), today)
