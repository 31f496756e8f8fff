"""The history says from which address a person acted: once a transaction and stream."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CompleteWorkItem
from processes.models import HistoryEvent
from tests.runtime.small import item_at, start
from tests.support.bank import Bank


def addresses(small: Bank, instance: int) -> list[tuple[str, object]]:
    with small.runtime.read_session() as session:
        found = session.scalars(
            select(HistoryEvent).where(HistoryEvent.stream == f"instance:{instance}").order_by(HistoryEvent.seq)
        )
        return [(event.action, json.loads(event.context).get("address")) for event in found]


def test_the_first_event_of_what_a_person_did_names_the_address_and_no_other(small: Bank) -> None:
    instance = start(small, "handover")
    before = addresses(small, instance)
    assert {address for _, address in before} == {None}
    lin = replace(small.actor("lin"), address="192.0.2.7")
    small.runtime.execute(
        CompleteWorkItem(item_at(small, instance, "enter_amount").id, {"amount": ["3"], "note": ["李总"]}), lin
    )
    told = addresses(small, instance)[len(before) :]
    assert told[0] == ("item:complete", "192.0.2.7")
    assert len(told) > 1
    assert {address for _, address in told[1:]} == {None}


def test_what_the_system_does_has_no_address(small: Bank) -> None:
    instance = start(small, "handover")
    assert SYSTEM.address is None
    assert all(address is None for _, address in addresses(small, instance))
