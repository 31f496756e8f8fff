"""How far the answer to a question about impact is, and what it says; who changes, for whoever may see customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.errors import NotFound
from processes.impact_questions import added
from processes.models import ImpactChain, ImpactFinding, ImpactRun, Job
from services.models import Customer, User
from services.readings.paging import Page, page_of


@dataclass(frozen=True)
class ImpactState:
    """One run. ``done`` of ``total`` are looked at, and ``totals`` are of those.

    ``failed``: an administrator has to see to it before it goes on.
    """

    run: ImpactRun
    done: int
    total: int
    failed: bool
    totals: Mapping[str, Any]

    @property
    def is_over(self) -> bool:
        """Nothing moves any more by itself."""
        return self.run.status != "running" or self.failed


@dataclass(frozen=True)
class ChangedCustomer:
    """One customer whose tier would be another. ``before``, ``after``: score, tier, recommendation, allowed (CNY), or
    undecided: why that standard has no answer."""

    id: int
    number: str
    name: str
    manager: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def impact_run(session: Session, run_id: int) -> ImpactRun:
    """NotFound when there is none."""
    found = session.get(ImpactRun, run_id)
    if found is None:
        raise NotFound(str(run_id))
    return found


def last_impact(session: Session, kind: str, subject: str, digest: str) -> ImpactRun | None:
    """The newest run about these very files; None before the first."""
    found = select(ImpactRun).where(ImpactRun.kind == kind, ImpactRun.subject == subject, ImpactRun.digest == digest)
    return session.scalars(found.order_by(ImpactRun.id.desc()).limit(1)).first()


def impact_state(session: Session, run: ImpactRun) -> ImpactState:
    """Of a run that goes on, the totals so far."""
    chains = list(session.scalars(select(ImpactChain).where(ImpactChain.run_id == run.id)))
    totals: dict[str, Any] = {}
    for chain in chains:
        totals = added(totals, chain.result)
    stuck = select(func.count(Job.id)).where(
        Job.dedupe.startswith(f"impact:{run.id}:", autoescape=True), Job.status == "failed"
    )
    done = sum(chain.done for chain in chains)
    failed = run.status == "running" and bool(session.scalar(stuck))
    return ImpactState(run, done, run.total, failed, totals)


def changed_customers(session: Session, run: ImpactRun, number: int) -> Page[ChangedCustomer]:
    """A page of the customers whose tier would be another, by number. For whoever sees every customer."""
    query = (
        select(Customer.id, Customer.number, Customer.name, User.name, ImpactFinding.detail)
        .join(ImpactFinding, ImpactFinding.subject_id == Customer.id)
        .join(User, User.id == Customer.am_id)
        .where(ImpactFinding.run_id == run.id)
        .order_by(Customer.number)
    )
    return page_of(session, query, number, _changed)


def _changed(row: Any) -> ChangedCustomer:
    identity, number, name, manager, detail = row
    return ChangedCustomer(identity, number, name, manager, detail["before"], detail["after"])
