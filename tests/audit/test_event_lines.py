"""The history as JSON lines: every settled event once, by time, from any position on."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from processes.models import HistoryEvent
from services.exports.event_lines import SETTLED, Position, event_lines
from services.exports.recording import Tally
from tests.audit.eventful import eventful
from tests.paths.walking import Walker
from tests.support.bank import Bank


def lines(bank: Bank, after: str = "") -> list[dict[str, object]]:
    with bank.runtime.read_session() as session:
        place = Position.read(after) if after else None
        assert bool(after) == (place is not None)
        sent = b"".join(event_lines(session, place, bank.clock(), Tally()))
    return [json.loads(line) for line in sent.decode().splitlines()]


def test_every_settled_event_is_told_once_by_time_as_it_is_stored(bank):
    eventful(bank)
    bank.clock.advance(minutes=1)
    told = lines(bank)
    with bank.runtime.read_session() as session:
        stored = {(one.stream, one.seq): one for one in session.scalars(select(HistoryEvent))}
    assert len(told) == len(stored) > 100
    for line in told:
        event = stored[str(line["stream"]), int(str(line["seq"]))]
        assert (line["actor"], line["action"], line["hash"]) == (event.actor, event.action, event.hash.hex())
        assert line["context"] == json.loads(event.context)
        assert line["at"] == event.at.isoformat(timespec="microseconds")
    assert [line["at"] for line in told] == sorted(str(line["at"]) for line in told)


def test_reading_goes_on_after_any_line_and_misses_and_repeats_nothing(bank):
    eventful(bank)
    bank.clock.advance(minutes=1)
    told = lines(bank)
    for place in (0, 1, len(told) // 2, len(told) - 2, len(told) - 1):
        assert lines(bank, str(told[place]["position"])) == told[place + 1 :]
    Walker(bank.runtime).start_cycle("K1007")
    bank.clock.advance(minutes=1)
    more = lines(bank, str(told[-1]["position"]))
    assert told + more == lines(bank)
    assert {line["action"] for line in more} >= {"instance:start", "item:open"}


def test_what_another_transaction_may_still_come_before_is_not_told_yet(bank):
    Walker(bank.runtime).start_cycle("K1007")
    with bank.runtime.read_session() as session:
        newest = session.scalar(select(func.max(HistoryEvent.at)))
        assert newest == bank.clock()
    assert not [line for line in lines(bank) if line["stream"] == "instance:1"]
    bank.clock.advance(seconds=SETTLED.total_seconds())
    assert [line for line in lines(bank) if line["stream"] == "instance:1"]
    bank.clock.set(bank.clock() - timedelta(seconds=1))
    assert not [line for line in lines(bank) if line["stream"] == "instance:1"]


@pytest.mark.parametrize(
    "text", ["", "x", "2026-03-02T00:00:00~1~a", "2026-03-02T00:00:00Z~-1~a", "2026-03-02T00:00:00Z~x~a", "~~",
             "2026-03-02T00:00:00Z~99999999999~a", "2026-03-02T00:00:00Z~1~\0", "2026-03-02T00:00:00Z~1~" + "a" * 101]
)  # fmt: skip
def test_what_is_no_position_is_none(text):
    assert Position.read(text) is None
