"""Every score computed again from its stored inputs and its version of the standard (E3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.errors import ProcessError
from services.customers import matching
from services.models import Assessment, Customer
from services.readings.audit_reports.report import Report, Said, Wanted, found_in_turn
from services.standard.assessment import assess
from services.standard.scorecard import scorecard
from services.standard.standard import Standard, load_standard
from services.standard_versions import files_named

SAME, DIFFERS, IMPOSSIBLE = "same", "differs", "impossible"


@dataclass(frozen=True)
class Recomputed:
    """A stored assessment and what comes out today. ``differences``: what is not the same, with both values."""

    at: datetime
    customer: str
    rating_date: date
    standard: str
    score: str
    tier: str
    again: str
    verdict: Said
    differences: tuple[Said, ...]
    customer_id: int
    instance_id: int


class _Standards:
    """The stored versions as they are now: each read once, never what was loaded before somebody changed it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: dict[str, Standard] = {}

    def named(self, version: str) -> Standard:
        """Raises NotFound, or what a version that cannot be read raises."""
        if version not in self._loaded:
            self._loaded[version] = load_standard(files_named(self._session, version))
        return self._loaded[version]


def recomputations(session: Session, wanted: Wanted) -> Iterator[Recomputed]:
    """One after another, the newest first. ``wanted.option``: only those with that verdict."""
    standards = _Standards(session)
    for stored, customer in found_in_turn(session, _query(wanted)):
        row = _recomputed(stored, customer, standards)
        if wanted.option in ("", row.verdict.code):
            yield row


def _query(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = select(Assessment, Customer).join(Customer, Customer.id == Assessment.customer_id)
    found = found.where(wanted.holds(Assessment.computed_at), matching(wanted.text))
    return found.order_by(Assessment.id.desc())


def _recomputed(stored: Assessment, customer: Customer, standards: _Standards) -> Recomputed:
    verdict, again = SAME, ""
    differences: tuple[Said, ...] = ()
    try:
        result = scorecard(assess(stored.inputs, standards.named(stored.standard_version), stored.rating_date))
        differences = _differences(stored.result, result)
        again = f"{result['score']} {result['tier']}"
        verdict = DIFFERS if differences else SAME
    except (ProcessError, ArithmeticError, LookupError, TypeError, ValueError) as fault:  # altered by hand to anything
        verdict, differences = IMPOSSIBLE, (Said("fault", {"fault": type(fault).__name__}),)
    return Recomputed(
        at=stored.computed_at,
        customer=f"{customer.number} {customer.name}",
        rating_date=stored.rating_date,
        standard=stored.standard_version,
        score=str(stored.result.get("score", "")),
        tier=str(stored.result.get("tier", "")),
        again=again,
        verdict=Said(verdict),
        differences=differences,
        customer_id=customer.id,
        instance_id=stored.instance_id,
    )


def _differences(stored: Mapping[str, object], again: Mapping[str, object]) -> tuple[Said, ...]:
    return tuple(
        Said("difference", {"what": key, "stored": str(stored.get(key)), "again": str(again.get(key))})
        for key in sorted({*stored, *again})
        if stored.get(key) != again.get(key)
    )


SCORES = Report(
    "scores",
    ("at", "customer", "rating_date", "standard", "score", "tier", "again", "verdict", "differences"),
    recomputations,
    options=(SAME, DIFFERS, IMPOSSIBLE),
    by_customer=True,
)
