"""What a cycle's plan is measured against: tier, result, gaps, allowed budget, last day, carried improvements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.models import Instance
from services.models import Customer, ImprovementMeasure, PlanVersion
from services.procedure.form_values import day, money, part, text
from services.rating_days import next_rating_day
from services.standard.authority import MOST_OF_ALLOWED

# CNY a person and occasion, by effective tier (D5).
GIFT_CAPS = {"A": Decimal(200), "B": Decimal(100), "P": Decimal(100), "C": Decimal(30), "D": Decimal(0)}

LATEST_PLAN = (
    select(PlanVersion)
    .where(PlanVersion.instance_id == bindparam("cycle"))
    .order_by(PlanVersion.version.desc())
    .limit(1)
)


@dataclass(frozen=True)
class PlanBasis:
    """``allowed``: CNY (D5); ``gaps``: indicators I1…I8 below target; ``latest_end``: the next rating day."""

    customer_name: str
    tier: str
    result: str
    allowed: Decimal
    gaps: tuple[str, ...]
    latest_end: date
    carried: tuple[ImprovementMeasure, ...] = ()

    @property
    def gift_cap(self) -> Decimal:
        """CNY a person and occasion (D5)."""
        return GIFT_CAPS.get(self.tier, Decimal(0))

    @property
    def most(self) -> Decimal:
        """The highest total that anybody may approve (E2), CNY."""
        return self.allowed * MOST_OF_ALLOWED


def plan_basis(session: Session, cycle: Instance, today: date) -> PlanBasis:
    """The basis of a running cycle; the plan of a late cycle may run to the rating day after today."""
    rated = part(cycle.data, "record_tier")
    gaps = part(cycle.data, "score_customer").get("gaps")
    return PlanBasis(
        customer_name=customer_name(session, cycle),
        tier=text(rated.get("tier")),
        result=text(rated.get("result")),
        allowed=money(rated.get("allowed_budget")),
        gaps=tuple(str(gap) for gap in gaps) if isinstance(gaps, list) else (),
        latest_end=next_rating_day(max(day(cycle.data["rating_date"]), today)),
        carried=carried_measures(session, cycle),
    )


def carried_measures(session: Session, cycle: Instance) -> tuple[ImprovementMeasure, ...]:
    """The adopted improvements that this cycle must take up or decline (L5)."""
    ids = cycle.data.get("carried_measures")
    if not isinstance(ids, list) or not ids:
        return ()
    found = select(ImprovementMeasure).where(ImprovementMeasure.id.in_(ids)).order_by(ImprovementMeasure.id)
    return tuple(session.scalars(found))


def customer_name(session: Session, instance: Instance) -> str:
    """The name of the customer that an instance is about; empty when it names none."""
    customer = None if instance.subject_id is None else session.get(Customer, instance.subject_id)
    return "" if customer is None else customer.name


def latest_plan(session: Session, cycle_id: int) -> PlanVersion | None:
    """The last version of a cycle's plan; None before the first draft."""
    return session.scalars(LATEST_PLAN, {"cycle": cycle_id}).first()


def plan_in_force(session: Session, cycle_id: int) -> PlanVersion | None:
    """The cycle's plan that is being carried out; None before approval and after the cycle."""
    found = select(PlanVersion).where(PlanVersion.instance_id == cycle_id, PlanVersion.status == "running")
    return session.scalars(found).first()
