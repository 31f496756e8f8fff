"""Cycles are found by each thing that is known of them, page by page, and by nobody beyond what he sees."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert

from processes.context import bank_day
from processes.errors import NotFound
from services.finding.filters import CycleFilter
from services.finding.searches import MOST_SEARCHES, RemoveSearch, SaveSearch, SearchRefused, own_searches
from services.models import CycleTraits
from services.readings import finding
from services.readings.finding import Finding
from tests.audit.eventful import Eventful, eventful
from tests.paths.walking import Walker
from tests.runtime.small import events
from tests.support.bank import Bank

EVERYTHING = {"smooth", "returned", "cancelled", "exited", "late", "overdue", "reassigned"}


@pytest.fixture
def cycles(bank: Bank) -> Eventful:
    return eventful(bank)


def found(bank: Bank, login: str = "shen", **wanted: str) -> list[int]:
    """The ids, in the order of the pages."""
    with bank.runtime.read_session() as session:
        today = bank_day(bank.clock())
        one = Finding(session, bank.actor(login), CycleFilter.read(wanted), today)
        ids = [row.cycle_id for batch in one.batches(2) for row in batch]
        assert one.count() == len(ids)
        return ids


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, EVERYTHING),
        ({"state": "completed"}, {"smooth", "exited"}),
        ({"state": "running"}, {"returned", "late", "overdue", "reassigned"}),
        ({"tier": "A"}, {"smooth"}),
        ({"outcome": "improve"}, {"returned"}),
        ({"outcome": "exit"}, {"exited"}),
        ({"outcome": "cancelled"}, {"cancelled"}),
        ({"standard": "1.0"}, {"smooth", "returned", "exited"}),
        ({"standard": "9"}, set()),
        ({"intervened": "1"}, {"cancelled", "reassigned"}),
        ({"late": "1"}, {"returned", "late", "overdue", "reassigned"}),
        ({"returned": "1"}, {"returned"}),
        ({"text": "K1002"}, {"cancelled"}),
        ({"text": "k1002"}, {"cancelled"}),
        ({"text": "nobody"}, set()),
        ({"started_to": "2026-03-01"}, set()),
        ({"started_from": "2026-03-02", "started_to": "2026-03-02"}, EVERYTHING),
        ({"ended_from": "2026-03-02", "ended_to": "2026-03-02"}, {"smooth", "cancelled", "exited"}),
        ({"ended_from": "2026-03-03"}, set()),
        ({"state": "running", "returned": "1", "tier": "B"}, {"returned"}),
        ({"person": "shen"}, {"exited"}),
        ({"state": "mischief", "tier": "Z", "started_from": "then", "older": "x"}, EVERYTHING),
    ],
)
def test_a_filter_finds_what_it_says_newest_first(bank, cycles, wanted, names):
    ids = found(bank, **wanted)
    assert set(ids) == {getattr(cycles, name) for name in names}
    assert ids == sorted(ids, reverse=True)


def test_a_person_is_found_by_login_name_and_pinyin_and_only_by_what_he_did(bank, cycles):
    mine = set(found(bank, person="lin"))
    name = bank.actor("lin").name
    assert set(found(bank, person=name)) == mine
    assert cycles.late in mine or cycles.smooth in mine
    assert found(bank, person="nobody of that name") == []
    assert set(found(bank, person="chen")) < set(found(bank))


def test_nobody_finds_a_cycle_of_a_customer_that_he_does_not_see(bank, cycles):
    walker = Walker(bank.runtime)
    lin = bank.actor("lin")
    own = {
        cycle
        for cycle, number in zip(
            vars(cycles).values(), ("K0001", "K0002", "K1002", "K0003", "K1004", "K1005", "K1006"), strict=True
        )
        if walker.manager(number).id == lin.user_id
    }
    assert own
    assert set(found(bank, "lin")) == own
    assert set(found(bank, "lin", text="K")) == own
    assert own < set(found(bank, "zhou")) < set(found(bank, "chen"))
    assert found(bank, "xu") == found(bank, "admin") == found(bank, "jiang") == []


def test_pages_go_on_from_the_last_cycle_and_back_and_miss_none(bank, monkeypatch):
    cycle = Walker(bank.runtime).start_cycle("K1004")
    with bank.runtime.writer.begin() as connection:
        row = dict(connection.execute(CycleTraits.__table__.select()).mappings().one())
        connection.exec_driver_sql("DELETE FROM cycle_traits")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    monkeypatch.setattr(finding, "PAGE_ROWS", 1)
    others = [Walker(bank.runtime).start_cycle(number) for number in ("K1005", "K1006")]
    with bank.runtime.writer.begin() as connection:
        connection.execute(insert(CycleTraits), [row])
    with bank.runtime.read_session() as session:
        one = Finding(session, bank.actor("shen"), CycleFilter(), date(2026, 3, 2))
        first = one.page()
        second = one.page(older_than=first.older)
        third = one.page(older_than=second.older)
        back = one.page(newer_than=third.newer)
    shown = [[row.cycle_id for row in page.rows] for page in (first, second, third, back)]
    assert shown == [[others[1]], [others[0]], [cycle], [others[0]]]
    assert (first.newer, third.older) == (None, None)


def test_searches_are_kept_by_their_owner_alone_and_told_in_the_history(bank):
    mine = bank.execute(SaveSearch(" 退回  过 ", {"returned": "1", "tier": "A", "mischief": "x"}), "shen")
    assert bank.execute(SaveSearch("退回 过", {"returned": "1"}), "shen") == mine
    with bank.runtime.read_session() as session:
        assert [(one.name, one.wanted) for one in own_searches(session, bank.actor("shen"))] == [
            ("退回 过", {"returned": "1"})
        ]
        assert own_searches(session, bank.actor("chen")) == []
    with pytest.raises(NotFound):
        bank.execute(RemoveSearch(mine), "chen")
    bank.execute(RemoveSearch(mine), "shen")
    assert [event.action for event in events(bank, "searches")] == [
        *["search:save"] * 2,
        "search:remove",
    ]


def test_a_search_has_a_name_and_nobody_keeps_more_than_are_counted(bank):
    with pytest.raises(SearchRefused, match="unnamed"):
        bank.execute(SaveSearch("  ", {}), "shen")
    for number in range(MOST_SEARCHES):
        bank.execute(SaveSearch(f"{number}", {}), "shen")
    with pytest.raises(SearchRefused, match="too_many"):
        bank.execute(SaveSearch("another", {}), "shen")
    bank.execute(SaveSearch("0", {"tier": "A"}), "shen")


def test_a_filter_is_the_same_after_it_was_written_and_read():
    wanted = CycleFilter(text="苏州", ended_to=date(2026, 6, 30), tier="P", late=True)
    assert CycleFilter.read(wanted.written) == wanted
    assert CycleFilter.read({}).written == {}
