"""What leaves the system is called by a worker outside any transaction, with the same key at every try."""

from __future__ import annotations

from typing import Any

import pytest

from processes.actors import Actor
from processes.commands.jobs import ExtendLease
from processes.errors import DatabaseBusy
from processes.jobs import working
from processes.jobs.queue import EXTERNAL, HELD, LEASES
from processes.jobs.worker import run_due
from processes.models import SystemFlag
from tests.runtime.carrying import Carrier, asked
from tests.runtime.small import events, instance_row, jobs
from tests.support.bank import Bank
from tests.support.patience import becomes


def test_a_call_is_made_by_the_worker_and_its_answer_moves_the_process(small: Bank, carrier: Carrier) -> None:
    instance_id = asked(small)
    assert (carrier.calls, instance_row(small, instance_id).waiting_at) == ([], ["double_amount"])
    assert run_due(small.runtime) == 1
    row = instance_row(small, instance_id)
    assert (row.waiting_at, row.data["double_amount"]) == (["check_amount"], {"amount": 6, "parcel": "P1"})
    assert [call.parameters["amount"] for call in carrier.calls] == [3]
    assert [event.action for event in events(small, f"instance:{instance_id}")].count("operation:done") == 1


def test_every_try_carries_the_same_key(small: Bank, carrier: Carrier) -> None:
    carrier.is_down = True
    instance_id = asked(small)
    run_due(small.runtime)
    small.clock.advance(hours=1)
    carrier.is_down = False
    run_due(small.runtime)
    assert len(carrier.calls) == 2
    assert len({call.idempotency_key for call in carrier.calls}) == 1
    assert instance_row(small, instance_id).waiting_at == ["check_amount"]


def test_no_transaction_is_open_during_the_call(small: Bank, carrier: Carrier) -> None:
    def write_meanwhile() -> None:
        carrier.during = None
        asked(small)  # in a transaction it would wait for the writer's turn in vain

    carrier.during = write_meanwhile
    asked(small)
    assert run_due(small.runtime) == 2
    assert len(carrier.calls) == 2


def test_an_answer_that_comes_after_the_lease_ended_is_not_stored(small: Bank, carrier: Carrier) -> None:
    instance_id = asked(small)
    carrier.during = lambda: taken_over(small, carrier)
    run_due(small.runtime)
    assert len(carrier.calls) == 2
    data = instance_row(small, instance_id).data
    assert data["double_amount"] == {"amount": 6, "parcel": "P2"}
    assert [event.action for event in events(small, f"instance:{instance_id}")].count("operation:done") == 1


def test_a_lease_is_extended_again_after_the_database_was_away(
    small: Bank, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats, execute = list[str](), small.runtime.execute

    def away_at_first(command: object, actor: Actor, key: str | None = None) -> Any:
        if not isinstance(command, ExtendLease):
            return execute(command, actor, key)
        beats.append("away" if not beats else "extended" if execute(command, actor, key) else "lost")
        if beats == ["away"]:
            raise DatabaseBusy
        return True

    instance_id = asked(small)
    monkeypatch.setattr(working, "HEARTBEAT", 0.05)
    monkeypatch.setattr(small.runtime, "execute", away_at_first)
    carrier.during = lambda: becomes(lambda: len(beats) >= 2)
    assert run_due(small.runtime) == 1
    assert beats[:2] == ["away", "extended"]
    assert instance_row(small, instance_id).waiting_at == ["check_amount"]


def taken_over(small: Bank, carrier: Carrier) -> None:
    """While the first call hangs, its lease ends and another worker makes the call."""
    carrier.during = None
    small.clock.advance(seconds=LEASES[EXTERNAL].total_seconds() + 1)
    assert run_due(small.runtime) == 1


def test_after_a_restore_nothing_leaves_the_system_until_it_is_released(small: Bank, carrier: Carrier) -> None:
    instance_id = asked(small)
    with small.runtime.writer.begin() as connection:
        connection.execute(SystemFlag.__table__.insert().values(key=HELD, value="test", set_at=small.clock.now))
    assert run_due(small.runtime) == 0
    assert (carrier.calls, jobs(small, "RunOperation")[0].status) == ([], "pending")
    with small.runtime.writer.begin() as connection:
        connection.execute(SystemFlag.__table__.delete())
    assert run_due(small.runtime) == 1
    assert instance_row(small, instance_id).waiting_at == ["check_amount"]
