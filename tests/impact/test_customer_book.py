"""What a draft standard would mean for the demo bank's customers, against the clauses computed apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import services.standard_impact
from processes.actors import SYSTEM
from processes.commands import AskImpact, ClaimWorkItem, CompleteWorkItem
from processes.cores import cores
from processes.jobs.worker import run_due
from processes.models import ImpactFinding
from services.customers import ImportCustomers
from services.demo.customers import generated_records, sample_records
from services.demo.story import STORIES
from services.models import Customer, User
from services.readings.impact import ImpactState, changed_customers, impact_run, impact_state
from services.standard.errors import StandardInvalid
from services.standard_drafts import KEY
from services.standard_impact import TIERS, TiersQuestion
from tests.paths.walking import Walker
from tests.standard.clauses import budget_of, tier_of
from tests.standard.editing import moved_threshold
from tests.support.bank import Bank

B_FROM_60 = moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 60")


@pytest.fixture
def records(bank: Bank) -> list[dict[str, Any]]:
    """All of the demo bank's customers: those of every test's bank, and the others."""
    found = [*sample_records(), *generated_records()]
    for record in found:
        story = STORIES.get(record["customer_id"])
        record.update(story.record if story else {})
    with bank.runtime.read_session() as session:
        known = set(session.scalars(select(Customer.number)))
    others = [{**one, "account_manager": "lin"} for one in found if one["customer_id"] not in known]
    bank.runtime.execute(ImportCustomers(others), SYSTEM)
    return found


def asked(bank: Bank, files: dict[str, bytes], login: str = "jiang") -> ImpactState:
    run_id = bank.execute(AskImpact(TIERS, KEY, files), login)
    run_due(bank.runtime)
    with bank.runtime.read_session() as session:
        return impact_state(session, impact_run(session, run_id))


def person(bank: Bank, login: str) -> User:
    with bank.runtime.read_session() as session:
        return session.scalars(select(User).where(User.login == login)).one()


def effective(record: dict[str, Any], computed: str) -> str:
    """After the grace that the sample customers' earlier tiers call for."""
    ranks = {"A": 4, "B": 3, "C": 2, "P": 2, "D": 1}
    before = record.get("previous_tier")
    falls = before is not None and ranks[computed] < ranks[before] and not record.get("previous_grace")
    return str(before) if falls else computed


def test_a_lower_threshold_for_b_changes_a_known_number_of_tiers(bank: Bank, records: list[dict[str, Any]]) -> None:
    before = {one["customer_id"]: effective(one, tier_of(one)) for one in records}
    after = {one["customer_id"]: effective(one, tier_of(one, b_from=60)) for one in records}
    changed = {number for number in before if before[number] != after[number]}
    state = asked(bank, B_FROM_60)
    assert state.totals["customers"] == len(records) == 63
    assert state.totals["tiers"] == dict(Counter(f"{before[one]}>{after[one]}" for one in before))
    for side, tiers in (("before", before), ("after", after)):
        total = sum(budget_of(one, tiers[one["customer_id"]]) for one in records)
        assert Decimal(sum(state.totals[f"budget_{side}"].values())) / 100 == total
    with bank.runtime.read_session() as session:
        page = changed_customers(session, state.run, 1)
    assert {one.number for one in page.rows} == changed
    assert len(changed) == KNOWN


KNOWN = 6  # of the demo bank's 63 customers


def test_the_standard_in_force_changes_nobody(bank: Bank, records: list[dict[str, Any]]) -> None:
    state = asked(bank, moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 65.0"))
    assert all(key[0] == key[-1] for key in state.totals["tiers"])
    assert state.totals["budget_before"] == state.totals["budget_after"]


def test_the_figures_are_those_of_the_last_assessment_and_only_the_standard_differs(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    walker.desk.run_to(walker.start_cycle("K0002"), "draft_plan")  # rated B with 71.5
    state = asked(bank, moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 72"))
    with bank.runtime.read_session() as session:
        rows = changed_customers(session, state.run, 1).rows
        found = session.scalars(select(ImpactFinding).where(ImpactFinding.run_id == state.run.id)).all()
    assert len(found) == len(rows)
    mine = next(one for one in rows if one.number == "K0002")
    # It started without an earlier tier: from the rating that it ended in, the grace would keep it at B.
    assert (mine.before["tier"], mine.after["tier"], mine.before["score"]) == ("B", "C", "71.5")


def test_a_plan_above_the_drafts_budget_would_need_the_head(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "review_plan")
    total = Decimal(walker.data(cycle)["file_plan_draft"]["total"])
    for cap, wanted in ((total, "reviewer"), (total / Decimal("1.2"), "head"), (total / 2, "nobody")):
        state = asked(bank, moved_threshold("budget.dmn", "<text>5000</text>", f"<text>{cap:.0f}</text>"))
        assert state.totals["plans"] == {f"reviewer>{wanted}": 1}


def test_a_tier_that_a_supervisor_moved_is_counted_by_what_becomes_of_it(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0002")
    walker.desk.run_to(cycle, "rate_customer")
    moved = {"decision": "override", "tier": "A", "reason": "战略客户，合作扩大"}
    walker.walk(cycle, [("rate_customer", moved)])
    seat = replace(walker.desk.seat(cycle, "approve_tier"), user=person(bank, "gao"))
    bank.execute(ClaimWorkItem(seat.item_id), "gao")
    bank.execute(CompleteWorkItem(seat.item_id, walker.desk.posted(seat, {})), "gao")
    for bound, wanted in (("79", "kept"), ("71", "needless")):
        state = asked(bank, moved_threshold("tier.dmn", "&gt;= 80", f"&gt;= {bound}"))
        assert state.totals["overrides"] == {wanted: 1}


def test_what_is_no_standard_is_not_asked_about(bank: Bank) -> None:
    with pytest.raises(StandardInvalid):
        asked(bank, {"parameters.json": b"{}"})


def test_parts_add_up_to_the_whole(bank: Bank, records: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = asked(bank, B_FROM_60).totals
    monkeypatch.setattr(TiersQuestion, "at_once", 7)
    assert asked(bank, B_FROM_60).totals == whole


def test_other_processes_count_the_same(
    bank: Bank, records: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = asked(bank, B_FROM_60)
    monkeypatch.setattr(services.standard_impact, "WORTH_SHARING", 1)
    try:
        there = asked(bank, B_FROM_60)
    finally:
        cores.close()
    assert there.totals == here.totals
    with bank.runtime.read_session() as session:
        pages = [changed_customers(session, one.run, 1).rows for one in (here, there)]
    assert pages[0] == pages[1]
