"""Whatever is tried, the installation's database is as before, and a world begins anew each time."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from processes.errors import NotFound
from processes.models import Base
from processes.runtime import Runtime
from processes.scenarios import Advance, Begin, Break, Complete, EndsAt, GoOn, Next, Repair, TryOut
from services.models import Customer
from services.tryout.reading import point_of
from services.tryout.replay import Replay
from services.tryout.scenario_runs import run_scenarios
from services.tryout.surroundings import record_of_customer, shipped_surroundings, surroundings_of
from tests.tryout.trying import CYCLE, MONDAY, WORLDS, cycle_files, scenario, tried

FILED = (Complete("collect_status_record"), Complete("supply_bank_figures"))


def counts(runtime: Runtime) -> dict[str, int]:
    """Rows of every table."""
    with runtime.read_session() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_no_table_of_the_installation_gains_or_loses_a_row(bank):
    before = counts(bank.runtime)
    assert before["customer"] > 0
    assert len(before) > 20
    with bank.runtime.read_session() as session:
        around = surroundings_of(session)
        customer = session.scalars(select(Customer.id).order_by(Customer.id)).first()
        record = record_of_customer(session, bank.actor("chen"), customer)
    steps = (Break("score_customer"), *FILED, Repair("score_customer"), GoOn("carry_out_task"))
    steps += (Begin("plan-adjustment"), Advance(24 * 40), GoOn(), Next())
    with WORLDS.opened(cycle_files(), around) as (world, prepared):
        replay = Replay(world, prepared, TryOut(MONDAY, CYCLE, steps=steps), record)
        replay.run()
        assert replay.refusal is None
        assert point_of(replay).draft is not None
    report = run_scenarios(WORLDS, {**cycle_files(), **scenario("all", (GoOn(),), EndsAt("cycle_closed"))}, around)
    assert report.passed
    assert counts(bank.runtime) == before


def test_a_try_out_sees_nothing_of_the_one_before():
    first = tried(*FILED, GoOn("carry_out_task"))
    again = tried()
    assert (len(first.point.processes), len(again.point.processes)) == (4, 1)
    assert again.open == ["supply_bank_figures", "collect_status_record"]
    assert again.point.draft.id == first.point.processes[0].id


def test_the_same_steps_come_to_the_same_point():
    once, twice = tried(*FILED, GoOn("carry_out_task")), tried(*FILED, GoOn("carry_out_task"))
    assert once.point.draft.data == twice.point.draft.data
    assert [one.path for one in once.point.processes] == [one.path for one in twice.point.processes]


def test_the_surroundings_of_an_installation_are_what_it_published(bank):
    with bank.runtime.read_session() as session:
        assert surroundings_of(session).digest == shipped_surroundings().digest


def test_a_real_customer_is_tried_with_only_by_who_sees_him(bank):
    with bank.runtime.read_session() as session:
        customer = session.scalars(select(Customer).where(Customer.number == "K1001")).one()
        for login in ("jiang", "admin"):
            with pytest.raises(NotFound):
                record_of_customer(session, bank.actor(login), customer.id)
        record = record_of_customer(session, bank.actor("chen"), customer.id)
    found = tried(*FILED, record=record)
    assert (found.refusal, record["customer_id"]) == (None, "K1001")
    assert found.point.draft.data["file_archive"]["complete"] in (True, False)


def test_many_who_try_at_once_do_not_meet():
    found: list[object] = []

    def try_it(number: int) -> None:
        steps = FILED[: number % 3]
        found.append((number % 3, tuple(tried(*steps).open)))

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    both = ("supply_bank_figures", "collect_status_record")
    expected = {0: both, 1: ("supply_bank_figures",), 2: ("assess_relationship",)}
    assert len(found) == 9
    assert set(found) == set(expected.items())
