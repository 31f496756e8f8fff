"""Six clients complete one item at the same moment: one wins, the others are told who did, and keep what they typed."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from sqlalchemy import select

from processes.commands import CompleteWorkItem
from processes.context import BANK_ZONE
from processes.models import FormSubmission, HistoryEvent, Instance, WorkItem
from tests.reliability.conftest import open_items
from tests.reliability.driving import SECONDS, Client, Server, hidden
from tests.reliability.test_kill import SOAK, items_of
from tests.support.bank import Bank

RACES = 200 if SOAK else 8
PEOPLE = ("chen", "luo", "gao") * 2  # each at two desks


@dataclass(frozen=True)
class Answer:
    """What one client typed and got."""

    item: int
    typed: str
    status: int
    page: str


@pytest.fixture
def contested(small: Bank) -> list[int]:
    """Items that everybody of a group may complete."""
    instances = open_items(small, RACES)
    for item in items_of(small, instances):
        small.execute(CompleteWorkItem(item, {"amount": ["3"]}), "lin")
    with small.runtime.read_session() as session:
        return list(session.scalars(select(WorkItem.id).where(WorkItem.element_id == "check_amount")))


def race(server: Server, items: Sequence[int]) -> list[Answer]:
    """Every client opens an item's form; when all have it, all send it; then the next item."""
    together = Barrier(len(PEOPLE), timeout=SECONDS)

    def person(number: int) -> list[Answer]:
        client, answers = Client(server.port), list[Answer]()
        client.sign_in(PEOPLE[number])
        for item in items:
            status, page = client.get(f"/work-items/{item}")
            assert status == 200
            assert "_revision" in hidden(page), "the form was not open"
            typed = f"意见 {item}-{number}"
            together.wait()
            posted = {**hidden(page), "remark": typed, "_complete": "1"}
            answers.append(Answer(item, typed, *sent(client, item, posted)))
        return answers

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        return [answer for answers in pool.map(person, range(len(PEOPLE))) for answer in answers]


def sent(client: Client, item: int, posted: Mapping[str, str]) -> tuple[int, str]:
    """The answer, asked for again as the page of a busy server tells to."""
    for _ in range(20):
        status, page = client.post(f"/work-items/{item}/complete", posted)
        if status != 503:
            return status, page
        print("busy", re.findall("<h1>(.*)</h1>", page))  # noqa: T201
    raise AssertionError(page)


def test_each_race_has_one_winner_and_the_others_are_told(small: Bank, server: Server, contested: list[int]) -> None:
    assert len(contested) == RACES
    server.start()
    answers = race(server, contested)
    statuses = Counter(answer.status for answer in answers)
    print(statuses)  # noqa: T201
    assert statuses == {303: RACES, 409: RACES * (len(PEOPLE) - 1)}
    winners = {answer.item: answer for answer in answers if answer.status == 303}
    assert sorted(winners) == sorted(contested)
    stored = stored_once(small, contested)
    assert {item: answer.typed for item, answer in winners.items()} == {
        item: submission.values["remark"] for item, submission in stored.items()
    }
    for answer in answers:
        if answer.status == 409:
            assert_told(answer, stored[answer.item])


def stored_once(small: Bank, contested: list[int]) -> dict[int, FormSubmission]:
    """Item → its one submission, whose completion the history tells once."""
    with small.runtime.read_session() as session:
        stored = session.scalars(select(FormSubmission).where(FormSubmission.work_item_id.in_(contested))).all()
        told = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "item:complete")).all()
        visits = [
            row.visits["check_amount"] for row in session.scalars(select(Instance)) if "check_amount" in row.visits
        ]
    assert Counter(one.work_item_id for one in stored) == dict.fromkeys(contested, 1)
    told_of = Counter(json.loads(event.context)["item"] for event in told)
    assert {item: told_of[item] for item in contested} == dict.fromkeys(contested, 1)
    assert visits == [1] * len(contested)
    return {one.work_item_id: one for one in stored}


def assert_told(answer: Answer, first: FormSubmission) -> None:
    """Who, when, and the loser's own text."""
    when = first.submitted_at.astimezone(BANK_ZONE).strftime("%Y-%m-%d %H:%M")
    assert f"{first.submitted_by_name} 已于 {when} 办结" in html.unescape(answer.page)
    assert answer.typed in answer.page
