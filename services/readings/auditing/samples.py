"""Samples and their items as pages and working papers show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.errors import NotFound
from services.auditing.drawing import Population, digest_of, draw
from services.auditing.populations import population_of
from services.finding.filters import CycleFilter
from services.models import AuditPopulation, AuditSample, AuditSampleItem, Customer, CycleTraits, User
from services.readings.paging import Page, page_of

ItemRow = Row[Any]  # an item's columns, then of its cycle: customer_id, name, number, tier, status, outcome


@dataclass(frozen=True)
class SampleRow:
    """A line of the list of samples. ``examined``: how many items are not open any more."""

    sample: AuditSample
    drawn_by: str
    examined: int
    findings: int

    @property
    def population(self) -> int:
        """How many cycles it was drawn from."""
        return sum(number for _key, number, _drawn in self.sample.strata)

    @property
    def drawn(self) -> int:
        """How many were drawn."""
        return sum(drawn for _key, _number, drawn in self.sample.strata)


@dataclass(frozen=True)
class DrawnAgain:
    """The draw done once more. ``over``: kept, the population as it was kept, or today, what the filter finds today;
    ``same_population``: whether that is what it was drawn from; ``same_items``: whether it gives the same sample."""

    over: str
    same_population: bool
    same_items: bool


def samples_page(session: Session, number: int) -> Page[SampleRow]:
    """All samples, the newest first."""
    return page_of(session, _samples().order_by(AuditSample.id.desc()), number, lambda row: SampleRow(*row))


def sample_for(session: Session, sample_id: int) -> SampleRow:
    """NotFound when there is none."""
    found = session.execute(_samples().where(AuditSample.id == sample_id)).first()
    if found is None:
        raise NotFound(str(sample_id))
    return SampleRow(*found)


def items_of(session: Session, sample_id: int) -> list[ItemRow]:
    """In the order of the draw."""
    return list(session.execute(_items(sample_id).order_by(AuditSampleItem.place)))


def item_for(session: Session, sample_id: int, cycle_id: int) -> ItemRow:
    """NotFound for what was not drawn."""
    found = session.execute(_items(sample_id).where(AuditSampleItem.cycle_id == cycle_id)).first()
    if found is None:
        raise NotFound(f"{sample_id}: {cycle_id}")
    return found


def next_open(session: Session, sample_id: int, after: int) -> int | None:
    """The cycle of the next item not examined yet, from a place on and then from the beginning; None for none."""
    is_open = AuditSampleItem.sample_id == sample_id, AuditSampleItem.state == "open"
    passed = AuditSampleItem.place <= after
    return session.scalar(
        select(AuditSampleItem.cycle_id).where(*is_open).order_by(passed, AuditSampleItem.place).limit(1)
    )


def draw_again(session: Session, actor: Actor, sample: AuditSample, today: date) -> DrawnAgain:
    """Do the draw once more, over the population as it was kept, else over what the filter finds today."""
    kept = session.get(AuditPopulation, sample.id)
    population: Population
    if kept is None:
        population = population_of(session, actor, CycleFilter.read(sample.wanted), today, sample.trait)
    else:
        population = kept.strata
    drawn = draw(sample.seed, population, {key: number for key, _population, number in sample.strata})
    stored = session.execute(
        select(AuditSampleItem.place, AuditSampleItem.stratum, AuditSampleItem.cycle_id)
        .where(AuditSampleItem.sample_id == sample.id)
        .order_by(AuditSampleItem.place)
    )
    same_items = [tuple(one) for one in drawn] == [tuple(row) for row in stored]
    same_population = digest_of(population) == sample.population_digest
    return DrawnAgain("today" if kept is None else "kept", same_population, same_items)


def manager_names(session: Session, sample: AuditSample) -> dict[str, str]:
    """Stratum → name, where the strata are account managers."""
    return names_of_strata(session, [key for key, _population, _drawn in sample.strata], sample.trait)


def names_of_strata(session: Session, keys: list[str], trait: str) -> dict[str, str]:
    """The same of strata that are not drawn from yet."""
    if trait != "manager":
        return {}
    ids = [int(key) for key in keys if key.isdecimal()]
    return {str(row.id): row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}


def _samples() -> Any:
    mine = AuditSampleItem.sample_id == AuditSample.id
    examined = select(func.count()).where(mine, AuditSampleItem.state != "open").scalar_subquery()
    with_findings = select(func.count()).where(mine, AuditSampleItem.state == "finding").scalar_subquery()
    return select(AuditSample, User.name, examined, with_findings).join(User, User.id == AuditSample.drawn_by_id)


def _items(sample_id: int) -> Any:
    about = (CycleTraits.customer_id, CycleTraits.tier, CycleTraits.status, CycleTraits.outcome)
    return (
        select(*AuditSampleItem.__table__.c, *about, Customer.name, Customer.number, User.name.label("examiner"))
        .join(CycleTraits, CycleTraits.cycle_id == AuditSampleItem.cycle_id)
        .join(Customer, Customer.id == CycleTraits.customer_id)
        .outerjoin(User, User.id == AuditSampleItem.examined_by_id)
        .where(AuditSampleItem.sample_id == sample_id)
    )
