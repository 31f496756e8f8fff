"""A message reaches the instance and the place that it is meant for, once, and no other."""

from __future__ import annotations

import pytest

from processes.actors import SYSTEM
from processes.commands import CorrelateMessage
from processes.errors import KeyReused, NotFound
from processes.models import Instance
from tests.runtime.letters import letters
from tests.runtime.small import as_system, events, instance_row, publish, start
from tests.support.bank import Bank

WAITING = ["first", "second", "third"]
PAYLOAD = {"text": "您好"}


@pytest.fixture
def posted(bank: Bank) -> Bank:
    """A bank that runs the process of `letters`."""
    publish(bank, letters())
    return bank


def letter(instance_id: int, **match: object) -> CorrelateMessage:
    return CorrelateMessage(instance_id, "letter", PAYLOAD, match)


def received(bank: Bank, instance_id: int) -> int:
    """How often the instance's history tells of a message."""
    return [event.action for event in events(bank, f"instance:{instance_id}")].count("message:receive")


def everything(bank: Bank, instance_id: int) -> tuple[object, ...]:
    """What a delivery could change."""
    row = instance_row(bank, instance_id)
    return row.waiting_at, row.visits, row.data, row.revision, len(events(bank, f"instance:{instance_id}"))


def test_the_place_whose_data_match_receives_it_with_its_payload(posted: Bank) -> None:
    instance_id = start(posted, "small")
    assert instance_row(posted, instance_id).waiting_at == WAITING
    assert as_system(posted, letter(instance_id, reference="south")) is True
    row = instance_row(posted, instance_id)
    assert row.waiting_at == ["first", "read_third", "second"]
    assert row.data["letter"] == PAYLOAD
    assert received(posted, instance_id) == 1


def test_no_other_instance_receives_it(posted: Bank) -> None:
    instance_id, other_id = start(posted, "small"), start(posted, "small")
    before = everything(posted, other_id)
    assert as_system(posted, letter(instance_id, reference="south")) is True
    assert everything(posted, other_id) == before


@pytest.mark.parametrize(
    "match",
    [
        {"reference": "west"},
        {"reference": "south", "customer_id": -1},
        {"unknown": None, "reference": "south"},
        {"x": 1},
    ],
)
def test_one_that_matches_nothing_is_refused_and_changes_nothing(posted: Bank, match: dict[str, object]) -> None:
    instance_id = start(posted, "small")
    before = everything(posted, instance_id)
    assert as_system(posted, letter(instance_id, **match)) is False
    assert everything(posted, instance_id) == before


def test_one_that_comes_again_when_nobody_waits_any_more_is_refused(posted: Bank) -> None:
    instance_id = start(posted, "small")
    assert as_system(posted, letter(instance_id, reference="south")) is True
    before = everything(posted, instance_id)
    assert as_system(posted, letter(instance_id, reference="south")) is False
    assert everything(posted, instance_id) == before


def test_an_instance_that_does_not_exist_is_told(posted: Bank) -> None:
    with pytest.raises(NotFound):
        as_system(posted, letter(10**6))


def test_of_two_that_match_the_longest_waiting_receives_it_and_then_the_other(posted: Bank) -> None:
    instance_id = start(posted, "small")
    assert as_system(posted, letter(instance_id, reference="north")) is True
    assert instance_row(posted, instance_id).waiting_at == ["read_first", "second", "third"]
    assert as_system(posted, letter(instance_id, reference="north")) is True
    assert instance_row(posted, instance_id).waiting_at == ["read_first", "read_second", "third"]
    assert as_system(posted, letter(instance_id, reference="north")) is False
    assert received(posted, instance_id) == 2


def test_a_repeat_with_the_same_key_acts_once_and_answers_alike(posted: Bank) -> None:
    instance_id, command = start(posted, "small"), letter(start(posted, "small"), reference="north")
    first = posted.runtime.execute(command, SYSTEM, key="mail-1")
    assert [first, posted.runtime.execute(command, SYSTEM, key="mail-1")] == [True, True]
    row: Instance = instance_row(posted, command.instance_id)
    assert row.waiting_at == ["read_first", "second", "third"]
    assert received(posted, command.instance_id) == 1
    with pytest.raises(KeyReused):
        posted.runtime.execute(letter(instance_id, reference="north"), SYSTEM, key="mail-1")
    assert instance_row(posted, instance_id).waiting_at == WAITING
