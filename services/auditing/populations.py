"""What a sample is drawn from: the cycles that a filter finds, parted into strata by one of their traits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from services.finding.filters import CycleFilter
from services.models import Customer, CycleTraits
from services.readings.finding import Finding, is_late

EVERYTHING = ""  # the trait of a sample that is drawn from one stratum
TRAITS = (EVERYTHING, "tier", "outcome", "standard", "manager", "marks")
WHOLE, NOTHING = "all", "-"  # the one stratum, and the stratum of cycles that the trait says nothing of
MARKS = ("intervened", "late", "returned")


def population_of(session: Session, actor: Actor, wanted: CycleFilter, today: date, trait: str) -> dict[str, list[int]]:
    """Stratum → ids of the cycles that the filter finds today, ascending."""
    columns = _columns(trait, today)
    query = _from(session, actor, wanted, today, trait, select(CycleTraits.cycle_id, *columns))
    found: dict[str, list[int]] = defaultdict(list)
    for row in session.connection().execute(query.order_by(CycleTraits.cycle_id)):
        found[_key(trait, row[1:])].append(row[0])
    return dict(sorted(found.items()))


def sizes_of(session: Session, actor: Actor, wanted: CycleFilter, today: date, trait: str) -> dict[str, int]:
    """Stratum → how many, counted by the database."""
    columns = [column.label(f"trait_{number}") for number, column in enumerate(_columns(trait, today))]
    found = _from(session, actor, wanted, today, trait, select(*columns)).subquery()
    query = select(*found.c, func.count()).group_by(*found.c)
    sizes: dict[str, int] = defaultdict(int)
    for row in session.connection().execute(query):
        sizes[_key(trait, row[:-1])] += row[-1]
    return dict(sorted(sizes.items()))


def _from(
    session: Session, actor: Actor, wanted: CycleFilter, today: date, trait: str, query: Select[Any]
) -> Select[Any]:
    query = query.select_from(CycleTraits)
    if trait == "manager":
        query = query.join(Customer, Customer.id == CycleTraits.customer_id)
    return query.where(*Finding(session, actor, wanted, today).conditions)


def _columns(trait: str, today: date) -> tuple[Any, ...]:
    columns: Mapping[str, Callable[[], tuple[Any, ...]]] = {
        EVERYTHING: lambda: (literal(WHOLE),),
        "tier": lambda: (CycleTraits.tier,),
        "outcome": lambda: (CycleTraits.outcome,),
        "standard": lambda: (CycleTraits.standard,),
        "manager": lambda: (Customer.am_id,),
        "marks": lambda: (CycleTraits.intervened, is_late(today), CycleTraits.returned),
    }
    return columns[trait]()


def _key(trait: str, values: tuple[Any, ...]) -> str:
    if trait == "marks":
        return "+".join(mark for mark, value in zip(MARKS, values, strict=True) if value) or NOTHING
    return NOTHING if values[0] is None else str(values[0])
