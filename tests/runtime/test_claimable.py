"""What a group may claim is read from copies of the item; they follow every change of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from processes.commands import ClaimWorkItem, UnclaimWorkItem
from processes.models import WorkItem, WorkItemGroup
from services.demo.bank import start_cycle
from services.demo.desk import Desk
from services.readings.inbox import InboxFilter, count_unclaimed, inbox_page


def copies(bank) -> set[tuple]:
    with bank.runtime.read_session() as session:
        found = select(WorkItemGroup.work_item_id, WorkItemGroup.waiting, WorkItemGroup.due_order, WorkItemGroup.step)
        return {tuple(row) for row in session.execute(found)}


def items(bank) -> set[tuple]:
    with bank.runtime.read_session() as session:
        return {
            (item.id, item.status == "open" and item.assignee_id is None, item.due_date or date.max, item.step)
            for item in session.scalars(select(WorkItem).join(WorkItem.groups))
        }


def to_claim(bank, login: str) -> tuple[int, list[int]]:
    with bank.runtime.read_session() as session:
        actor = bank.actor(login)
        page = inbox_page(session, actor, InboxFilter("groups"), date(2026, 3, 2), 1)
        return count_unclaimed(session, actor), [row.id for row in page.rows]


def test_the_copies_follow_opening_claiming_giving_back_and_completing(bank):
    desk = Desk(bank.runtime)
    cycle = start_cycle(bank.runtime, "K1001")
    desk.run_to(cycle, "approve_tier")
    item = desk.seat(cycle, "approve_tier").item_id
    assert (item, True) in {row[:2] for row in copies(bank)}
    assert to_claim(bank, "chen") == (1, [item])

    bank.execute(ClaimWorkItem(item), "chen")
    assert copies(bank) == items(bank)
    assert to_claim(bank, "luo") == (0, [])

    bank.execute(UnclaimWorkItem(item), "chen")
    assert copies(bank) == items(bank)
    assert to_claim(bank, "gao") == (1, [item])

    desk.run_to(cycle, "closed")
    assert copies(bank) == items(bank)
    assert not any(row[1] for row in copies(bank))
