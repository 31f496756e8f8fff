"""The real procedure: one running plan goes to an edited version and is completed there, another stays and is too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.commands import CompleteWorkItem, MigrateInstance
from processes.errors import FormInvalid
from processes.impact import impact_of_version
from processes.models import DefinitionVersion, FormSubmission, Instance
from services.people import actor_of
from tests.migration.editing import REASON
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import Bank

AHEAD, AT_PLAN, STAYS = "K0001", "K0002", "K0003"


@pytest.fixture
def cycles(bank: Bank) -> dict[str, int]:
    """Three cycles: before the measures, at the plan's form, and one that will stay."""
    walker = Walker(bank.runtime)
    found = {}
    for number, place in ((AHEAD, "propose_measures"), (AT_PLAN, "draft_plan"), (STAYS, "propose_measures")):
        found[number] = walker.start_cycle(number)
        walker.desk.run_to(found[number], place)
    return found


def run_to_the_end(walker: Walker, cycle: int) -> None:
    for _ in range(80):
        if walker.desk.is_at(cycle, "closed"):
            return
        element = walker.desk.next_element(cycle)
        walker.desk.do_next(cycle, **({"client_view": "同意"} if element == "draft_plan" else {}))
    raise AssertionError("the cycle did not end")


def test_one_plan_goes_over_and_is_completed_while_another_stays(bank: Bank, cycles: dict[str, int]) -> None:
    walker = Walker(bank.runtime)
    to = publish(bank, with_a_second_look(), "客户意见与措施权衡")
    with bank.runtime.read_session() as session:
        version = session.get_one(DefinitionVersion, to)
        impact = {
            one.instance_id: one.verdict
            for one in impact_of_version(session, bank.runtime.definitions, version, CYCLE, 100)
        }
    assert {impact[cycle].kind for cycle in cycles.values()} == {"migratable"}
    assert {(one.code, one.element_id) for one in impact[cycles[AT_PLAN]].notes} == {
        ("passed", "weigh_measures"),
        ("form_changed", "draft_plan"),
    }
    for number in (AHEAD, AT_PLAN):
        bank.execute(MigrateInstance(cycles[number], to, REASON), "gao")
    seat = walker.desk.seat(cycles[AT_PLAN], "draft_plan")
    with pytest.raises(FormInvalid) as refused:
        bank.runtime.execute(CompleteWorkItem(seat.item_id, walker.desk.posted(seat, {})), actor_of(seat.user))
    assert [error.path for error in refused.value.errors] == ["client_view"]
    for cycle in cycles.values():
        run_to_the_end(walker, cycle)
    with bank.runtime.read_session() as session:
        rows = {number: session.get_one(Instance, cycle) for number, cycle in cycles.items()}
        plans = {
            one.instance_id: one
            for one in session.scalars(select(FormSubmission).where(FormSubmission.element_id == "draft_plan"))
        }
    assert {row.status for row in rows.values()} == {"completed"}
    assert [rows[number].visits.get("weigh_measures", 0) for number in (AHEAD, AT_PLAN, STAYS)] == [1, 0, 0]
    assert [rows[number].definition_version_id == to for number in (AHEAD, AT_PLAN, STAYS)] == [True, True, False]
    assert plans[cycles[AHEAD]].values["client_view"] == "同意"
    assert "client_view" not in plans[cycles[STAYS]].values
