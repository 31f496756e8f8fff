"""Exports stream: four times as much takes no more memory. Filled by copies of a real cycle."""

from __future__ import annotations

import tracemalloc
from collections.abc import Generator
from pathlib import Path

import pytest

from bench.filling import fill_finished
from bench.scratch import Scratch
from processes.context import bank_day
from services.exports.event_lines import event_lines
from services.exports.ocel import OcelLog
from services.exports.recording import Tally
from services.exports.tables import csv_chunks, excel_chunks
from services.exports.xes import xes_chunks
from services.finding.filters import CycleFilter
from services.readings.finding import Finding
from services.readings.mining import Mining
from tests.support.bank import Bank

SOME = 300  # instances; four of a cycle
KEPT = 0.05  # of the bytes sent: an export that held its rows or events would hold several times their size


def peak_of(bank: Bank, kind: str) -> tuple[int, int, int]:
    """(the largest memory used, bytes sent, rows) of one export."""
    tally, size = Tally(), 0
    with bank.runtime.read_session() as session:
        finding = Finding(session, bank.actor("shen"), CycleFilter(), bank_day(bank.clock()))
        mining = Mining(bank.runtime, session, finding, "zh")
        rows = ([row.cycle_id, row.name, row.started_at] for batch in finding.batches(50) for row in batch)
        kinds: dict[str, Generator[bytes]] = {
            "csv": csv_chunks(["a", "b", "c"], rows, tally),
            "xlsx": excel_chunks(["a", "b", "c"], rows, tally, "…"),
            "xes": xes_chunks(mining.cycles(), tally),
            "ocel": OcelLog(session, finding, mining, tally).chunks(),
            "events": event_lines(session, None, bank.clock(), tally),
        }
        next(iter(mining.cycles()))  # the definitions are loaded once, and stay
        tracemalloc.start()
        for chunk in kinds[kind]:
            size += len(chunk)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak, size, tally.rows


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xes", "ocel", "events"])
def test_an_export_of_four_times_as_much_takes_no_more_memory(bank, kind, database_url, tmp_path: Path):
    scratch = Scratch(bank.runtime, database_url, tmp_path)
    fill_finished(scratch, SOME)
    bank.clock.advance(minutes=2)
    small, size, rows = peak_of(bank, kind)
    fill_finished(scratch, 3 * SOME)
    bank.clock.advance(minutes=2)
    more, larger, more_rows = peak_of(bank, kind)
    assert more_rows > 3 * rows
    assert more - small < 200_000 + KEPT * (larger - size), (small, more, size, larger, rows, more_rows)
