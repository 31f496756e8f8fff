"""Exports and sensitive views: who read which customer's data, who took it along, and who was refused (E7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from processes.database.locking import locks_rows
from processes.models import HistoryEvent
from services.models import Customer
from services.readings.audit_reports.report import Said, Wanted, queried
from services.recorded_views import DENIALS, VIEWS

PREFIXES = (f"{VIEWS}:", f"{DENIALS}:", "export")  # how the streams' names begin
EXPORTED = ("plan", "report", "name")  # what an event of an export says it was of
MOST_NAMED = 5  # customers of a list; the rest are counted


@dataclass(frozen=True)
class Reading:
    """An event of these streams. ``key_persons``: how many key-person forms (C3) the page showed."""

    at: datetime
    person: str
    role: Said
    what: Said
    subject: str
    customers: str
    key_persons: int
    address: str


def _query(session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    kinds = [_begins(session, one) for one in PREFIXES]
    chosen = {"views": kinds[0], "denials": kinds[1], "exports": kinds[2]}
    if wanted.option == "key_persons":
        chosen["key_persons"] = and_(kinds[0], HistoryEvent.context.not_like('%"key_persons":[]%'))
    found = select(HistoryEvent).where(chosen.get(wanted.option, or_(*kinds)), wanted.holds(HistoryEvent.at))
    return found.order_by(HistoryEvent.at.desc(), HistoryEvent.stream, HistoryEvent.seq.desc())


def _begins(session: Session, prefix: str) -> ColumnElement[bool]:
    """The condition on a stream's name. SQLite finds a range of names by its key, and no pattern; a server's database
    may sort names in its own way, and a range of them is no matter of their beginning."""
    if locks_rows(session):
        return HistoryEvent.stream.startswith(prefix)
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return and_(HistoryEvent.stream >= prefix, HistoryEvent.stream < after)


def _row(session: Session) -> Any:
    known: dict[int, str] = {}  # customers' numbers: the same are read again and again

    def row(found: Any) -> Reading:
        event: HistoryEvent = found[0]
        told = json.loads(event.context)
        role, _, name = event.actor.partition(":")
        subject = told.get("subject") or {key: told[key] for key in EXPORTED if key in told}
        return Reading(
            at=event.at,
            person=name,
            role=Said("role", {"role": role}),
            what=Said(event.action, {"page": told.get("page", ""), "status": told.get("status", "")}),
            subject=", ".join(f"{key.removesuffix('_id')} {value}" for key, value in subject.items()),
            customers=_numbers(session, known, told.get("customers") or []),
            key_persons=len(told.get("key_persons") or []),
            address=str(told.get("address") or ""),
        )

    return row


def _numbers(session: Session, known: dict[int, str], ids: list[int]) -> str:
    unknown = [one for one in ids[:MOST_NAMED] if one not in known]
    if unknown:
        found = session.execute(select(Customer.id, Customer.number).where(Customer.id.in_(unknown)))
        known.update((row.id, row.number) for row in found)
    named = sorted(known[one] for one in ids[:MOST_NAMED] if one in known)
    more = len(ids) - MOST_NAMED
    return ", ".join([*named, *([f"+{more}"] if more > 0 else [])])


READS = queried(
    "reads",
    ("at", "person", "role", "what", "subject", "customers", "key_persons", "address"),
    _query,
    _row,
    options=("views", "key_persons", "exports", "denials"),
    reach_days=31,
)
