"""The tiers that are not what the standard computed: moved by a supervisor with a reason, or kept by the grace (D2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.customers import matching
from services.models import Assessment, Customer, TierRecord
from services.readings.audit_reports.report import Said, Wanted, queried
from services.readings.audit_reports.rights import names_of


@dataclass(frozen=True)
class Override:
    """A line of the catalogue. ``effective``: the tier before it was moved; ``computed``: by the standard."""

    at: datetime
    customer: str
    kind: Said
    rating_date: date
    computed: str
    effective: str
    tier: str
    reason: str
    rated_by: str
    approved_by: str
    standard: str
    customer_id: int
    instance_id: int


def _query(_session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    moved, graced = TierRecord.override_from.is_not(None), TierRecord.grace
    kinds = {"override": moved, "grace": graced}
    return (
        select(TierRecord, Customer, Assessment.standard_version)
        .join(Customer, Customer.id == TierRecord.customer_id)
        .join(Assessment, Assessment.id == TierRecord.assessment_id)
        .where(kinds.get(wanted.option, or_(moved, graced)))
        .where(wanted.holds(TierRecord.recorded_at), matching(wanted.text))
        .order_by(TierRecord.id.desc())
    )


def _row(session: Session) -> Any:
    names = names_of(session)

    def row(found: Any) -> Override:
        record, customer, standard = found
        return Override(
            at=record.recorded_at,
            customer=f"{customer.number} {customer.name}",
            kind=Said("override" if record.override_from else "grace"),
            rating_date=record.rating_date,
            computed=record.computed_tier,
            effective=record.override_from or record.tier,
            tier=record.tier,
            reason=record.override_reason or "",
            rated_by=names.get(record.rated_by_id, ""),
            approved_by=names.get(record.approved_by_id, ""),
            standard=standard,
            customer_id=customer.id,
            instance_id=record.instance_id,
        )

    return row


OVERRIDES = queried(
    "overrides",
    (
        *("at", "customer", "kind", "rating_date", "computed", "effective", "tier", "reason"),
        *("rated_by", "approved_by", "standard"),
    ),
    _query,
    _row,
    options=("override", "grace"),
    by_customer=True,
)
