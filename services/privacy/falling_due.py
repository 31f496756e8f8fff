"""Which records' personal data has been kept as long as it must be (E8), kind by kind and in the order of their ids.

The database chooses generously, by the shortest term; then each record says which term it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session, aliased

from processes.context import bank_day, day_begins
from processes.definitions import DefinitionCache
from processes.forms.personal import holds_personal, personal_fields, split
from processes.models import FormSubmission, Instance
from services.models import (
    ArchiveVersion,
    Assessment,
    Customer,
    MaintenanceTask,
    PrivacyRequest,
    Restriction,
    ServiceRecord,
)
from services.privacy.requests import GRANTED, REFUSED, STORAGE_ONLY
from services.privacy.terms import TERMS, identifies, term_of

PERSONAL_OF_FILE = ("legal_rep", "general_manager", "contacts", "key_persons")  # C1, C3
IDENTIFYING = ("name", "phone", "email")  # of a row; nothing that a score counts
EARLIEST = 1970  # nothing was recorded before
NEWER, CYCLE = aliased(ArchiveVersion), aliased(Instance)
Paths = tuple[str, ...]


class FallenDue(NamedTuple):
    """A record of which something is to be erased. ``paths``: where in it; ``due``: the day its term ended."""

    kind: str
    record_id: int
    customer_id: int
    paths: Paths
    due: date


class Personal(NamedTuple):
    """What a record holds. ``is_identity``: it says who the customer is, so that a law says how long."""

    paths: Paths
    is_identity: bool = False


@dataclass(frozen=True)
class Kind:
    """How the records of a kind are found. ``term``: of `TERMS`, where a record says nothing of who the customer is;
    ``began``: when that begins, null while it has not."""

    model: Any
    customer: Any
    began: Any
    condition: ColumnElement[bool]
    personal: Callable[[Any, Session, DefinitionCache], Personal]
    term: str
    joined: Sequence[tuple[Any, ColumnElement[bool]]] = ()


def next_fallen(
    session: Session, definitions: DefinitionCache, kind: str, until: date, after: int, at_once: int
) -> tuple[list[FallenDue], int | None]:
    """Those among the next records of a kind whose term has ended by ``until``, and the id to go on after; None at
    their end."""
    model = KINDS[kind].model
    rows = _rows(session, kind, until, model.id > after, at_once)
    found = list(_fallen(session, definitions, kind, until, rows))
    return found, rows[-1][0].id if len(rows) == at_once else None


def fallen_now(
    session: Session, definitions: DefinitionCache, kind: str, record_id: int, until: date
) -> FallenDue | None:
    """The same of one record as it is now; None when nothing of it is to be erased."""
    rows = _rows(session, kind, until, KINDS[kind].model.id == record_id, 1)
    return next(_fallen(session, definitions, kind, until, rows), None)


def _rows(session: Session, kind: str, until: date, which: ColumnElement[bool], most: int) -> Sequence[Any]:
    known = KINDS[kind]
    years = min(TERMS[known.term].years, TERMS["identity"].years)
    asked = select(known.model, known.customer, known.began)
    for joined, on in known.joined:
        asked = asked.outerjoin(joined, on)
    asked = asked.where(which, known.condition, known.began < day_begins(_first_not_due(until, years)))
    return session.execute(asked.order_by(known.model.id).limit(most)).all()


def _fallen(
    session: Session, definitions: DefinitionCache, kind: str, until: date, rows: Sequence[Any]
) -> Iterator[FallenDue]:
    known, ended = KINDS[kind], _relationships_ended(session, {customer for _record, customer, _began in rows})
    for record, customer, began in rows:
        holds = known.personal(record, session, definitions)
        _term, due = term_of(holds.is_identity, bank_day(began), ended.get(customer), known.term)
        if holds.paths and due is not None and due <= until:
            yield FallenDue(kind, record.id, customer, holds.paths, due)


def _relationships_ended(session: Session, customers: set[int]) -> dict[int, date]:
    """Of those who have left."""
    asked = select(Customer.id, Customer.ended_on).where(Customer.id.in_(customers), Customer.ended_on.is_not(None))
    return {one: ended for one, ended in session.execute(asked) if ended is not None}


def _first_not_due(until: date, years: int) -> date:
    """A day from which on nothing that begins is due by ``until``: later than need be, for the sake of leap days."""
    year = max(until.year - years, EARLIEST)
    return date(year, until.month, min(until.day, 28)) + timedelta(days=5)


def _of_form(form: FormSubmission, session: Session, definitions: DefinitionCache) -> Personal:
    schema = definitions.get(session, form.definition_version_id).forms.get(form.form_key)
    if schema is None or not holds_personal(schema, form.values):
        return Personal(())
    return Personal(personal_fields(schema), identifies(split(schema, form.values)[1]))


def _of_file(version: ArchiveVersion, _session: Session, _definitions: DefinitionCache) -> Personal:
    return Personal(tuple(name for name in PERSONAL_OF_FILE if version.values.get(name)), identifies(version.values))


def _of_inputs(one: Assessment, _session: Session, _definitions: DefinitionCache) -> Personal:
    paths = (path for name in PERSONAL_OF_FILE for path in _names_in(name, one.inputs.get(name)))
    return Personal(tuple(paths), identifies(one.inputs))


def _names_in(name: str, value: object) -> Iterable[str]:
    if isinstance(value, str) and value:
        yield name
    for number, row in enumerate(value if isinstance(value, list) else ()):
        yield from (f"{name}.{number}.{column}" for column in IDENTIFYING if isinstance(row, dict) and row.get(column))


def _columns(*names: str) -> Callable[[Any, Session, DefinitionCache], Personal]:
    return lambda record, _session, _definitions: Personal(tuple(one for one in names if getattr(record, one)))


# The newest version of the file of a customer who has not left is in use.
FILE_OUT_OF_USE = or_(
    Customer.status == "exited",
    select(NEWER.id)
    .where(NEWER.customer_id == ArchiveVersion.customer_id, NEWER.version > ArchiveVersion.version)
    .exists(),
)
NO_RESTRICTION = ~select(Restriction.record_id).where(Restriction.request_id == PrivacyRequest.id).exists()
DECIDED = PrivacyRequest.status.in_((GRANTED, REFUSED)) | ((PrivacyRequest.status == STORAGE_ONLY) & NO_RESTRICTION)
KINDS: Mapping[str, Kind] = {
    "form": Kind(
        FormSubmission,
        Instance.subject_id,
        # A task ends before its cycle, which reads it to its own end.
        case((Instance.parent_id.is_(None), Instance.ended_at), else_=CYCLE.ended_at),
        FormSubmission.erased_at.is_(None) & Instance.subject_id.is_not(None) & Instance.ended_at.is_not(None),
        _of_form,
        "cycle",
        joined=[
            (Instance, Instance.id == FormSubmission.instance_id),
            (CYCLE, CYCLE.id == Instance.parent_id),
        ],
    ),
    "file": Kind(
        ArchiveVersion,
        ArchiveVersion.customer_id,
        ArchiveVersion.filed_at,
        FILE_OUT_OF_USE,
        _of_file,
        "service_record",
        joined=[(Customer, Customer.id == ArchiveVersion.customer_id)],
    ),
    "inputs": Kind(
        Assessment,
        Assessment.customer_id,
        Instance.ended_at,
        Instance.ended_at.is_not(None),
        _of_inputs,
        "cycle",
        joined=[(Instance, Instance.id == Assessment.instance_id)],
    ),
    "record": Kind(
        ServiceRecord,
        ServiceRecord.customer_id,
        ServiceRecord.filed_at,
        ((ServiceRecord.contact != "") | (ServiceRecord.content != ""))
        & (ServiceRecord.cycle_id.is_(None) | CYCLE.ended_at.is_not(None)),
        _columns("contact", "content", "feedback", "attachments"),
        "service_record",
        joined=[(CYCLE, CYCLE.id == ServiceRecord.cycle_id)],
    ),
    "task": Kind(
        MaintenanceTask,
        MaintenanceTask.customer_id,
        CYCLE.ended_at,
        MaintenanceTask.result.is_not(None) | MaintenanceTask.feedback.is_not(None),
        _columns("result", "feedback"),
        "cycle",
        joined=[(CYCLE, CYCLE.id == MaintenanceTask.cycle_id)],
    ),
    "request": Kind(
        PrivacyRequest,
        PrivacyRequest.customer_id,
        PrivacyRequest.decided_at,
        PrivacyRequest.person.is_not(None) & DECIDED,
        _columns("person", "post"),
        "request",
    ),
}
