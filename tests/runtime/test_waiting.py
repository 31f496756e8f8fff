"""What an instance waits for besides people: operations put off, timers, messages; and its cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from processes.commands import (
    CancelInstance,
    ClaimWorkItem,
    CompleteWorkItem,
    CorrelateMessage,
    FireTimer,
    RetryJob,
    RunJob,
    RunOperation,
    StartInstance,
)
from processes.errors import ItemWithdrawn, NotAllowed, NotFound, StepFailed
from processes.jobs.worker import run_due
from processes.models import FormSubmission, Incident, Instance
from tests.runtime.small import as_system, events, folder, instance_row, item_at, jobs, publish, start
from tests.support.bank import MONDAY, Bank

MENDED = MONDAY + timedelta(days=1)


def broken(bank: Bank) -> int:
    """An instance whose form was submitted and whose operation breaks until MENDED."""
    instance_id = start(bank, "handover", broken_until=MENDED.isoformat())
    item = item_at(bank, instance_id, "enter_amount")
    answer = bank.execute(CompleteWorkItem(item.id, {"amount": ["3"]}), "lin", key="page")
    assert (answer["instance_id"], answer["work_item_id"]) == (instance_id, item.id)
    return instance_id


def test_a_failing_operation_is_put_off_and_the_submission_survives(small: Bank) -> None:
    instance_id = broken(small)
    assert item_at(small, instance_id, "enter_amount").status == "completed"
    assert instance_row(small, instance_id).waiting_at == ["double_amount"]
    (job,) = jobs(small, "RunOperation")
    assert (job.status, job.attempts, job.arguments["element_id"]) == ("pending", 0, "double_amount")
    with small.runtime.read_session() as session:
        assert session.scalar(select(func.count(FormSubmission.id))) == 1
    small.clock.set(MENDED)
    assert run_due(small.runtime) == 1
    row = instance_row(small, instance_id)
    assert (row.waiting_at, row.data["double_amount"]) == (["check_amount"], {"amount": 6})


def test_a_job_is_tried_after_10_and_60_seconds_and_then_is_an_incident_until_it_is_retried(small: Bank) -> None:
    instance_id = broken(small)
    for seconds, attempts in ((0, 1), (9, 1), (1, 2), (59, 2), (1, 3)):
        small.clock.advance(seconds=seconds)
        run_due(small.runtime)
        assert jobs(small, "RunOperation")[0].attempts == attempts
    (job,) = jobs(small, "RunOperation")
    assert job.status == "failed"
    assert job.error.startswith("RuntimeError in double (tests/runtime/small.py:")
    with small.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
    assert (incident.status, incident.job_id, incident.element_id) == ("open", job.id, "double_amount")
    small.clock.set(MENDED)
    assert run_due(small.runtime) == 0
    for login in ("lin", "zhou", "gao", "jiang"):
        with pytest.raises(NotAllowed):
            small.execute(RetryJob(job.id), login)
    small.execute(RetryJob(job.id), "admin")
    assert run_due(small.runtime) == 1
    with small.runtime.read_session() as session:
        assert session.scalars(select(Incident)).one().resolved_by == "管理员"
    assert instance_row(small, instance_id).waiting_at == ["check_amount"]
    actions = [event.action for event in events(small, f"instance:{instance_id}")]
    assert [action for action in actions if action.startswith("incident")] == ["incident:open", "incident:retry"]


def test_a_job_that_ran_does_nothing_again(small: Bank) -> None:
    instance_id = broken(small)
    small.clock.set(MENDED)
    run_due(small.runtime)
    before = len(events(small, f"instance:{instance_id}"))
    job = jobs(small, "RunOperation")[0]
    assert as_system(small, RunJob(job.id, job.fence)) is False
    assert len(events(small, f"instance:{instance_id}")) == before


def test_a_timer_fires_when_the_banks_clock_says_so(small: Bank) -> None:
    due = small.clock.now + timedelta(days=2)
    instance_id = start(small, "alarm", wait_until=due.isoformat())
    assert instance_row(small, instance_id).next_timer_at == due
    small.clock.advance(days=1, hours=23, minutes=59)
    assert run_due(small.runtime) == 0
    small.clock.set(due)
    assert run_due(small.runtime) == 1
    row = instance_row(small, instance_id)
    assert (row.waiting_at, row.next_timer_at) == (["get_up"], None)
    assert item_at(small, instance_id, "get_up").status == "open"


def test_a_timer_set_to_the_past_fires_at_once(small: Bank) -> None:
    past = small.clock.now - timedelta(days=30)
    instance_id = start(small, "alarm", wait_until=past.isoformat())
    assert instance_row(small, instance_id).waiting_at == ["get_up"]


def test_a_month_is_counted_by_the_banks_calendar(small: Bank) -> None:
    files = {path: content.replace(b"timeDate", b"timeDuration") for path, content in folder("alarm").items()}
    publish(small, {"alarm.bpmn": files["alarm.bpmn"].replace(b">wait_until<", b">'P1M'<")})
    small.clock.set(datetime(2027, 2, 28, 23, 30, tzinfo=UTC))  # 1 March, 07:30 there
    instance_id = start(small, "alarm")
    assert instance_row(small, instance_id).next_timer_at == datetime(2027, 3, 31, 23, 30, tzinfo=UTC)


def test_a_timer_whose_value_is_no_time_starts_nothing_and_is_an_incident(small: Bank) -> None:
    with pytest.raises(StepFailed):
        start(small, "alarm", wait_until="next week, says 张三")
    with small.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
        assert session.scalar(select(func.count(Instance.id))) == 0
    assert (incident.code, incident.detail) == ("ExpressionRefused", "alarm: no value for a timer: wait_until")


def test_a_message_is_heard_by_the_instance_that_waits_for_it(small: Bank) -> None:
    instance_id, other_id = start(small, "doorbell"), start(small, "doorbell")
    assert as_system(small, CorrelateMessage(instance_id, "knocked")) is False
    assert as_system(small, CorrelateMessage(instance_id, "rung")) is True
    assert as_system(small, CorrelateMessage(instance_id, "rung")) is False
    assert instance_row(small, instance_id).waiting_at == ["open_door"]
    assert instance_row(small, other_id).waiting_at == ["wait"]
    assert [event.action for event in events(small, f"instance:{instance_id}")].count("message:receive") == 1


def test_only_the_system_wakes_an_instance(small: Bank) -> None:
    instance_id = start(small, "doorbell")
    for command in (CorrelateMessage(instance_id, "rung"), FireTimer(instance_id), RunOperation(instance_id, "t", "e")):
        with pytest.raises(NotAllowed):
            small.execute(command, "zhou")


def test_a_cancelled_instance_withdraws_its_items_and_hears_nothing_more(small: Bank) -> None:
    instance_id = start(small, "doorbell")
    as_system(small, CorrelateMessage(instance_id, "rung"))
    item = item_at(small, instance_id, "open_door")
    small.execute(CancelInstance(instance_id, "opened in error"), "zhou")
    row = instance_row(small, instance_id)
    assert (row.status, row.ended_at, row.waiting_at) == ("cancelled", small.clock.now, [])
    for command in (ClaimWorkItem(item.id), CompleteWorkItem(item.id, {})):
        with pytest.raises(ItemWithdrawn):
            small.execute(command, "lin")
    assert as_system(small, CorrelateMessage(instance_id, "rung")) is False
    small.execute(CancelInstance(instance_id, "again"), "zhou")
    assert [event.action for event in events(small, f"instance:{instance_id}")].count("instance:cancel") == 1


def test_a_cancelled_instance_ends_what_it_had_started(small: Bank) -> None:
    parent = instance_row(small, start(small, "doorbell"))
    child_id = as_system(small, StartInstance("handover", parent.data, parent.subject_id, parent.id))
    assert isinstance(child_id, int)
    small.execute(CancelInstance(parent.id, "opened in error"), "zhou")
    assert instance_row(small, child_id).status == "cancelled"
    assert item_at(small, child_id, "enter_amount").status == "withdrawn"


def test_an_operation_put_off_in_a_cancelled_instance_does_not_run(small: Bank) -> None:
    instance_id = broken(small)
    small.execute(CancelInstance(instance_id, "opened in error"), "zhou")
    small.clock.set(MENDED)
    run_due(small.runtime)
    assert "double_amount" not in instance_row(small, instance_id).data
    assert jobs(small, "RunOperation")[0].status == "done"


@pytest.mark.parametrize(
    ("login", "refusal"), [("lin", NotAllowed), ("gao", NotAllowed), ("shen", NotAllowed), ("fang", NotFound)]
)
def test_only_the_supervisor_of_the_team_cancels(small: Bank, login: str, refusal: type[Exception]) -> None:
    instance_id = start(small, "doorbell")
    with pytest.raises(refusal):
        small.execute(CancelInstance(instance_id, "not mine"), login)
    assert instance_row(small, instance_id).status == "running"
