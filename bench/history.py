"""The history: events verified a second, and what writing it adds to a step."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from sqlalchemy.orm import Session

from bench import scratch
from bench.figures import Figure
from bench.scratch import Scratch
from bench.walking import number_of, walk
from processes.actors import SYSTEM, Actor
from processes.commands import UseKeys, WriteCheckpoint
from processes.history.events import append, begin_stream, write_appended
from processes.history.verification import verify
from processes.memory import settle_memory

EVENTS_OF_A_STREAM = 100
STREAMS_AT_ONCE = 100  # written in one transaction
CONTEXT = {"item": 123_456, "element": "assess_relationship", "assignee": 17, "groups": ["cc"], "due": "2026-11-27"}
SILENCED = (
    "processes.history.append", "services.archive.append", "processes.instances.note_change",
    "processes.runtime.write_appended",
)  # fmt: skip


def measure(events: int, cycles: int) -> tuple[list[Figure], str]:
    """Verification on both databases where a PostgreSQL is given, and the price of writing on SQLite."""
    figures, databases = list[Figure](), list[str]()
    for postgres in (False, True) if scratch.POSTGRES else (False,):
        with scratch.scratch(2 * cycles + 1, postgres) as bank:
            figures += _verification(bank, events)
            databases.append(bank.database)
            if not postgres:
                figures += _writing(bank, cycles)
    return figures, "; ".join(databases)


def _verification(bank: Scratch, count: int) -> list[Figure]:
    bank.runtime.execute(UseKeys(), SYSTEM)
    fill_history(bank, count)
    while bank.runtime.execute(WriteCheckpoint(), SYSTEM) is not None:
        pass
    settle_memory()  # as the command does
    begun = time.perf_counter()
    report = verify(bank.runtime)
    seconds = time.perf_counter() - begun
    assert report.is_whole, report.findings[:3]
    kind = bank.runtime.database.kind
    value = f"{report.events / seconds:,.0f} a second ({report.events:,} events in {report.streams:,} streams)"
    return [Figure(f"verification, {kind}", value, f"SHA-256 alone {_hashing(report.events):,.0f}", "≥ 80,000")]


def fill_history(bank: Scratch, count: int, first: int = 0) -> None:
    """Streams as transactions of ten events write them. ``first``: how many events earlier fillings made."""
    actor, now = Actor(7, "林悦", "am"), datetime.now(UTC)
    for start in range(first // EVENTS_OF_A_STREAM, (first + count) // EVENTS_OF_A_STREAM, STREAMS_AT_ONCE):
        streams = [f"bench:{start + place}" for place in range(STREAMS_AT_ONCE)]
        with Session(bank.runtime.writer) as session:
            for stream in streams:
                begin_stream(session, stream)
            for _ in range(EVENTS_OF_A_STREAM // 10):
                for stream in streams:
                    now += timedelta(milliseconds=3)
                    for _ in range(10):
                        append(session, stream, "item:open", CONTEXT, actor, now)
            write_appended(session, bank.runtime.keys)
            session.commit()


def _hashing(events: int) -> float:
    """The floor: as many hashes of as many bytes, a second."""
    begun = time.perf_counter()
    for _ in range(events):
        hashlib.sha256(bytes(400)).digest()
    return events / (time.perf_counter() - begun)


def _writing(bank: Scratch, cycles: int) -> list[Figure]:
    """CPU of whole cycles with and without history, in turns, so that both meet the same moments of the machine."""
    walk(bank.runtime, number_of(2 * cycles))
    kept, silenced = 0.0, 0.0
    for number in range(cycles):
        kept += _cpu(bank, 2 * number)
        with _silence():
            silenced += _cpu(bank, 2 * number + 1)
    value = f"+{100 * (kept / silenced - 1):.1f} % CPU ({1000 * kept / cycles:.0f} ms a cycle)"
    return [Figure("history in a step", value, f"without {1000 * silenced / cycles:.0f} ms", "≤ 10 %")]


def _cpu(bank: Scratch, number: int) -> float:
    gc.collect()  # what the turn before left is not this one's to clear away
    begun = time.process_time()
    walk(bank.runtime, number_of(number))
    return time.process_time() - begun


@contextmanager
def _silence() -> Iterator[None]:
    with ExitStack() as patches:
        for name in SILENCED:
            patches.enter_context(patch(name, lambda *_given, **_named: None))
        yield
