"""Several people at the same moment: one wins, the others are told; and what fails leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from processes.commands import ClaimWorkItem, CompleteWorkItem, CorrelateMessage
from processes.errors import ItemFinished, ItemTaken, KeyReused, ProcessError
from processes.history import first_broken
from processes.models import FormSubmission, IdempotencyKey
from services.people import AddTeam
from tests.runtime.small import as_system, events, instance_row, item_at, start
from tests.support.bank import Bank

CLIENTS = 6


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of six clients got, an answer or a refusal, when all acted together."""
    together = Barrier(CLIENTS)

    def client(number: int) -> object:
        together.wait()
        try:
            return act(number)
        except ProcessError as refusal:
            return refusal

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(client, range(CLIENTS)))


def waiting_for_check(bank: Bank) -> int:
    instance_id = start(bank, "handover")
    bank.execute(CompleteWorkItem(item_at(bank, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    return instance_id


def test_one_of_several_claims_wins(small: Bank) -> None:
    item_id = item_at(small, waiting_for_check(small), "check_amount").id
    people = ("chen", "luo", "gao")
    got = at_once(lambda number: small.execute(ClaimWorkItem(item_id), people[number % 3]))
    assert sum(answer is None for answer in got) == 2  # the winner's second click changes nothing
    assert sum(isinstance(answer, ItemTaken) for answer in got) == 4


def test_one_of_several_completions_wins_and_the_others_hear_of_it(small: Bank) -> None:
    instance_id = waiting_for_check(small)
    item_id = item_at(small, instance_id, "check_amount").id
    people = ("chen", "luo", "gao")
    got = at_once(lambda number: small.execute(CompleteWorkItem(item_id, {}), people[number % 3]))
    assert sum(isinstance(answer, dict) for answer in got) == 1
    assert sum(isinstance(answer, ItemFinished) for answer in got) == CLIENTS - 1
    assert instance_row(small, instance_id).visits["check_amount"] == 1
    assert first_broken(events(small, f"instance:{instance_id}")) is None


def test_the_same_request_sent_several_times_acts_once_and_answers_alike(small: Bank) -> None:
    item_id = item_at(small, start(small, "handover"), "enter_amount").id
    got = at_once(lambda _: small.execute(CompleteWorkItem(item_id, {"amount": ["3"]}), "lin", key="page"))
    assert all(answer == got[0] and isinstance(answer, dict) for answer in got)
    with small.runtime.read_session() as session:
        assert session.scalar(select(func.count(FormSubmission.id))) == 1
        assert session.scalar(select(func.count(IdempotencyKey.id))) == 1


def test_one_message_is_heard_once(small: Bank) -> None:
    instance_id = start(small, "doorbell")
    assert sorted(map(bool, at_once(lambda _: as_system(small, CorrelateMessage(instance_id, "rung"))))) == (
        [False] * (CLIENTS - 1) + [True]
    )


def test_a_key_belongs_to_one_request_of_one_person(small: Bank) -> None:
    item_id = item_at(small, start(small, "handover"), "enter_amount").id
    small.execute(CompleteWorkItem(item_id, {"amount": ["3"]}), "lin", key="page")
    with pytest.raises(KeyReused):
        small.execute(CompleteWorkItem(item_id, {"amount": ["4"]}), "lin", key="page")
    with pytest.raises(ItemFinished):
        small.execute(CompleteWorkItem(item_id, {"amount": ["3"]}), "zhou", key="page")
    assert small.execute(AddTeam("第三团队"), "admin", key="page") == small.execute(AddTeam("第三团队"), "admin")
