"""A failing operation loses no form; late items rise; the history's chain shows any change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from processes.actors import SYSTEM
from processes.commands import EscalateOverdue, RetryJob
from processes.errors import NotAllowed
from processes.history import first_broken
from processes.jobs.worker import run_due
from processes.models import Base, FormSubmission, HistoryEvent, Incident, Instance, Job, WorkItem
from processes.operations import operation
from services.database import migrate
from services.models import Notification
from tests.paths.walking import Walker


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


class Fragile:
    """The scoring operation, broken until it is mended."""

    def __init__(self, real) -> None:
        self.real, self.is_broken, self.calls = real, True, 0

    def __call__(self, context, **parameters):
        self.calls += 1
        if self.is_broken:
            raise RuntimeError("the scoring broke")
        return self.real(context, **parameters)


@pytest.fixture
def fragile(monkeypatch) -> Fragile:
    fragile = Fragile(operation.get("score_customer"))
    monkeypatch.setitem(operation._entries, "score_customer", fragile)
    return fragile


def test_a_failing_operation_keeps_the_form_then_opens_an_incident_and_is_retried(bank, walker, fragile):
    cycle = walker.start_cycle("K0001")
    walker.walk(cycle, ["supply_bank_figures", "collect_status_record"])
    assert fragile.calls == 1
    with bank.runtime.read_session() as session:
        assert [form.form_key for form in session.scalars(select(FormSubmission))] == ["bank-figures", "status-record"]
        assert session.get_one(Instance, cycle).waiting_at == ["score_customer"]
    for _ in range(3):
        run_due(bank.runtime)
        bank.clock.advance(hours=1)
    assert fragile.calls == 4
    with bank.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
        job_id = session.scalars(select(Job.id).where(Job.status == "failed")).one()
    assert (incident.element_id, incident.instance_id, incident.status) == ("score_customer", cycle, "open")
    fragile.is_broken = False
    with pytest.raises(NotAllowed):
        bank.execute(RetryJob(job_id), "lin")
    bank.execute(RetryJob(job_id), "admin")
    run_due(bank.runtime)
    assert [seat.element_id for seat in walker.desk.seats(cycle)] == ["assess_relationship"]


def levels(bank) -> list[int]:
    bank.runtime.execute(EscalateOverdue(), SYSTEM)
    with bank.runtime.read_session() as session:
        found = select(WorkItem.escalation).where(WorkItem.element_id == "collect_status_record")
        return list(session.scalars(found))


def test_a_late_item_rises_after_one_three_and_five_working_days(bank, walker):
    walker.start_cycle("K0001")  # on Monday 2 March; due on Monday 9 March
    seen = []
    for _ in range(10):
        seen.append(levels(bank)[0])
        bank.clock.advance(days=1)
        if bank.clock.now.date().isoformat() == "2026-03-05":
            bank.clock.set(bank.clock.now + timedelta(days=4))
    assert seen == [0, 0, 0, 0, 1, 1, 2, 2, 2, 2]
    bank.clock.advance(days=1)
    assert levels(bank) == [3]
    with bank.runtime.read_session() as session:
        codes = {(notice.code, notice.user_id) for notice in session.scalars(select(Notification))}
    assert ("overdue_1", bank.actor("lin").user_id) in codes
    assert ("overdue_2", bank.actor("zhou").user_id) in codes
    assert ("overdue_3", bank.actor("gao").user_id) in codes


def events(bank, stream: str) -> list[HistoryEvent]:
    with bank.runtime.read_session() as session:
        found = select(HistoryEvent).where(HistoryEvent.stream == stream).order_by(HistoryEvent.seq)
        return list(session.scalars(found))


@pytest.mark.parametrize("change", ["actor = 'cc:别人'", "context = '{}'", "at = '2026-01-01 00:00:00.000000'"])
def test_a_changed_event_breaks_the_chain(bank, walker, change):
    cycle = walker.start_cycle("K0001")
    stream = f"instance:{cycle}"
    assert first_broken(events(bank, stream)) is None
    with bank.runtime.writer.begin() as connection:
        changed = connection.execute(
            text(f"UPDATE history_event SET {change} WHERE stream = :s AND seq = 2"), {"s": stream}
        )
        assert changed.rowcount == 1
    broken = first_broken(events(bank, stream))
    assert broken is not None
    assert broken.seq == 2


def test_a_removed_event_breaks_the_chain(bank, walker):
    cycle = walker.start_cycle("K0001")
    assert first_broken(events(bank, f"instance:{cycle}")[1:]) is not None


def test_the_migrated_tables_are_the_models_tables(bank):
    migrate(bank.runtime.writer)
    inspector = inspect(bank.runtime.reader)
    ours = {name for name in inspector.get_table_names() if not name.startswith("procrastinate_")}
    assert ours - {"alembic_version"} == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        assert {column["name"] for column in inspector.get_columns(name)} == {column.name for column in table.columns}
