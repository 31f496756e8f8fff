"""The figures of a process's health against a small history that was worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import ClaimWorkItem
from processes.commands.system import OpenIncident
from processes.diagrams import Diagram, ways_back
from processes.models import Definition, DefinitionVersion
from services.models import CalendarDay
from services.readings.health import health_of
from services.readings.health_figures import Count, ElementHealth, ProcessHealth, Returns, Spread
from services.readings.health_rows import Scope
from services.working_time import WorkingTime
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import MONDAY, Bank
from tests.support.databases import on_both as database_kind

__all__ = ["database_kind"]

DAY, HOUR = 86_400, 3_600
HEAD = {
    "flow_tier_meeting_due_to_rate_customer": "rate_customer",
    "flow_hold_tier_meeting_to_rate_customer": "rate_customer",
}
RETURN = {"decision": "return", "comments": "请补充评级依据，再行提交。"}


def read(bank: Bank, days: int = 30, sample: int = 1_000, versions: tuple[int, ...] = ()) -> ProcessHealth:
    """The health of the cycle, of all versions unless told."""
    with bank.runtime.read_session() as session:
        ids = select(DefinitionVersion.id).join(Definition).where(Definition.key == CYCLE)
        known = tuple(session.scalars(ids.order_by(DefinitionVersion.version)))
        now = bank.clock()
        scope = Scope(versions or known, now - timedelta(days=days))
        return health_of(session, scope, ("supply_bank_figures", "rate_customer"), HEAD, now, sample)


def at(health: ProcessHealth, element_id: str) -> ElementHealth:
    return next(one for one in health.elements if one.element_id == element_id)


def supply(bank: Bank, walker: Walker, cycle: int, claimed: timedelta, completed: timedelta) -> None:
    """Business support claims the bank's figures and supplies them, so long after the beginning."""
    item = walker.desk.seat(cycle, "supply_bank_figures").item_id
    bank.clock.set(MONDAY + claimed)
    bank.execute(ClaimWorkItem(item), "xu")
    bank.clock.set(MONDAY + completed)
    walker.walk(cycle, ["supply_bank_figures"])


@pytest.fixture
def history(bank: Bank) -> list[int]:
    """Three cycles that begin on Monday at ten. The bank's figures are due on the next Monday.

    K0001: claimed on Tuesday at ten, supplied on Friday at ten. K0002: claimed on Friday at ten, supplied on the next
    Monday at four in the afternoon. K0003: claimed and supplied on the next Tuesday at ten, late.
    """
    walker = Walker(bank.runtime)
    cycles = [walker.start_cycle(number) for number in ("K0001", "K0002", "K0003")]
    supply(bank, walker, cycles[0], timedelta(days=1), timedelta(days=4))
    supply(bank, walker, cycles[1], timedelta(days=4), timedelta(days=7, hours=6))
    supply(bank, walker, cycles[2], timedelta(days=8), timedelta(days=8))
    return cycles


def test_times_are_of_working_days_and_exact(bank: Bank, history: list[int]) -> None:
    found = at(read(bank), "supply_bank_figures")
    # Waiting 1, 4 and 6 days; working 3 days, 1 day and 6 hours, none; the weekend in between does not count.
    assert found.waiting == Spread(3, 4 * DAY, 6 * DAY)
    assert found.working == Spread(3, DAY + 6 * HOUR, 3 * DAY)
    assert found.whole == Spread(3, 5 * DAY + 6 * HOUR, 6 * DAY)
    assert found.completed == Count(3)
    assert found.late_share == pytest.approx(1 / 3)
    assert (found.open, found.overdue) == (0, 0)


def test_open_and_late_items_and_incidents_are_counted_where_they_are(bank: Bank, history: list[int]) -> None:
    for cycle in history[:2]:
        bank.runtime.execute(OpenIncident(cycle, "collect_status_record", "EvaluationFailed", "told"), SYSTEM)
    found = at(read(bank), "collect_status_record")  # it has no form yet and was not asked for
    assert (found.open, found.overdue, found.incidents) == (3, 3, 2)
    assert (found.completed, found.whole) == (Count(0), None)
    assert read(bank).running == 3


def test_what_was_finished_before_the_period_is_left_out(bank: Bank, history: list[int]) -> None:
    bank.clock.set(MONDAY + timedelta(days=35))  # 30 days after the Wednesday: the first was supplied on the Friday
    assert at(read(bank, days=30), "supply_bank_figures").completed == Count(2)
    assert at(read(bank, days=90), "supply_bank_figures").completed == Count(3)


def test_a_bounded_sample_is_of_the_newest_and_the_count_stays_whole(bank: Bank, history: list[int]) -> None:
    found = at(read(bank, sample=2), "supply_bank_figures")
    assert found.whole == Spread(2, (5 * DAY + 6 * HOUR + 6 * DAY) / 2, 6 * DAY)
    assert found.completed == Count(3)


def test_a_person_who_has_an_item_at_once_waits_for_no_claim(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    bank.clock.advance(hours=5)
    walker.walk(cycle, ["collect_status_record"])
    with bank.runtime.read_session() as session:
        version = session.scalars(select(DefinitionVersion.id).join(Definition).where(Definition.key == CYCLE)).one()
        scope = Scope((version,), MONDAY)
        found = at(health_of(session, scope, ("collect_status_record",), {}, bank.clock()), "collect_status_record")
    assert (found.waiting, found.working, found.whole) == (None, Spread(1, 5 * HOUR, 5 * HOUR), found.working)


def test_returns_are_counted_in_those_that_came_there(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    once, thrice, before = (walker.start_cycle(number) for number in ("K0001", "K0002", "K0003"))
    for cycle, times in ((once, 1), (thrice, 3)):
        walker.desk.run_to(cycle, "approve_tier")
        for number in range(times):
            walker.walk(cycle, [("approve_tier", RETURN)])
            walker.walk(cycle, ["hold_tier_meeting"] if number == 2 else [])
            walker.walk(cycle, ["rate_customer"])
    found = read(bank)
    assert found.looked_at == 3
    # Two of three had come to be rated; K0003 is still at its file.
    assert found.returns == {
        "flow_tier_meeting_due_to_rate_customer": Returns(3, 2),
        "flow_hold_tier_meeting_to_rate_customer": Returns(1, 2),
    }
    assert found.returns["flow_tier_meeting_due_to_rate_customer"].per_hundred == 150
    walker.desk.run_to(once, "closed")
    assert read(bank).returns == found.returns
    assert (read(bank).running, read(bank).completed) == (2, Count(1))
    assert before


def test_a_version_is_looked_at_by_itself(bank: Bank, history: list[int]) -> None:
    with bank.runtime.read_session() as session:
        older = session.scalars(select(DefinitionVersion.id).join(Definition).where(Definition.key == CYCLE)).one()
    newer = publish(bank, with_a_second_look())
    cycle = Walker(bank.runtime).start_cycle("K1001")
    assert cycle
    old, new = read(bank, versions=(older,)), read(bank, versions=(newer,))
    assert (old.running, new.running, read(bank).running) == (3, 1, 4)
    assert at(new, "supply_bank_figures").completed == Count(0)
    assert (at(new, "supply_bank_figures").open, at(old, "supply_bank_figures").open) == (1, 0)
    assert at(read(bank), "supply_bank_figures").completed == Count(3)


def test_working_time_follows_the_banks_calendar(bank: Bank) -> None:
    free, made_up = date(2026, 3, 4), date(2026, 3, 7)  # a Wednesday, a Saturday
    with bank.runtime.writer.begin() as connection:
        days = [{"day": free, "is_working": False, "name": "x"}, {"day": made_up, "is_working": True, "name": "x"}]
        connection.execute(CalendarDay.__table__.insert(), days)  # type: ignore[attr-defined]
    with bank.runtime.read_session() as session:
        clock = WorkingTime(session, MONDAY, MONDAY + timedelta(days=20))
    tuesday, thursday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    assert clock.between(tuesday, thursday) == DAY
    assert clock.between(tuesday, MONDAY + timedelta(days=2)) == 14 * HOUR  # until the midnight before the free day
    assert clock.between(thursday, MONDAY + timedelta(days=7)) == 3 * DAY
    assert clock.between(MONDAY, MONDAY) == 0


def test_the_ways_back_of_the_procedure_are_its_returns(bank: Bank) -> None:
    with bank.runtime.read_session() as session:
        version = session.scalars(select(DefinitionVersion).join(Definition).where(Definition.key == CYCLE)).one()
        diagram = Diagram.parse(next(file.content for file in version.files if file.path.endswith(".bpmn")))
    assert {(diagram.flows[key].source, diagram.flows[key].target) for key in ways_back(diagram)} == {
        ("choose_owners", "clear_collected"),
        ("assessment_confirmed", "assess_relationship"),
        ("tier_meeting_due", "rate_customer"),
        ("hold_tier_meeting", "rate_customer"),
        ("plan_meeting_due", "propose_measures"),
        ("hold_plan_meeting", "propose_measures"),
        ("tasks_closed_caught", "count_open_tasks"),
    }
