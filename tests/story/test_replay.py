"""How an instance stood is told by its events alone: at every step of random walks it is what really was."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from processes.commands import ClaimWorkItem, ReassignWorkItem, UnclaimWorkItem
from processes.errors import ProcessError
from processes.models import Instance, WorkItem
from services.people import actor_of
from services.readings.story import Then, events_of, moments_of, newest_moment, replay
from tests.paths.walking import Walker
from tests.support.bank import Bank

Stood = tuple[int, dict[int, tuple[str, int | None]], dict[str, int], dict[str, int], set[str], str]


def really(bank: Bank, instance_id: int) -> Stood:
    """Last event's number, open items with element and assignee, flows, visits, waiting elements, state: from rows."""
    with bank.runtime.read_session() as session:
        row = session.get_one(Instance, instance_id)
        found = select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.status == "open")
        items = {item.id: (item.element_id, item.assignee_id) for item in session.scalars(found)}
        last = events_of(session, instance_id)[-1].seq
        return last, items, dict(row.path), dict(row.visits), set(row.waiting_at), row.status


def told(bank: Bank, instance_id: int, seq: int) -> Stood:
    """The same, from the events up to one of them."""
    with bank.runtime.read_session() as session:
        row = session.get_one(Instance, instance_id)
        elements = bank.runtime.definitions.get(session, row.definition_version_id).spec.elements
        then: Then = replay(events_of(session, instance_id), lambda _version: elements, seq)
    items = {key: (item.element_id, item.assignee_id) for key, item in then.held.items()}
    taken, visits = ({k: n for k, n in counts.items() if n} for counts in (then.taken, then.visits))
    return seq, items, taken, visits, then.waiting_at(elements), then.status


CHOICES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "review_plan": ({}, {"decision": "return", "comments": "依据不足，请补充"}),
    "approve_tier": ({}, {"decision": "return", "comments": "请再核对"}),
}


def act(bank: Bank, walker: Walker, chance: random.Random, instance_id: int) -> None:
    """One act of somebody on one of the open items, as it comes."""
    seats = walker.desk.seats(instance_id)
    if not seats:
        child = chance.choice(walker.desk.children(instance_id))
        return walker.desk.do_next(child)
    seat, kind = chance.choice(seats), chance.random()
    try:
        if kind < 0.15:
            return bank.runtime.execute(ClaimWorkItem(seat.item_id), actor_of(seat.user))
        if kind < 0.25:
            return bank.runtime.execute(UnclaimWorkItem(seat.item_id), actor_of(seat.user))
        if kind < 0.3:
            return bank.execute(ReassignWorkItem(seat.item_id, seat.user.id), "zhou")
    except ProcessError:
        return None  # not everybody may do everything: then nothing happened
    changes = chance.choice(CHOICES.get(seat.element_id, ({},)))
    return walker.desk.complete(instance_id, seat.element_id, **changes)


@pytest.mark.parametrize("seed", range(4))
def test_every_moment_of_a_random_walk_is_told_as_it_was(bank: Bank, seed: int) -> None:
    print("seed", seed)  # noqa: T201
    chance, walker = random.Random(seed), Walker(bank.runtime)
    cycle = walker.start_cycle(chance.choice(["K0001", "K0002", "K0003", "K1004"]))
    stood = [really(bank, cycle)]
    for _ in range(60):
        bank.clock.advance(minutes=chance.randint(1, 900))
        act(bank, walker, chance, cycle)
        now = really(bank, cycle)
        if now[0] != stood[-1][0]:
            stood.append(now)
        if now[-1] != "running":
            break
    assert len(stood) > 15
    for one in stood:
        assert told(bank, cycle, one[0]) == one
    with bank.runtime.read_session() as session:
        moments = moments_of(events_of(session, cycle))
    assert {one[0] for one in stood} <= {moment.last for moment in moments}


def test_an_event_inside_a_moment_leads_to_its_end(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    bank.clock.advance(hours=1)
    walker.desk.do_next(cycle)
    with bank.runtime.read_session() as session:
        events = events_of(session, cycle)
    moments = moments_of(events)
    assert [moment.number for moment in moments] == list(range(1, len(moments) + 1))
    for moment in moments:
        assert {newest_moment(moments, seq) for seq in range(moment.first, moment.last + 1)} == {moment}
    assert newest_moment(moments, None) == newest_moment(moments, 10**9) == moments[-1]
    assert sum(moment.last - moment.first + 1 for moment in moments) == len(events)
