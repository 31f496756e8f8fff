"""One item after another: what completing stores, what a stale, invalid or repeated request meets."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from processes.commands import ClaimWorkItem, CompleteWorkItem, SaveDraft, StartInstance, UnclaimWorkItem
from processes.errors import AlreadyRunning, FormInvalid, FourEyes, ItemChanged, NotAllowed, NotFound
from processes.models import Draft, FormSubmission, IdempotencyKey, Instance, WorkItem
from tests.runtime.small import as_system, events, instance_row, item_at, start
from tests.support.bank import Bank


def enter(bank: Bank, instance_id: int, amount: object = 3, **more: str) -> None:
    item = item_at(bank, instance_id, "enter_amount")
    posted = {"amount": [str(amount)], **{name: [text] for name, text in more.items()}}
    bank.execute(CompleteWorkItem(item.id, posted), "lin")


def test_a_start_opens_the_first_item_for_the_customers_manager_with_its_due_day(small: Bank) -> None:
    item = item_at(small, start(small, "handover"), "enter_amount")
    assert item.assignee_id == small.actor("lin").user_id
    assert (item.name, item.name_en, item.step, item.lane_id) == ("录入金额", "Enter the amount", "1", "lane_am")
    assert (item.due_date.isoformat() if item.due_date else None) == "2026-03-04"


def test_a_completed_item_stores_its_form_and_the_next_item_reads_it(small: Bank) -> None:
    instance_id = start(small, "handover")
    enter(small, instance_id, 3, note="three", element="forged")
    row = instance_row(small, instance_id)
    assert row.data["enter_amount"] == {"amount": 3}  # only the field for the process
    assert row.data["double_amount"] == {"amount": 6}
    assert (row.waiting_at, row.step) == (["check_amount"], "2")
    item = item_at(small, instance_id, "check_amount")
    assert item.assignee_id is None
    assert (item.due_date.isoformat() if item.due_date else None) == "2026-03-05"
    with small.runtime.read_session() as session:
        form = session.scalars(select(FormSubmission)).one()
    assert form.values == {"amount": 3, "note": "three", "element": "enter_amount"}
    assert (form.submitted_by_name, form.submitted_at) == ("林知远", small.clock.now)


def test_an_instance_ends_with_its_last_item_and_its_history_is_whole(small: Bank) -> None:
    instance_id = start(small, "handover")
    enter(small, instance_id)
    small.execute(CompleteWorkItem(item_at(small, instance_id, "check_amount").id, {}), "chen")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "countersign").id, {}), "luo")
    row = instance_row(small, instance_id)
    assert (row.status, row.ended_at, row.waiting_at) == ("completed", small.clock.now, [])
    assert row.path["countersign_ended"] == row.visits["countersign"] == 1
    assert [event.action for event in events(small, f"instance:{instance_id}")] == [
        "instance:start", "path:take", "item:open", "item:complete", "operation:done", "path:take", "item:open",
        "item:claim", "item:complete", "path:take", "item:open", "item:claim", "item:complete", "path:take",
        "instance:complete",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["claim", "complete", "draft"])
def test_who_checked_may_not_countersign(small: Bank, command: str) -> None:
    instance_id = start(small, "handover")
    enter(small, instance_id)
    small.execute(CompleteWorkItem(item_at(small, instance_id, "check_amount").id, {}), "chen")
    item_id = item_at(small, instance_id, "countersign").id
    attempts = {
        "claim": ClaimWorkItem(item_id),
        "complete": CompleteWorkItem(item_id, {}),
        "draft": SaveDraft(item_id, {}),
    }
    with pytest.raises(FourEyes) as refused:
        small.execute(attempts[command], "chen")
    assert refused.value.element == "复核"
    assert item_at(small, instance_id, "countersign").assignee_id is None


def test_a_page_older_than_the_item_is_refused_unless_the_item_is_ones_own(small: Bank) -> None:
    instance_id = start(small, "handover")
    enter(small, instance_id)
    item = item_at(small, instance_id, "check_amount")
    small.execute(ClaimWorkItem(item.id), "chen")
    small.execute(UnclaimWorkItem(item.id), "chen")
    with pytest.raises(ItemChanged):
        small.execute(CompleteWorkItem(item.id, {}, seen_revision=item.revision), "luo")
    small.execute(ClaimWorkItem(item.id), "luo")
    small.execute(CompleteWorkItem(item.id, {}, seen_revision=item.revision), "luo")


@pytest.mark.parametrize(
    ("amount", "code"),
    [("", "required"), ("x", "not_a_number"), ("0", "out_of_range"), ("100", "out_of_range"), ("13", "unlucky")],
)
def test_a_refused_form_leaves_everything_as_it_was(small: Bank, amount: str, code: str) -> None:
    instance_id = start(small, "handover")
    item = item_at(small, instance_id, "enter_amount")
    small.execute(SaveDraft(item.id, {"amount": ["7"]}), "lin")
    before, revision = events(small, f"instance:{instance_id}"), item_at(small, instance_id, "enter_amount").revision
    with pytest.raises(FormInvalid) as refused:
        small.execute(CompleteWorkItem(item.id, {"amount": [amount]}), "lin", key="once")
    assert [(error.path, error.code) for error in refused.value.errors] == [("amount", code)]
    assert item_at(small, instance_id, "enter_amount").revision == revision
    assert len(events(small, f"instance:{instance_id}")) == len(before)
    with small.runtime.read_session() as session:
        assert session.scalar(select(func.count(FormSubmission.id))) == 0
        assert session.scalar(select(func.count(IdempotencyKey.id))) == 0
        assert session.scalars(select(Draft)).one().values == {"amount": ["7"]}
    small.execute(CompleteWorkItem(item.id, {"amount": ["5"]}), "lin", key="once")


@pytest.mark.parametrize("login", ["qian", "fang", "xu", "jiang", "admin", "he"])
def test_who_may_not_know_an_item_finds_none(small: Bank, login: str) -> None:
    item_id = item_at(small, start(small, "handover"), "enter_amount").id
    for command in (
        ClaimWorkItem(item_id),
        UnclaimWorkItem(item_id),
        CompleteWorkItem(item_id, {}),
        SaveDraft(item_id, {}),
    ):
        with pytest.raises(NotFound):
            small.execute(command, login)


def test_who_sees_an_item_of_another_group_may_not_take_it(small: Bank) -> None:
    instance_id = start(small, "handover")
    enter(small, instance_id)
    with pytest.raises(NotAllowed):
        small.execute(ClaimWorkItem(item_at(small, instance_id, "check_amount").id), "lin")


@pytest.mark.parametrize("login", ["lin", "zhou", "chen", "xu", "jiang", "admin"])
def test_a_process_that_no_role_may_start_leaves_no_instance(small: Bank, login: str) -> None:
    with pytest.raises(NotAllowed):
        small.execute(StartInstance("handover", {"customer_id": 1}, subject_id=1), login)
    with small.runtime.read_session() as session:
        assert session.scalar(select(func.count(Instance.id))) == 0
        assert session.scalar(select(func.count(WorkItem.id))) == 0


def test_a_business_key_starts_one_instance_ever(small: Bank) -> None:
    row = instance_row(small, start(small, "handover"))
    command = StartInstance("handover", row.data, subject_id=row.subject_id, business_key="one")
    as_system(small, command)
    with pytest.raises(AlreadyRunning):
        as_system(small, command)
