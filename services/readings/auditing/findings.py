"""Findings for one actor: an auditor reads all, the person addressed his own, a supervisor those of the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from processes.actors import Actor
from processes.errors import NotFound
from processes.models import Instance
from services.auditing.telling import stream_of
from services.models import AUD, SUP, AuditFinding, Customer, User
from services.readings.history import HistoryRow, history_row, stream_events
from services.readings.paging import Page, page_of
from services.visibility import may_see_customer

STATES = ("open", "answered", "returned", "accepted", "closed")
TO_ANSWER = ("open", "returned")
Addressee, Author = aliased(User), aliased(User)


@dataclass(frozen=True)
class FindingRow:
    """A finding with the names that go with it."""

    finding: AuditFinding
    addressee: str
    author: str
    customer_id: int
    customer_name: str
    customer_number: str


@dataclass(frozen=True)
class FindingPage:
    """``sees_cycle``: whether the actor may open the cycle and know its customer; ``may_answer``: whether it is
    addressed to him and waits for his answer; ``history``: of the finding, the oldest first."""

    row: FindingRow
    instance: Instance
    sees_cycle: bool
    may_answer: bool
    history: list[HistoryRow]


@dataclass(frozen=True)
class Waiting:
    """What the navigation tells. ``any``: whether there is one to read; ``mine``: how many wait for the actor."""

    any: bool
    mine: int


def visible_findings(actor: Actor) -> ColumnElement[bool]:
    """The condition on `AuditFinding`."""
    if actor.is_system or actor.role == AUD:
        return true()
    if actor.user_id is None:
        return false()
    own = AuditFinding.addressee_id == actor.user_id
    if actor.role == SUP and actor.team_id is not None:
        return or_(own, AuditFinding.addressee_id.in_(select(User.id).where(User.team_id == actor.team_id)))
    return own


def waiting_findings(session: Session, actor: Actor) -> Waiting:
    """For an auditor: answers to judge and measures to see done; for the others: findings to answer."""
    if actor.role == AUD:
        is_mine: ColumnElement[bool] = AuditFinding.status.in_(("answered", "accepted"))
    else:
        is_mine = (AuditFinding.addressee_id == actor.user_id) & AuditFinding.status.in_(TO_ANSWER)
    asked = select(func.count(), func.coalesce(func.sum(case((is_mine, 1), else_=0)), 0))
    found = session.execute(asked.select_from(AuditFinding).where(visible_findings(actor))).one()
    return Waiting(found[0] > 0, found[1])


def findings_page(session: Session, actor: Actor, state: str, number: int) -> Page[FindingRow]:
    """Those that the actor reads, the newest first; ``state``: of `STATES`, empty for all."""
    query = _findings().where(visible_findings(actor)).order_by(AuditFinding.id.desc())
    if state:
        query = query.where(AuditFinding.status == state)
    return page_of(session, query, number, lambda row: FindingRow(*row))


def findings_of_cycle(session: Session, cycle_id: int) -> list[FindingRow]:
    """For auditors: all about a cycle or its tasks, by age."""
    query = _findings().where(AuditFinding.cycle_id == cycle_id).order_by(AuditFinding.id)
    return [FindingRow(*row) for row in session.execute(query)]


def findings_of_sample(session: Session, sample_id: int) -> list[FindingRow]:
    """For auditors: all raised from a sample, by age."""
    query = _findings().where(AuditFinding.sample_id == sample_id).order_by(AuditFinding.id)
    return [FindingRow(*row) for row in session.execute(query)]


def finding_page(session: Session, actor: Actor, finding_id: int) -> FindingPage:
    """NotFound for one that the actor may not read."""
    found = session.execute(_findings().where(AuditFinding.id == finding_id, visible_findings(actor))).first()
    if found is None:
        raise NotFound(str(finding_id))
    row = FindingRow(*found)
    finding = row.finding
    return FindingPage(
        row=row,
        instance=session.get_one(Instance, finding.instance_id),
        sees_cycle=may_see_customer(session, actor, row.customer_id),
        may_answer=finding.addressee_id == actor.user_id and finding.status in TO_ANSWER,
        history=[history_row(event) for event in stream_events(session, stream_of(finding.id))],
    )


def _findings() -> Any:
    return (
        select(AuditFinding, Addressee.name, Author.name, Customer.id, Customer.name, Customer.number)
        .join(Addressee, Addressee.id == AuditFinding.addressee_id)
        .join(Author, Author.id == AuditFinding.raised_by_id)
        .join(Instance, Instance.id == AuditFinding.cycle_id)
        .join(Customer, Customer.id == Instance.subject_id)
    )
