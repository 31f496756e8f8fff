"""What a rating starts from and leaves: the record with the last rating, and the stored assessments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.models import Instance
from processes.operations import OperationContext
from services.archive import current_archive
from services.models import Assessment, Customer, TierRecord
from services.standard.assessment import assess
from services.standard.scorecard import scorecard
from services.standard_versions import standard_on


def record_of(session: Session, customer_id: int) -> dict[str, object]:
    """The customer's file as a record to assess, with the tier, grace and score of the last rating (D2, D3)."""
    archive = current_archive(session, customer_id)
    customer = session.get_one(Customer, customer_id)
    values: dict[str, object] = dict(archive.values) if archive else {}
    values["customer_id"] = customer.number
    last = last_rating(session, customer_id)
    if last is not None:
        result = session.get_one(Assessment, last.assessment_id).result
        values |= {"previous_tier": last.tier, "previous_grace": last.grace, "previous_score": result["score"]}
    return values


def last_rating(session: Session, customer_id: int) -> TierRecord | None:
    """The newest line of the tier catalogue for a customer."""
    found = select(TierRecord).where(TierRecord.customer_id == customer_id).order_by(TierRecord.id.desc())
    return session.scalars(found.limit(1)).first()


def assess_now(context: OperationContext, customer_id: int, rating_date: str) -> Assessment:
    """Assess the customer's file by the standard in force on the rating date, and keep inputs and result (E3)."""
    inputs = record_of(context.session, customer_id)
    archive = current_archive(context.session, customer_id)
    day = date.fromisoformat(rating_date)
    standard = standard_on(context.session, day)
    stored = Assessment(
        customer_id=customer_id,
        instance_id=context.instance.id,
        archive_version=archive.version if archive else 0,
        rating_date=day,
        standard_version=standard.version,
        inputs=inputs,
        result=scorecard(assess(inputs, standard, day)),
        computed_at=context.now,
    )
    context.session.add(stored)
    context.session.flush()
    return stored


def latest_assessment(session: Session, instance: Instance) -> Assessment:
    """The newest assessment of a cycle; LookupError before the first."""
    found = select(Assessment).where(Assessment.instance_id == instance.id).order_by(Assessment.id.desc())
    assessment = session.scalars(found.limit(1)).first()
    if assessment is None:
        raise LookupError(f"instance {instance.id} has no assessment")
    return assessment


def parts_of(result: Mapping[str, object], *names: str) -> dict[str, object]:
    """Some of a result, for process data."""
    return {name: result[name] for name in names}
