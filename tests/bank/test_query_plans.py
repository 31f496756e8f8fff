"""However many items are open: what is asked all day is answered from an index, by the database's own account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from bench.filling import fill_customers, fill_open
from processes.actors import SYSTEM
from processes.commands.escalation import EscalateOverdue
from services.readings.inbox import InboxFilter, count_mine, count_overdue, count_unclaimed, inbox_page
from services.readings.instances import cycles_page
from tests.support.bank import Bank

OPEN = 3_000
BIG = ("work_item", "work_item_group", "instance", "form_submission", "history_event", "customer")
Asked = list[tuple[str, Any]]


@pytest.fixture
def full(bank: Bank) -> Bank:
    """A bank with some thousand open items, a tenth of them the command centre's, and the planner's figures."""
    fill_customers(bank, OPEN // 5)  # type: ignore[arg-type]  # they need the runtime alone
    fill_open(bank, OPEN)  # type: ignore[arg-type]
    return bank


def page(view: Any, **narrowed: str) -> Callable[[Bank, Any, str], object]:
    wanted = InboxFilter(view, **narrowed)
    return lambda bank, session, login: inbox_page(session, bank.actor(login), wanted, bank.clock().date(), 1)


QUESTIONS: dict[str, Callable[[Bank, Any, str], object]] = {
    "my items": page("mine"),
    "my late items": page("mine", due="overdue"),
    "my items of a step": page("mine", step="3"),
    "my finished items": page("done"),
    "cycles": lambda bank, session, login: cycles_page(session, bank.actor(login), "", "", 1),
    "running cycles": lambda bank, session, login: cycles_page(session, bank.actor(login), "running", "", 1),
    "how many are mine": lambda bank, session, login: count_mine(session, bank.actor(login)),
    "how many are late": lambda bank, session, login: count_overdue(session, bank.actor(login), bank.clock().date()),
}


@contextmanager
def heard(engine: Any) -> Iterator[Asked]:
    asked: Asked = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


def plans_of(bank: Bank, asked: Asked) -> list[str]:
    """What the database says it does for these statements."""
    with bank.runtime.reader.connect() as connection:
        return [
            row[3]
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def scanned(bank: Bank, asked: Asked) -> list[str]:
    """The large tables that these statements would go through row by row, without an index."""
    return [
        plan
        for plan in plans_of(bank, asked)
        if plan.startswith("SCAN") and plan.split()[1] in BIG and "INDEX" not in plan
    ]


@pytest.mark.parametrize("login", ["lin", "chen"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_inbox_goes_through_no_table(full: Bank, question: str, login: str) -> None:
    with full.runtime.read_session() as session, heard(full.runtime.reader) as asked:
        QUESTIONS[question](full, session, login)
    assert asked
    assert scanned(full, asked) == []


def test_the_newest_cycles_are_found_without_sorting_all_of_them(full: Bank) -> None:
    with full.runtime.read_session() as session, heard(full.runtime.reader) as asked:
        assert cycles_page(session, full.actor("chen"), "", "", 1).rows
    assert [plan for plan in plans_of(full, asked) if "TEMP B-TREE" in plan] == []


def test_a_group_finds_its_items_among_those_of_other_groups(full: Bank) -> None:
    with full.runtime.writer.begin() as connection:
        connection.execute(text("UPDATE work_item_group SET candidate_group = 'bs' WHERE work_item_id / 10 % 10 < 9"))
        connection.execute(text("ANALYZE"))
    with full.runtime.read_session() as session, heard(full.runtime.reader) as asked:
        assert count_unclaimed(session, full.actor("chen"))
        page("groups")(full, session, "chen")
    assert scanned(full, asked) == []


def test_a_round_of_escalation_goes_through_no_table(full: Bank) -> None:
    full.clock.advance(days=400)
    with heard(full.runtime.writer) as asked:
        assert full.runtime.execute(EscalateOverdue(), SYSTEM)
    assert any("ORDER BY work_item.due_date" in statement for statement, _ in asked)
    assert scanned(full, asked) == []


def test_a_table_that_is_gone_through_is_noticed(full: Bank) -> None:
    assert scanned(full, [("SELECT count(*) FROM work_item WHERE name = 'x'", ())]) == ["SCAN work_item"]
