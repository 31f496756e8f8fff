"""However many items are open: what is asked all day is answered from an index, by the database's own account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bench.filling import fill_customers, fill_finished, fill_open
from processes.actors import SYSTEM
from processes.commands.escalation import EscalateOverdue
from processes.models import Definition, DefinitionVersion
from services.procedure.cycle import CYCLE
from services.readings.health import health_of
from services.readings.health_items import items_at
from services.readings.health_rows import Scope
from services.readings.inbox import InboxFilter, count_mine, count_overdue, count_unclaimed, inbox_page
from services.readings.instances import cycles_page
from tests.support.bank import Bank

OPEN = 3_000
BIG = ("work_item", "work_item_group", "instance", "form_submission", "history_event", "customer")
FINISHED = 200
OF_OPEN = ("ix_instance_running_version", "ix_work_item_open", "ix_work_item_at", "ix_incident_open")
Asked = list[tuple[str, Any]]


@pytest.fixture
def full(bank: Bank) -> Bank:
    """A bank with some thousand open items, a tenth of them the command centre's, and the planner's figures."""
    fill_customers(bank, OPEN // 5)  # type: ignore[arg-type]  # they need the runtime alone
    fill_open(bank, OPEN)  # type: ignore[arg-type]
    return bank


def busy(bank: Bank) -> Bank:
    """One that has some hundred finished instances too."""
    fill_customers(bank, OPEN // 5)  # type: ignore[arg-type]
    fill_finished(bank, FINISHED)  # type: ignore[arg-type]
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


def walked(bank: Bank, asked: Asked) -> list[str]:
    """The steps of these statements that go through a large table, or through the whole of an index of one."""
    return [plan for plan in plans_of(bank, asked) if plan.startswith("SCAN") and plan.split()[1] in BIG]


def scanned(bank: Bank, asked: Asked) -> list[str]:
    """The large tables that these statements would go through row by row, without an index."""
    return [plan for plan in walked(bank, asked) if "INDEX" not in plan]


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


@pytest.mark.parametrize("versions", [1, 3])
def test_the_health_of_a_process_is_read_from_the_ends_of_indexes(bank: Bank, versions: int) -> None:
    full = busy(bank)
    with full.runtime.read_session() as session:
        found = session.scalars(select(DefinitionVersion.id).join(Definition).where(Definition.key == CYCLE)).one()
        spec = full.runtime.definitions.get(session, found).spec
    now = full.clock()
    scope = Scope(tuple(range(found, found + versions)), now - timedelta(days=365))
    with full.runtime.read_session() as session, heard(full.runtime.reader) as asked:
        health = health_of(session, scope, tuple(spec.elements), {}, now, sample=10)
    assert health.running == OPEN
    assert any(one.completed.number > 10 for one in health.elements)
    assert [plan for plan in walked(full, asked) if not any(index in plan for index in OF_OPEN)] == []
    with full.runtime.read_session() as session, heard(full.runtime.reader) as asked:
        assert items_at(session, full.actor("gao"), scope.version_ids, "supply_bank_figures", 1).rows
    # Some hundred rows say which groups may claim them: so few are read faster without their index.
    seen = [plan for plan in walked(full, asked) if plan != "SCAN work_item_group"]
    assert [plan for plan in seen if not any(index in plan for index in OF_OPEN)] == []


def test_a_table_that_is_gone_through_is_noticed(full: Bank) -> None:
    assert scanned(full, [("SELECT count(*) FROM work_item WHERE name = 'x'", ())]) == ["SCAN work_item"]
