"""Consent to be contacted, contact by contact, as the versions of a customer's file tell it (C1, E7; PIPL 15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.customers import matching
from services.models import ArchiveVersion, Customer
from services.procedure.form_values import rows, text
from services.readings.audit_reports.report import Report, Said, Wanted, found_in_turn

GIVEN, WITHDRAWN, REFUSED, UNKNOWN = "consent_given", "consent_withdrawn", "consent_refused", "consent_unknown"


@dataclass(frozen=True)
class Consent:
    """A contact of the newest version. ``given``: when the file first said so; ``withdrawn``: when no longer."""

    customer: str
    contact: str
    post: str
    state: Said
    given: datetime | None
    withdrawn: datetime | None
    version: int
    customer_id: int


def _consents(session: Session, wanted: Wanted) -> Iterator[Consent]:
    newest = select(ArchiveVersion.customer_id, func.max(ArchiveVersion.filed_at).label("at"))
    last = newest.group_by(ArchiveVersion.customer_id).subquery()
    found = select(Customer.id, Customer.number, Customer.name).join(last, last.c.customer_id == Customer.id)
    found = found.where(wanted.holds(last.c.at), matching(wanted.text)).order_by(Customer.number)
    for customer_id, number, name in found_in_turn(session, found):
        for one in _of_customer(session, customer_id, f"{number} {name}"):
            if wanted.option in ("", one.state.code):
                yield one


def _of_customer(session: Session, customer_id: int, customer: str) -> Iterator[Consent]:
    found = select(ArchiveVersion.version, ArchiveVersion.filed_at, ArchiveVersion.values)
    found = found.where(ArchiveVersion.customer_id == customer_id).order_by(ArchiveVersion.version)
    versions = [(number, filed, list(rows(values, "contacts"))) for number, filed, values in session.execute(found)]
    if not versions:
        return
    told = [(filed, {_key(one): one.get("consent") for one in contacts}) for _number, filed, contacts in versions]
    for contact in versions[-1][2]:
        state, given, withdrawn = consent_over_time(
            [(at, said[_key(contact)]) for at, said in told if _key(contact) in said]
        )
        shown = text(contact.get("name")), text(contact.get("post"))
        yield Consent(customer, *shown, Said(state), given, withdrawn, versions[-1][0], customer_id)


def consent_over_time(told: Sequence[tuple[datetime, Any]]) -> tuple[str, datetime | None, datetime | None]:
    """(state, given, withdrawn) of one contact. ``told``: what each version that names him says, the oldest first."""
    given = withdrawn = None
    for at, said in told:
        if said is True and (given is None or withdrawn is not None):
            given, withdrawn = at, None
        elif said is not True and given is not None and withdrawn is None:
            withdrawn = at
    if withdrawn is not None:
        return WITHDRAWN, given, withdrawn
    if given is not None:
        return GIVEN, given, None
    return (REFUSED if told and told[-1][1] is False else UNKNOWN), None, None


def _key(contact: Mapping[str, object]) -> tuple[str, str]:
    return text(contact.get("name")), text(contact.get("phone"))


CONSENT = Report(
    "consent",
    ("customer", "contact", "post", "state", "given", "withdrawn", "version"),
    _consents,
    options=(GIVEN, WITHDRAWN, REFUSED, UNKNOWN),
    by_customer=True,
    reach_days=None,
)
