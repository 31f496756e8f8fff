"""What has been kept as long as it must be, by kind of record (E8); disposals erase its personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.models import Instance
from services.customers import matching
from services.models import Customer, PrivacyRequest, ServiceRecord
from services.privacy.holds import holds_now
from services.privacy.terms import TERMS, due_on
from services.procedure.cycle import CYCLE
from services.readings.audit_reports.report import Report, Said, Wanted, found_in_turn

PERIODS = TERMS


@dataclass(frozen=True)
class Due:
    """A record whose term has passed or passes on ``due``. ``held``: reference of the legal hold, under which it does
    not fall due."""

    due: date
    kind: Said
    subject: str
    begins: Said
    began: datetime | date
    years: int
    clause: Said
    held: str
    customer_id: int | None
    instance_id: int | None


def _dues(session: Session, wanted: Wanted) -> Iterator[Due]:
    holds = holds_now(session)
    for kind in [wanted.option] if wanted.option in PERIODS else PERIODS:
        period = PERIODS[kind]
        shifted = Wanted(
            None if wanted.since is None else _moved(wanted.since, -period.years),
            None if wanted.until is None else _moved(wanted.until, -period.years, end=True),
            wanted.text,
        )
        for subject, began, customer_id, instance_id in found_in_turn(session, QUERIES[kind](shifted)):
            due = due_on(bank_day(began) if isinstance(began, datetime) else began, period.years)
            if _within(due, wanted):
                told = (
                    Said(kind),
                    subject,
                    Said(period.begins),
                    began,
                    period.years,
                    Said(period.clause),
                    holds.get(customer_id, ""),
                )
                yield Due(due, *told, customer_id, instance_id)


def _within(due: date, wanted: Wanted) -> bool:
    return (wanted.since is None or due >= wanted.since) and (wanted.until is None or due <= wanted.until)


def _moved(day: date, years: int, end: bool = False) -> date:
    # A leap day has no like: its due day is the 28th, and whatever could fall due on the 28th is looked at.
    if end and (day.month, day.day) == (2, 28) and _is_leap(day.year + years):
        return date(day.year + years, 2, 29)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _cycles(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = select(Customer.number + " " + Customer.name, Instance.ended_at, Customer.id, Instance.id)
    found = found.join(Customer, Customer.id == Instance.subject_id)
    found = found.where(Instance.definition_key == CYCLE, Instance.ended_at.is_not(None))
    return found.where(wanted.holds(Instance.ended_at), matching(wanted.text)).order_by(Instance.ended_at, Instance.id)


def _records(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = select(
        Customer.number + " " + Customer.name, ServiceRecord.filed_at, Customer.id, ServiceRecord.cycle_id
    ).join(Customer, Customer.id == ServiceRecord.customer_id)
    found = found.where(wanted.holds(ServiceRecord.filed_at), matching(wanted.text))
    return found.order_by(ServiceRecord.filed_at, ServiceRecord.id)


def _identities(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Customers that have left, with the last of their processes."""
    last = select(func.max(Instance.id)).where(Instance.subject_id == Customer.id).scalar_subquery()
    found = select(Customer.number + " " + Customer.name, Customer.ended_on, Customer.id, last)
    found = found.where(Customer.ended_on.is_not(None), matching(wanted.text))
    if wanted.since is not None:
        found = found.where(Customer.ended_on >= wanted.since)
    if wanted.until is not None:
        found = found.where(Customer.ended_on <= wanted.until)
    return found.order_by(Customer.ended_on, Customer.id)


def _requests(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    none = func.nullif(0, 0)
    found = select(Customer.number + " " + Customer.name, PrivacyRequest.decided_at, Customer.id, none)
    found = found.join(Customer, Customer.id == PrivacyRequest.customer_id).where(PrivacyRequest.person.is_not(None))
    found = found.where(wanted.holds(PrivacyRequest.decided_at), matching(wanted.text))
    return found.order_by(PrivacyRequest.decided_at, PrivacyRequest.id)


QUERIES = {
    "identity": _identities,
    "cycle": _cycles,
    "service_record": _records,
    "request": _requests,
}
RETENTION = Report(
    "retention",
    ("due", "kind", "subject", "begins", "began", "years", "clause", "held"),
    _dues,
    options=tuple(PERIODS),
    by_customer=True,
    reach_days=None,
)
