"""The timeline says how long items waited, which were late, and where somebody intervened and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from processes.actors import SYSTEM
from processes.commands import CancelInstance, ClaimWorkItem, ReassignWorkItem, SettleIncident
from processes.commands.system import OpenIncident
from services.readings.story import events_of
from services.readings.story.lines import Line, chosen, lines_of, people_in
from tests.paths.walking import Walker
from tests.support.bank import Bank

FRIDAY = datetime(2026, 3, 6, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


def told(bank: Bank, cycle: int) -> list[Line]:
    with bank.runtime.read_session() as session:
        return lines_of(session, events_of(session, cycle))


def of(lines: list[Line], action: str) -> list[Line]:
    return [line for line in lines if line.event.action == action]


def test_what_waited_over_a_weekend_waited_as_long_as_the_bank_works(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    bank.clock.set(FRIDAY)
    cycle = walker.start_cycle("K0001")
    bank.clock.advance(days=3)
    walker.walk(cycle, ["collect_status_record"])
    done = of(told(bank, cycle), "item:complete")[-1]
    assert done.waited == timedelta(days=3)
    assert done.working_days == pytest.approx(1.0)
    assert (done.late_days, done.is_intervention) == (0, False)


@pytest.mark.parametrize(("days", "late"), [(7, 0), (8, 1), (11, 4), (14, 5)])
def test_what_was_done_after_its_day_is_late_by_working_days(bank: Bank, days: int, late: int) -> None:
    """Five working days are given on Monday, 2 March 2026: due the next Monday, 9 March."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    bank.clock.advance(days=days)
    walker.walk(cycle, ["collect_status_record"])
    done = of(told(bank, cycle), "item:complete")[-1]
    assert done.due is not None
    assert done.due.isoformat() == "2026-03-09"
    assert done.late_days == late
    assert (done in chosen(told(bank, cycle), "late", None)) == (late > 0)


def test_every_intervention_is_marked_with_its_reason(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    seat = walker.desk.seat(cycle, "collect_status_record")
    bank.execute(ReassignWorkItem(seat.item_id, seat.user.id, reason="休假"), "zhou")
    incident = bank.runtime.execute(OpenIncident(cycle, "open_cycle", "EngineFailed", "stuck"), SYSTEM)
    bank.execute(SettleIncident(incident, "已重新提交"), "admin")
    bank.execute(CancelInstance(cycle, "客户已迁出本地"), "zhou")
    marked = [(line.event.action, line.reason) for line in told(bank, cycle) if line.is_intervention]
    assert marked == [
        ("item:reassign", "休假"),
        ("incident:settle", "已重新提交"),
        ("instance:cancel", "客户已迁出本地"),
    ]


def test_an_overridden_tier_is_an_intervention_with_its_reason(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0002")
    walker.desk.run_to(cycle, "rate_customer")
    walker.walk(cycle, [("rate_customer", {"decision": "override", "tier": "A", "reason": "战略合作客户，前景明确"})])
    seat = walker.desk.seat(cycle, "approve_tier")
    bank.execute(ClaimWorkItem(seat.item_id), "gao")
    walker.walk(cycle, ["approve_tier"])
    marked = [(line.event.action, line.reason) for line in told(bank, cycle) if line.is_intervention]
    assert marked == [("tier:record", "战略合作客户，前景明确")]
    assert [line.event.action for line in chosen(told(bank, cycle), "interventions", None)] == ["tier:record"]


def test_a_filter_by_person_leaves_only_what_that_person_did(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "confirm_assessment")
    with bank.runtime.read_session() as session:
        people = people_in(events_of(session, cycle))
    lines = told(bank, cycle)
    assert len(people) > 1
    shares = {one: chosen(lines, "", one) for one in people}
    for person, share in shares.items():
        assert {line.event.actor_id for line in share} == {person}
    assert sum(len(share) for share in shares.values()) == len([line for line in lines if line.event.actor_id])


def test_an_incomplete_file_that_was_let_pass_is_an_intervention_with_its_reason(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    gaps = {"potential": None, "potential_evidence": None, "channels": [], "main_business": None}
    walker.walk(cycle, [("collect_status_record", gaps), "supply_bank_figures"])
    walker.walk(cycle, ["decide_incomplete_file"])  # sent back, as usual: no intervention
    assert [line for line in told(bank, cycle) if line.is_intervention] == []
    walker.walk(cycle, [(seat.element_id, gaps) for seat in walker.desk.seats(cycle)])
    walker.walk(cycle, [("decide_incomplete_file", {"decision": "pass", "reason": "客户承诺月底前补齐"})])
    marked = [(line.event.context["element"], line.reason) for line in told(bank, cycle) if line.is_intervention]
    assert marked == [("decide_incomplete_file", "客户承诺月底前补齐")]
