"""What cycles are found by follows from their events, as they happen and when an old database is brought up to date."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CancelInstance, EscalateOverdue
from services.database import migrate, migration_config
from services.models import CyclePerson, CycleTraits
from services.people import user_by_login
from tests.audit.eventful import eventful, supervisor
from tests.paths.walking import Walker
from tests.support.bank import Bank


def traits(bank: Bank) -> dict[int, Any]:
    with bank.runtime.read_session() as session:
        table = CycleTraits.__table__
        return {row.cycle_id: row for row in session.execute(select(*table.c).order_by(table.c.cycle_id))}


def people(bank: Bank) -> set[tuple[int, int]]:
    with bank.runtime.read_session() as session:
        return {(one.cycle_id, one.user_id) for one in session.execute(select(*CyclePerson.__table__.c))}


def test_each_cycle_is_marked_with_what_happened_in_it(bank):
    cycles = eventful(bank)
    found = traits(bank)
    told = {
        name: (row.status, row.tier, row.outcome, row.standard, row.intervened, row.late, row.returned)
        for name, row in ((name, found[cycle]) for name, cycle in vars(cycles).items())
    }
    assert told == {
        "smooth": ("completed", "A", "maintain", "1.0", False, False, False),
        "returned": ("running", "B", "improve", "1.0", False, False, True),
        "cancelled": ("cancelled", None, "cancelled", None, True, False, False),
        "exited": ("completed", "D", "exit", "1.0", False, False, False),
        "late": ("running", None, None, None, False, True, False),
        "overdue": ("running", None, None, None, False, False, False),
        "reassigned": ("running", None, None, None, True, False, False),
    }
    assert found[cycles.smooth].ended_at is not None
    assert found[cycles.late].ended_at is None


def test_an_escalated_item_marks_its_cycle_as_late(bank):
    cycles = eventful(bank)
    bank.runtime.execute(EscalateOverdue(), SYSTEM)
    assert traits(bank)[cycles.overdue].late


def test_whoever_did_something_in_a_cycle_or_its_tasks_is_kept_once_and_no_reader_is(bank):
    cycles = eventful(bank)
    with bank.runtime.read_session() as session:
        ids = {
            login: user_by_login(session, login).id for login in ("xu", "zhou", "chen", "luo", "gao", "shen", "jiang")
        }
    took_part = {user for cycle, user in people(bank) if cycle == cycles.smooth}
    assert {ids["xu"], ids["zhou"]} <= took_part
    assert took_part & {ids["chen"], ids["luo"]}
    assert not took_part & {ids["shen"], ids["jiang"]}


def test_what_is_refused_leaves_no_mark(bank):
    cycle = Walker(bank.runtime).start_cycle("K1004")
    before = traits(bank), people(bank)
    with pytest.raises(Exception, match=r"^$"):
        bank.execute(CancelInstance(cycle, "无权结束"), "chen")
    assert (traits(bank), people(bank)) == before


def test_an_old_database_gets_the_same_marks_from_what_it_holds(bank):
    cycles = eventful(bank)
    walker = Walker(bank.runtime)
    bank.execute(CancelInstance(cycles.overdue, "客户要求"), supervisor(bank, walker, "K1005"))
    as_written = traits(bank), people(bank)
    with bank.runtime.writer.connect() as connection:
        command.downgrade(migration_config(connection), "0016")
        connection.commit()
    migrate(bank.runtime.writer)
    assert (traits(bank), people(bank)) == as_written
    assert len(as_written[0]) == 7
