"""Work items: claim, four eyes, drafts, lost races, repeated requests."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from processes.commands import ClaimWorkItem, CompleteWorkItem, ReassignWorkItem, SaveDraft, UnclaimWorkItem
from processes.errors import FormInvalid, FourEyes, ItemFinished, ItemTaken, KeyReused, NotAllowed, NotFound
from processes.models import Draft, FormSubmission, WorkItem
from tests.paths.walking import Walker

BEFORE_APPROVAL = [
    "collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations", "confirm_assessment",
    "rate_customer",
]  # fmt: skip


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


@pytest.fixture
def cycle(walker) -> int:
    return walker.start_cycle("K0001")


def row(bank, item_id: int) -> WorkItem:
    with bank.runtime.read_session() as session:
        return session.get_one(WorkItem, item_id)


def test_a_group_item_is_claimed_once_and_given_back(bank, walker, cycle):
    item = walker.desk.seat(cycle, "supply_bank_figures").item_id
    bank.execute(ClaimWorkItem(item), "xu")
    with pytest.raises(ItemTaken) as taken:
        bank.execute(ClaimWorkItem(item), "ma")
    assert taken.value.by == "徐婉清"
    bank.execute(UnclaimWorkItem(item), "xu")
    bank.execute(ClaimWorkItem(item), "ma")
    assert row(bank, item).assignee_id == bank.actor("ma").user_id


def test_a_foreign_item_does_not_exist(bank, walker, cycle):
    item = walker.desk.seat(cycle, "collect_status_record").item_id
    with pytest.raises(NotFound):
        bank.execute(SaveDraft(item, {}), "qian")


def test_nobody_checks_his_own_work(bank, walker, cycle):
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    item = walker.desk.seat(cycle, "confirm_assessment").item_id
    bank.execute(ReassignWorkItem(item, bank.actor("lin").user_id), "zhou")
    with pytest.raises(FourEyes):
        bank.execute(ClaimWorkItem(item), "lin")
    with pytest.raises(FourEyes):
        bank.execute(CompleteWorkItem(item, {"decision": ["confirm"]}), "lin")
    assert row(bank, item).status == "open"


def test_a_finished_item_tells_who_and_when(bank, walker, cycle):
    walker.walk(cycle, BEFORE_APPROVAL)
    item = walker.desk.seat(cycle, "approve_tier").item_id
    bank.execute(CompleteWorkItem(item, {"decision": ["approve"]}), "luo")
    with pytest.raises(ItemFinished) as finished:
        bank.execute(CompleteWorkItem(item, {"decision": ["approve"]}), "chen")
    assert (finished.value.by, finished.value.at) == ("罗敏", bank.clock.now)


def test_an_invalid_form_stores_nothing(bank, walker, cycle):
    item = walker.desk.seat(cycle, "collect_status_record").item_id
    with pytest.raises(FormInvalid) as refused:
        bank.execute(CompleteWorkItem(item, {"employees": ["many"]}), "lin")
    assert {error.path for error in refused.value.errors} == {"customer_name", "employees"}
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count(FormSubmission.id))) == 0


def test_a_draft_is_gone_once_the_item_is_complete(bank, walker, cycle):
    item = walker.desk.seat(cycle, "collect_status_record").item_id
    bank.execute(SaveDraft(item, {"address": ["草稿"]}), "lin")
    with bank.runtime.read_session() as session:
        assert session.get_one(Draft, (item, bank.actor("lin").user_id)).values == {"address": ["草稿"]}
    walker.walk(cycle, ["collect_status_record"])
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_repeated_request_changes_nothing_and_gets_the_first_answer(bank, walker, cycle):
    seat = walker.desk.seat(cycle, "collect_status_record")
    command = CompleteWorkItem(seat.item_id, walker.desk.posted(seat, {}))
    first = bank.execute(command, "lin", key="page-1")
    assert bank.execute(command, "lin", key="page-1") == first
    with pytest.raises(KeyReused):
        bank.execute(SaveDraft(seat.item_id, {}), "lin", key="page-1")
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count(FormSubmission.id))) == 1


def test_only_the_supervisor_of_the_team_reassigns_and_only_within_it(bank, walker, cycle):
    item = walker.desk.seat(cycle, "collect_status_record").item_id
    with pytest.raises(NotAllowed):
        bank.execute(ReassignWorkItem(item, bank.actor("qian").user_id), "zhou")
    with pytest.raises(NotFound):
        bank.execute(ReassignWorkItem(item, bank.actor("qian").user_id), "fang")
    bank.execute(ReassignWorkItem(item, bank.actor("he").user_id), "zhou")
    assert row(bank, item).assignee_id == bank.actor("he").user_id
