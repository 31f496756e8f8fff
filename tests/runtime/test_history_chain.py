"""The history's chain shows every change of an event, whatever column, and every event taken out or put in."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from processes.commands import CompleteWorkItem
from processes.history import FIRST, canonical, event_hash, first_broken
from tests.runtime.small import events, item_at, start
from tests.support.bank import Bank


@pytest.fixture
def stream(small: Bank) -> str:
    """A stream with several events."""
    instance_id = start(small, "handover")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    return f"instance:{instance_id}"


def tamper(bank: Bank, statement: str, stream: str) -> None:
    """Change rows behind the runtime's back; fails when nothing changed."""
    with bank.runtime.writer.begin() as connection:
        values = {"stream": stream, **({"zero": FIRST} if ":zero" in statement else {})}
        assert connection.execute(text(statement), values).rowcount == 1


CHANGES = {
    "at": "'2026-01-01 00:00:00.000000'",
    "actor": "'am:别人'",
    "actor_id": "actor_id + 1",
    "on_behalf_of": "'am:别人'",
    "action": "'item:claim'",
    "context": "'{}'",
    "personal_data_commitment": "'0'",
    "hash": ":zero",
    "seq": "99",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_breaks_the_chain_at_its_event(small: Bank, stream: str, column: str) -> None:
    assert first_broken(events(small, stream)) is None
    # the event of the person's submission: it has an actor's id
    where = "WHERE stream = :stream AND action = 'item:complete'"
    tamper(small, f"UPDATE history_event SET {column} = {CHANGES[column]} {where}", stream)
    assert first_broken(events(small, stream)) is not None


def test_an_event_taken_out_breaks_the_chain_after_it(small: Bank, stream: str) -> None:
    tamper(small, "DELETE FROM history_event WHERE stream = :stream AND seq = 2", stream)
    broken = first_broken(events(small, stream))
    assert broken is not None
    assert broken.seq == 3


def test_a_changed_event_with_its_hash_made_again_breaks_the_next_one(small: Bank, stream: str) -> None:
    found = events(small, stream)
    found[1].context = canonical({"item": 1})
    found[1].hash = event_hash(found[1], found[0].hash)
    assert first_broken(found) is found[2]


def test_two_events_never_share_what_is_hashed(small: Bank, stream: str) -> None:
    one, other = events(small, stream)[:2]
    one.actor, one.action = "ab", "c"
    for part in ("seq", "at", "actor_id", "stream", "context"):
        setattr(other, part, getattr(one, part))
    other.actor, other.action = "a", "bc"
    assert event_hash(one, FIRST) != event_hash(other, FIRST)


def test_every_stream_has_a_chain_of_its_own(small: Bank, stream: str) -> None:
    other = f"instance:{start(small, 'handover')}"
    assert event_hash(events(small, other)[0], FIRST) == events(small, other)[0].hash
    tamper(small, "UPDATE history_event SET context = '{}' WHERE stream = :stream AND seq = 1", stream)
    assert first_broken(events(small, other)) is None
