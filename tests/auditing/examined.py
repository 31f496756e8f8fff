"""A bank in which an auditor drew a sample, examined it and wrote a finding that waits for its answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from processes.models import Instance
from services.auditing.findings import RaiseFinding, Said
from services.auditing.samples import DrawSample, ExamineItem
from services.models import AuditFinding, AuditSample, Customer, User
from services.readings.auditing.samples import items_of
from tests.audit.eventful import Eventful, eventful
from tests.support.bank import Bank

SAID = {
    "severity": "high",
    "condition": "方案退回后未说明修改依据即再次提交。",
    "criterion": "流程第 5 步：退回的方案须逐条说明修改。",
    "recommendation": "补充说明并由主管复核。",
}


@dataclass(frozen=True)
class Examined:
    """``answers``: login of whom the finding is addressed to; ``cycle``: the one it is about."""

    cycles: Eventful
    sample: int
    finding: int
    cycle: int
    answers: str


def examined(bank: Bank) -> Examined:
    """Two of three items are examined; one of them has the finding."""
    cycles = eventful(bank)
    sample = bank.execute(DrawSample({}, "marks", 3, seed="2026-s", purpose="退回与逾期抽查"), "shen")
    with bank.runtime.read_session() as session:
        drawn = [row.cycle_id for row in items_of(session, sample)]
    bank.execute(ExamineItem(sample, drawn[0], "in_order", "依据完整。", 1), "shen")
    finding = bank.execute(RaiseFinding(drawn[1], said(bank, drawn[1]), sample_id=sample), "shen")
    with bank.runtime.read_session() as session:
        login = session.scalars(
            select(User.login)
            .join(AuditFinding, AuditFinding.addressee_id == User.id)
            .where(AuditFinding.id == finding)
        ).one()
    return Examined(cycles, sample, finding, drawn[1], login)


def said(bank: Bank, cycle: int, **changed: object) -> Said:
    """A finding for the account manager of a cycle's customer."""
    values = {**SAID, "addressee_id": manager_of(bank, cycle), **changed}
    return Said(**values)  # type: ignore[arg-type]


def manager_of(bank: Bank, cycle: int) -> int:
    """The id of the account manager."""
    with bank.runtime.read_session() as session:
        subject = session.get_one(Instance, cycle).subject_id
        return session.get_one(Customer, subject).am_id


def sample_of(bank: Bank, sample_id: int) -> AuditSample:
    """The row."""
    with bank.runtime.read_session() as session:
        return session.get_one(AuditSample, sample_id)


def finding_of(bank: Bank, finding_id: int) -> AuditFinding:
    """The row."""
    with bank.runtime.read_session() as session:
        return session.get_one(AuditFinding, finding_id)
