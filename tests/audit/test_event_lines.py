"""The history as JSON lines: every signed event once, from any position on."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import WriteCheckpoint
from processes.models import HistoryEvent
from services.exports.event_lines import Position, event_lines
from services.exports.recording import Tally
from tests.audit.eventful import eventful
from tests.paths.walking import Walker
from tests.support.bank import Bank


def lines(bank: Bank, after: str = "") -> list[dict[str, object]]:
    with bank.runtime.read_session() as session:
        place = Position.read(after) if after else None
        assert bool(after) == (place is not None)
        sent = b"".join(event_lines(session, place, Tally()))
    return [json.loads(line) for line in sent.decode().splitlines()]


def sign(bank: Bank) -> None:
    assert bank.runtime.execute(WriteCheckpoint(), SYSTEM) is not None


def test_every_signed_event_is_told_once_in_the_order_of_its_stream_as_it_is_stored(bank):
    eventful(bank)
    sign(bank)
    told = lines(bank)
    with bank.runtime.read_session() as session:
        stored = {(one.stream, one.seq): one for one in session.scalars(select(HistoryEvent))}
    assert len(told) == len(stored) > 100
    numbers: dict[str, int] = {}
    for line in told:
        stream = str(line["stream"])
        numbers[stream] = numbers.get(stream, 0) + 1
        event = stored[stream, numbers[stream]]
        assert (line["seq"], line["actor"], line["action"]) == (event.seq, event.actor, event.action)
        assert (line["hash"], line["context"]) == (event.hash.hex(), json.loads(event.context))
        assert line["at"] == event.at.isoformat(timespec="microseconds")


def test_reading_goes_on_after_any_line_and_misses_and_repeats_nothing(bank):
    eventful(bank)
    sign(bank)
    told = lines(bank)
    for place in (0, 1, len(told) // 2, len(told) - 2, len(told) - 1):
        assert lines(bank, str(told[place]["position"])) == told[place + 1 :]
    bank.clock.advance(hours=-1)  # a clock that was set back changes nothing
    Walker(bank.runtime).start_cycle("K1007")
    assert lines(bank, str(told[-1]["position"])) == []  # not signed yet
    sign(bank)
    more = lines(bank, str(told[-1]["position"]))
    assert told + more == lines(bank)
    assert {line["action"] for line in more} >= {"instance:start", "item:open"}


@pytest.mark.parametrize(
    "text", ["", "x", "1.2", "1.2.3.4", "-1.0.0", "1.x.0", "1.0.2147483648", "1.0.99999999999999", "1.0.²"]
)
def test_what_is_no_position_is_none(text):
    assert Position.read(text) is None
