"""Exports stream: four times as much takes no more memory. Filled by copies of a real cycle."""

from __future__ import annotations

import tracemalloc
from collections.abc import Generator
from pathlib import Path

import pytest

from bench.filling import fill_finished
from bench.history import fill_history
from bench.scratch import Scratch
from processes.actors import SYSTEM
from processes.commands import WriteCheckpoint
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
WAVERS = 200_000  # bytes, of what the interpreter keeps for itself
KEPT = 0.05  # of the bytes sent: an export that held its rows or events would hold several times their size


def peak_of(bank: Bank, kind: str) -> tuple[int, int, int]:
    """(the largest memory used, bytes sent, rows) of one export."""
    tally, size = Tally(), 0
    with bank.runtime.read_session() as session:
        finding = Finding(session, bank.actor("shen"), CycleFilter(), bank_day(bank.clock()))
        mining = Mining(bank.runtime, session, finding, "zh")
        kinds: dict[str, Generator[bytes]] = {
            "xes": xes_chunks(mining.cycles(), tally),
            "ocel": OcelLog(session, finding, mining, tally).chunks(),
            "events": event_lines(session, None, tally),
        }
        next(iter(mining.cycles()), None)  # the definitions are loaded once, and stay
        tracemalloc.start()
        for chunk in kinds[kind]:
            size += len(chunk)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak, size, tally.rows


@pytest.mark.parametrize("kind", ["xes", "ocel"])
def test_an_export_of_four_times_as_much_takes_no_more_memory(bank, kind, database_url, tmp_path: Path):
    scratch = Scratch(bank.runtime, database_url, tmp_path)
    fill_finished(scratch, SOME)
    small, size, rows = peak_of(bank, kind)
    fill_finished(scratch, 3 * SOME)
    more, larger, more_rows = peak_of(bank, kind)
    assert more_rows > 3 * rows
    assert more - small < WAVERS + KEPT * (larger - size), (small, more, size, larger, rows, more_rows)
    assert larger - size > 10 * WAVERS


def test_four_times_as_many_events_take_no_more_memory(bank, database_url, tmp_path: Path):
    scratch, found = Scratch(bank.runtime, database_url, tmp_path), []
    for events in (10_000, 30_000):
        fill_history(scratch, events, first=sum(rows for _, _, rows in found))
        bank.runtime.execute(WriteCheckpoint(), SYSTEM)
        found.append(peak_of(bank, "events"))
    (small, size, _), (more, larger, rows) = found
    assert rows > 40_000
    assert more - small < WAVERS + KEPT * (larger - size), found
    assert larger - size > 10 * WAVERS


@pytest.mark.parametrize("write", [csv_chunks, lambda titles, rows, tally: excel_chunks(titles, rows, tally, "…")])
def test_four_times_as_many_rows_take_no_more_memory(write):
    peaks = []
    for count in (5_000, 20_000):
        rows = ([number, f"客户 {number}", "x" * 100] for number in range(count))
        tracemalloc.start()
        size = sum(map(len, write(["a", "b", "c"], rows, Tally())))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert size > 5 * count
    assert peaks[1] - peaks[0] < WAVERS, peaks  # 15,000 rows that were held would take several megabytes
