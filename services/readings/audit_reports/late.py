"""Late and back-dated records: service records by the day they tell of and the day they were filed; ratings likewise.

Limits: filing within 3 working days (A6), a rating within 10 working days of its day (A2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.models import Instance
from services.calendar import BankCalendar
from services.customers import matching
from services.models import Assessment, Customer, MaintenanceTask, ServiceRecord, User
from services.readings.audit_reports.report import Report, Said, Wanted, found_in_turn

FILING_DAYS = 3  # working days after what it tells of
RATING_DAYS = 10  # working days after the rating day


@dataclass(frozen=True)
class LateRecord:
    """A service record filed late, from before its task was begun, or from a later moment than it was filed."""

    at: datetime
    customer: str
    kind: str
    happened: datetime
    days: int
    findings: tuple[Said, ...]
    staff: str
    customer_id: int
    instance_id: int | None


@dataclass(frozen=True)
class LateRating:
    """An assessment computed later than its rating day allows, or for a day to come."""

    at: datetime
    customer: str
    rating_date: date
    days: int
    findings: tuple[Said, ...]
    customer_id: int
    instance_id: int


def findings_of(happened: datetime, filed: datetime, days: int, begun: datetime | None) -> tuple[str, ...]:
    """``days``: working days from the day it happened to the day it was filed; ``begun``: its task."""
    return (
        *(("filed_late",) if days > FILING_DAYS else ()),
        *(("before_task",) if begun is not None and happened < begun else ()),
        *(("future",) if happened > filed else ()),
    )


def _records(session: Session, wanted: Wanted) -> Iterator[LateRecord]:
    calendar = BankCalendar()
    for record, number, name, staff, begun in found_in_turn(session, _record_query(wanted)):
        first, filed = bank_day(record.happened_at), bank_day(record.filed_at)
        # Fewer days than the limit need no calendar: nearly all records.
        days = calendar.working_days_late(session, first, filed) if (filed - first).days > FILING_DAYS else 0
        found = findings_of(record.happened_at, record.filed_at, days, begun)
        if found and wanted.option in ("", *found):
            yield LateRecord(
                at=record.filed_at,
                customer=f"{number} {name}",
                kind=record.kind,
                happened=record.happened_at,
                days=days,
                findings=tuple(Said(one) for one in found),
                staff=staff,
                customer_id=record.customer_id,
                instance_id=record.cycle_id,
            )


def _record_query(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    return (
        select(ServiceRecord, Customer.number, Customer.name, User.name, Instance.started_at)
        .join(Customer, Customer.id == ServiceRecord.customer_id)
        .join(User, User.id == ServiceRecord.staff_id)
        .outerjoin(MaintenanceTask, MaintenanceTask.id == ServiceRecord.task_id)
        .outerjoin(Instance, Instance.id == MaintenanceTask.instance_id)
        .where(wanted.holds(ServiceRecord.filed_at), matching(wanted.text))
        .order_by(ServiceRecord.id.desc())
    )


def _ratings(session: Session, wanted: Wanted) -> Iterator[LateRating]:
    calendar = BankCalendar()
    found = select(Assessment.computed_at, Assessment.rating_date, Assessment.instance_id, Customer)
    found = found.join(Customer, Customer.id == Assessment.customer_id)
    found = found.where(wanted.holds(Assessment.computed_at), matching(wanted.text)).order_by(Assessment.id.desc())
    for computed_at, rating_date, instance_id, customer in found_in_turn(session, found):
        days = calendar.working_days_late(session, rating_date, bank_day(computed_at))
        finding = "rated_late" if days > RATING_DAYS else "rated_early" if bank_day(computed_at) < rating_date else ""
        if finding and wanted.option in ("", finding):
            told = (Said(finding),)
            name = f"{customer.number} {customer.name}"
            yield LateRating(computed_at, name, rating_date, days, told, customer.id, instance_id)


LATE = Report(
    "late-records",
    ("at", "customer", "kind", "happened", "days", "findings", "staff"),
    _records,
    options=("filed_late", "before_task", "future"),
    by_customer=True,
)
LATE_RATINGS = Report(
    "late-ratings",
    ("at", "customer", "rating_date", "days", "findings"),
    _ratings,
    options=("rated_late", "rated_early"),
    by_customer=True,
)
