"""MigrateInstance and UndoMigration: what stays, what follows the new version, what is refused, and races."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, select

from processes.commands import (
    CancelInstance,
    ClaimWorkItem,
    CompleteWorkItem,
    MigrateInstance,
    ReassignWorkItem,
    SaveDraft,
    UndoMigration,
)
from processes.engine.migration import MigrationBlocked
from processes.errors import FormInvalid, NotAllowed, NotFound, NotRunning, UndoRefused
from processes.history import first_broken
from processes.jobs.worker import run_due
from processes.models import Draft, FormSubmission
from tests.migration.editing import (
    INSERTED,
    REASON,
    RENAMED,
    WITHOUT_CHECK,
    counts,
    edited,
    everything,
    second,
    without_element,
)
from tests.runtime.small import events, instance_row, item_at, jobs, publish, start
from tests.support.bank import MONDAY, Bank


def at_check(small: Bank) -> int:
    instance_id = start(small, "handover")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    return instance_id


def test_who_has_an_item_and_when_stays_and_what_it_is_follows_the_new_version(small: Bank) -> None:
    instance_id = at_check(small)
    small.execute(ClaimWorkItem(item_at(small, instance_id, "check_amount").id), "chen")
    item = item_at(small, instance_id, "check_amount")
    small.execute(SaveDraft(item.id, {"remark": ["算过了"]}), "chen")
    to = second(small, "handover", ("复核", "再核"), ('name="form" value="remark"', 'name="form" value="entry"'))
    answer = small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    assert answer["kind"] == "migratable"
    after = item_at(small, instance_id, "check_amount")
    kept = ("id", "engine_task_id", "assignee_id", "claimed_at", "due_date", "escalation", "opened_at", "status")
    assert [getattr(after, name) for name in kept] == [getattr(item, name) for name in kept]
    assert after.assignee_id == small.actor("chen").user_id
    assert (after.name, after.form_key) == ("再核", "entry")
    with small.runtime.read_session() as session:
        assert session.scalars(select(Draft)).one().values == {"remark": ["算过了"]}
    with pytest.raises(FormInvalid):
        small.execute(CompleteWorkItem(item.id, {"amount": ["500"]}), "chen")
    small.execute(CompleteWorkItem(item.id, {"amount": ["5"]}), "chen")
    assert instance_row(small, instance_id).waiting_at == ["countersign"]
    with small.runtime.read_session() as session:
        forms = session.scalars(select(FormSubmission).order_by(FormSubmission.id))
        assert [one.definition_version_id == to for one in forms] == [False, True]


def test_the_history_tells_versions_reason_verdict_and_what_changed(small: Bank) -> None:
    instance_id = start(small, "handover")
    to = second(small, "handover", *RENAMED)
    small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    last = events(small, f"instance:{instance_id}")[-1]
    told = json.loads(last.context)
    assert (last.action, last.actor.split(":")[0]) == ("instance:migrate", "cc")
    assert (told["from_version"], told["version"], told["reason"]) == (1, 2, REASON)
    assert told["from_digest"] != told["digest"]
    assert told["verdict"]["kind"] == "migratable"
    assert told["items"][0]["changed"]["name"] == ["录入金额", "填写金额"]
    small.execute(UndoMigration(instance_id, "改错了"), "gao")
    last = events(small, f"instance:{instance_id}")[-1]
    told = json.loads(last.context)
    assert (last.action, told["from_version"], told["version"]) == ("instance:migrate-undo", 2, 1)
    assert first_broken(events(small, f"instance:{instance_id}")) is None


def test_an_instance_goes_on_to_its_end_on_the_new_version_while_another_stays(small: Bank) -> None:
    moved, stays = start(small, "handover"), start(small, "handover")
    small.execute(MigrateInstance(moved, second(small, "handover", *INSERTED), REASON), "luo")
    for instance_id in (moved, stays):
        small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    assert instance_row(small, moved).waiting_at == ["extra"]
    assert instance_row(small, stays).waiting_at == ["check_amount"]
    small.execute(CompleteWorkItem(item_at(small, moved, "extra").id, {}), "gao")
    small.execute(CompleteWorkItem(item_at(small, moved, "check_amount").id, {}), "chen")
    small.execute(CompleteWorkItem(item_at(small, moved, "countersign").id, {}), "luo")
    assert instance_row(small, moved).status == "completed"


def test_what_is_blocked_stays_as_it_is(small: Bank) -> None:
    instance_id = at_check(small)
    to = publish(small, without_element("handover", "check_amount", edited("handover", *WITHOUT_CHECK)))
    before, counted = everything(small, instance_id), counts(small, instance_id)
    with pytest.raises(MigrationBlocked) as blocked:
        small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    assert [(one.code, one.element_id) for one in blocked.value.verdict.reasons] == [("open_deleted", "check_amount")]
    assert (everything(small, instance_id), counts(small, instance_id)) == (before, counted)


def test_an_undo_brings_back_everything_as_it_was(small: Bank) -> None:
    instance_id = start(small, "handover")
    before = everything(small, instance_id)
    to = second(small, "handover", *RENAMED, *INSERTED)
    small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    assert everything(small, instance_id) != before
    small.execute(UndoMigration(instance_id, "改错了"), "luo")
    assert everything(small, instance_id) == before
    with pytest.raises(UndoRefused) as refused:
        small.execute(UndoMigration(instance_id, "再来"), "luo")
    assert refused.value.code == "undone"
    small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    assert instance_row(small, instance_id).definition_version_id == to
    assert counts(small, instance_id)[0] == 3


def test_an_undo_is_refused_once_something_has_happened(small: Bank) -> None:
    moved, ended = start(small, "handover"), start(small, "handover")
    to = second(small, "handover", *RENAMED)
    for instance_id in (moved, ended):
        small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    small.execute(ReassignWorkItem(item_at(small, moved, "enter_amount").id, small.actor("lin").user_id), "zhou")
    small.execute(CompleteWorkItem(item_at(small, moved, "enter_amount").id, {"amount": ["3"]}), "lin")
    small.execute(CancelInstance(ended, "开错了"), "zhou")
    codes = []
    for instance_id in (moved, ended):
        with pytest.raises(UndoRefused) as refused:
            small.execute(UndoMigration(instance_id, "改错了"), "luo")
        codes.append(refused.value.code)
    assert codes == ["moved_on", "ended"]
    with pytest.raises(NotRunning):
        small.execute(MigrateInstance(ended, to, REASON), "luo")


@pytest.mark.parametrize("login", ["lin", "zhou", "xu", "shen", "jiang", "admin"])
def test_only_the_command_centre_migrates(small: Bank, login: str) -> None:
    instance_id = start(small, "handover")
    to = second(small, "handover", *RENAMED)
    for command in (MigrateInstance(instance_id, to, REASON), UndoMigration(instance_id, REASON)):
        with pytest.raises((NotAllowed, NotFound)):
            small.execute(command, login)
    assert instance_row(small, instance_id).definition_version_id != to


def test_a_version_of_another_process_is_not_found(small: Bank) -> None:
    instance_id = start(small, "handover")
    other = instance_row(small, start(small, "doorbell")).definition_version_id
    for version_id in (other, 999_999):
        with pytest.raises(NotFound):
            small.execute(MigrateInstance(instance_id, version_id, REASON), "luo")


def test_the_same_request_migrates_once(small: Bank) -> None:
    instance_id = start(small, "handover")
    command = MigrateInstance(instance_id, second(small, "handover", *RENAMED), REASON)
    answers = [small.execute(command, "luo", key="page") for _ in range(2)]
    assert answers[0] == answers[1]
    assert small.execute(command, "luo")["migration_id"] is None
    assert counts(small, instance_id)[0] == 1


def test_a_job_keeps_waiting_and_its_result_lands_on_the_new_version(small: Bank) -> None:
    instance_id = start(small, "handover", broken_until=(MONDAY + timedelta(days=1)).isoformat())
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    before = [(job.id, job.arguments, job.run_at) for job in jobs(small, "RunOperation")]
    small.execute(MigrateInstance(instance_id, second(small, "handover", ("复核", "再核")), REASON), "luo")
    assert [(job.id, job.arguments, job.run_at) for job in jobs(small, "RunOperation")] == before
    small.clock.advance(days=2)
    assert run_due(small.runtime) == 1
    assert instance_row(small, instance_id).data["double_amount"] == {"amount": 6}
    assert item_at(small, instance_id, "check_amount").name == "再核"


def test_a_timer_keeps_its_time_and_fires_once(small: Bank) -> None:
    due = small.clock.now + timedelta(days=2)
    instance_id = start(small, "alarm", wait_until=due.isoformat())
    to = second(small, "alarm", ("</bpmn:process>", '<bpmn:textAnnotation id="t"/></bpmn:process>'))
    small.clock.advance(days=1)
    assert small.execute(MigrateInstance(instance_id, to, REASON), "luo")["kind"] == "unaffected"
    assert instance_row(small, instance_id).next_timer_at == due
    assert run_due(small.runtime) == 0
    small.clock.set(due)
    assert run_due(small.runtime) == 1
    assert instance_row(small, instance_id).visits["wait"] == 1
    assert len(jobs(small, "FireTimer")) == 1


def test_a_completion_and_a_migration_at_once_lose_nothing(small: Bank) -> None:
    racing = [start(small, "handover") for _ in range(8)]
    to = second(small, "handover", *INSERTED)
    for instance_id in racing:
        together = Barrier(2)

        def act(command: object, login: str, together: Barrier = together) -> object:
            together.wait()
            return small.execute(command, login)

        item_id = item_at(small, instance_id, "enter_amount").id
        with ThreadPoolExecutor(2) as pool:
            done = pool.submit(act, CompleteWorkItem(item_id, {"amount": ["3"]}), "lin")
            moved = pool.submit(act, MigrateInstance(instance_id, to, REASON), "luo")
        assert isinstance(done.result(), dict)
        assert moved.result()["migration_id"] is not None
        row = instance_row(small, instance_id)
        assert (row.definition_version_id, row.visits["enter_amount"]) == (to, 1)
        assert row.waiting_at in (["extra"], ["check_amount"])  # whoever was first
        assert first_broken(events(small, f"instance:{instance_id}")) is None


def test_a_migration_that_fails_half_way_leaves_nothing(small: Bank) -> None:
    instance_id = start(small, "handover")
    to = second(small, "handover", *RENAMED)
    before, counted = everything(small, instance_id), counts(small, instance_id)
    failed = []

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE work_item "):
            failed.append(statement)
            raise RuntimeError("the machine broke")

    event.listen(small.runtime.writer, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    event.remove(small.runtime.writer, "before_cursor_execute", fail)
    assert len(failed) == 1
    assert (everything(small, instance_id), counts(small, instance_id)) == (before, counted)
    small.execute(MigrateInstance(instance_id, to, REASON), "luo")
    assert item_at(small, instance_id, "enter_amount").name == "填写金额"
