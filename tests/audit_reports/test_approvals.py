"""Four eyes: who did it, who checked it, why each could, who else could, who was excluded."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from processes.commands import ReassignWorkItem
from processes.models import WorkItem
from services.people import SetActive
from services.readings.audit_reports import Wanted
from tests.audit_reports.reading import altered, rows_of
from tests.paths.walking import Walker


def approval(bank, element: str):
    with bank.runtime.read_session() as session:
        item = session.scalars(select(WorkItem.id).where(WorkItem.element_id == element)).one()
    return next(row for row in rows_of(bank, "four-eyes") if row.work_item_id == item)


def test_a_tier_approval_tells_both_persons_and_why_each_could(bank, tiered):
    row = approval(bank, "approve_tier")
    rated_by = Walker(bank.runtime).manager("K1004").team_id
    supervisor = next(bank.actor(one) for one in ("zhou",) if bank.actor(one).team_id == rated_by)
    assert row.kept.code == "kept"
    assert row.decision.about == {"word": "approve"}
    codes = [one.code for one in row.approver_could]
    assert codes == ["as_role", "claimed"]
    assert row.approver_could[1].about["groups"] == ["cc"]
    assert [one.code for one in row.prepared] == ["did", "as_role", "assigned"]
    assert row.prepared[0].about["name"] == supervisor.name
    assert row.excluded[0].about["name"] == supervisor.name
    others = {one.about["name"] for one in row.others}
    centre = {bank.actor(one).name for one in ("chen", "luo", "gao")}
    assert others == centre - {row.approver}


def test_a_confirmation_assigned_by_its_lane_has_no_other_candidate(bank, tiered):
    row = approval(bank, "confirm_assessment")
    assert [one.code for one in row.approver_could] == ["as_role", "assigned"]
    assert row.approver_could[1].about["lane"] == "lane_sup"
    assert row.others == ()


def test_who_could_not_sign_in_at_that_moment_was_no_candidate(bank):
    bank.execute(SetActive(bank.actor("luo").user_id, False), "admin")
    bank.clock.advance(hours=1)
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(
        cycle,
        [
            *("collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"),
            *("confirm_assessment", "rate_customer", "approve_tier"),
        ],
    )
    bank.clock.advance(hours=1)
    bank.execute(SetActive(bank.actor("luo").user_id, True), "admin")
    assert bank.actor("luo").name not in {one.about["name"] for one in approval(bank, "approve_tier").others}


def test_work_that_was_given_on_tells_who_gave_it(bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures"])
    item = walker.desk.seat(cycle, "assess_relationship").item_id
    heir = next(one for one in ("he", "tang") if bank.actor(one).team_id == bank.actor("zhou").team_id)
    bank.execute(ReassignWorkItem(item, bank.actor(heir).user_id), "zhou")
    walker.walk(cycle, ["assess_relationship", "map_relations", "confirm_assessment"])
    row = approval(bank, "confirm_assessment")
    assert row.prepared[0].about["name"] == bank.actor(heir).name
    assert row.prepared[-1].code == "reassigned"
    assert row.prepared[-1].about["by"] == bank.actor("zhou").name


def test_an_approval_by_whoever_did_the_work_is_named(bank, tiered):
    with bank.runtime.read_session() as session:
        done_by = session.scalars(select(WorkItem.completed_by_id).where(WorkItem.element_id == "rate_customer")).one()
    altered(bank, "UPDATE work_item SET completed_by_id = :who WHERE element_id = 'approve_tier'", who=done_by)
    assert approval(bank, "approve_tier").kept.code == "broken"
    assert approval(bank, "confirm_assessment").kept.code == "kept"


def test_the_period_holds_both_its_days_by_the_banks_clock(bank, tiered):
    day = date(2026, 3, 2)
    assert len(rows_of(bank, "four-eyes", Wanted(day, day))) == 2
    assert rows_of(bank, "four-eyes", Wanted(date(2026, 3, 3), None)) == []
    assert rows_of(bank, "four-eyes", Wanted(None, date(2026, 3, 1))) == []
    assert rows_of(bank, "four-eyes", Wanted(text="K1005")) == []
    assert len(rows_of(bank, "four-eyes", Wanted(text="k1004"))) == 2
