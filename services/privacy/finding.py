"""Where one person is found among the records of one customer, for an officer to tick: nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.definitions import DefinitionCache
from processes.forms.personal import split
from processes.models import Draft, FormSubmission, Instance, WorkItem
from services.models import ArchiveVersion, Assessment, Customer, MaintenanceTask, ServiceRecord, User
from services.privacy.matching import Place, places
from services.privacy.terms import IDENTITY_FIELDS, TERMS, identifies, term_of

ERASABLE, RUNNING, LEGAL, FIXED = "erasable", "running", "legal", "fixed"


@dataclass(frozen=True)
class Hit:
    """A record that names the person. ``title``: Chinese and English; ``state``: erasable; running: its process may
    read it yet; legal: the law says how long; fixed: only a text that the history vouches for mentions him. ``term``:
    key of `TERMS`; ``due``: its end, None while it has not begun."""

    kind: str
    record_id: int
    title: tuple[str, str]
    at: datetime
    by: str
    found: tuple[Place, ...]
    state: str
    term: str
    due: date | None
    instance_id: int | None = None
    form_key: str = ""

    @property
    def key(self) -> str:
        """As it is ticked."""
        return f"{self.kind}:{self.record_id}"

    @property
    def paths(self) -> tuple[str, ...]:
        """Where in the record."""
        return tuple(place.path for place in self.found)


@dataclass(frozen=True)
class Search:
    """Whom it is about, and what is known of the customer. ``ended``: when the relationship did, None while it runs."""

    session: Session
    definitions: DefinitionCache
    customer: Customer
    name: str
    post: str
    ended: date | None
    today: date

    def hits(self) -> list[Hit]:
        """All records that name the person, the oldest first."""
        found = [hit for kind in FINDERS for hit in FINDERS[kind](self) if hit.found]
        return sorted(found, key=lambda hit: (hit.at, hit.key))

    def within(self, values: object) -> tuple[Place, ...]:
        """Where the person is in a record's values."""
        return tuple(places(values, self.name, self.post))

    def standing(self, is_identity: bool, began: date | None) -> tuple[str, str, date | None]:
        """(state, term, due) of a record that no process reads any more."""
        term, due = term_of(is_identity, began, self.ended)
        is_kept = TERMS[term].is_legal and (due is None or due > self.today)
        return (LEGAL if is_kept else ERASABLE), term, due

    def all(self, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
        """The rows of a query."""
        return iter(self.session.execute(query))


def search(
    session: Session, definitions: DefinitionCache, customer: Customer, name: str, post: str, today: date
) -> Search:
    """Of one person. ``post``: empty for any."""
    return Search(session, definitions, customer, name, post, customer.ended_on, today)


def _forms(wanted: Search) -> Iterator[Hit]:
    asked = select(FormSubmission, Instance.status, Instance.ended_at).join(
        Instance, Instance.id == FormSubmission.instance_id
    )
    asked = asked.where(Instance.subject_id == wanted.customer.id, FormSubmission.erased_at.is_(None))
    for form, status, ended in wanted.all(asked):
        found = wanted.within(form.values)
        if not found:
            continue
        schema = wanted.definitions.get(wanted.session, form.definition_version_id).forms[form.form_key]
        personal = split(schema, form.values)[1]
        state, term, due = wanted.standing(identifies(personal), None if ended is None else bank_day(ended))
        if not wanted.within(personal):
            state = FIXED
        elif status == "running" and state == ERASABLE:
            state = RUNNING
        title = schema.title["zh"], schema.title["en"]
        told = (title, form.submitted_at, form.submitted_by_name, found, state, term, due)
        yield Hit("form", form.id, *told, form.instance_id, form.form_key)


def _drafts(wanted: Search) -> Iterator[Hit]:
    asked = select(Draft, WorkItem, User.name).join(WorkItem, WorkItem.id == Draft.work_item_id)
    asked = asked.join(User, User.id == Draft.user_id).where(WorkItem.subject_id == wanted.customer.id)
    for draft, item, name in wanted.all(asked):
        title = f"草稿：{item.name}", f"Draft: {item.name_en}"
        found = wanted.within(draft.values)
        yield Hit("draft", item.id, title, draft.saved_at, name, found, ERASABLE, "draft", None, item.instance_id)


def _files(wanted: Search) -> Iterator[Hit]:
    asked = select(ArchiveVersion).where(ArchiveVersion.customer_id == wanted.customer.id)
    for version in wanted.session.scalars(asked):
        found = tuple(one for one in wanted.within(version.values) if one.is_name)
        is_identity = any(one.path in IDENTITY_FIELDS for one in found)
        standing = wanted.standing(is_identity, bank_day(version.filed_at))
        title = f"客户资料第 {version.version} 版", f"Customer file, version {version.version}"
        yield Hit("file", version.id, title, version.filed_at, version.filed_by, found, *standing, version.instance_id)


def _inputs(wanted: Search) -> Iterator[Hit]:
    for one in wanted.session.scalars(select(Assessment).where(Assessment.customer_id == wanted.customer.id)):
        found = tuple(place for place in wanted.within(one.inputs) if place.is_name)
        is_identity = any(place.path in IDENTITY_FIELDS for place in found)
        standing = wanted.standing(is_identity, bank_day(one.computed_at))
        title = f"评估依据 {one.rating_date}", f"Inputs of the assessment of {one.rating_date}"
        yield Hit("inputs", one.id, title, one.computed_at, "", found, *standing, one.instance_id)


def _records(wanted: Search) -> Iterator[Hit]:
    asked = select(ServiceRecord, User.name).join(User, User.id == ServiceRecord.staff_id)
    for one, staff in wanted.all(asked.where(ServiceRecord.customer_id == wanted.customer.id)):
        found = wanted.within({"contact": one.contact, "content": one.content, "feedback": one.feedback or ""})
        standing = wanted.standing(False, bank_day(one.filed_at))
        title = "客服工作记录", "Service record"
        yield Hit("record", one.id, title, one.happened_at, staff, found, *standing, one.cycle_id)


def _tasks(wanted: Search) -> Iterator[Hit]:
    asked = select(MaintenanceTask, User.name).join(User, User.id == MaintenanceTask.assignee_id)
    asked = asked.where(MaintenanceTask.customer_id == wanted.customer.id, MaintenanceTask.done_at.is_not(None))
    for one, staff in wanted.all(asked):
        found = wanted.within({"result": one.result or "", "feedback": one.feedback or ""})
        standing = wanted.standing(False, bank_day(one.done_at))
        yield Hit("task", one.id, ("维护任务", "Maintenance task"), one.done_at, staff, found, *standing, one.cycle_id)


FINDERS: Mapping[str, Callable[[Search], Iterator[Hit]]] = {
    "form": _forms,
    "draft": _drafts,
    "file": _files,
    "inputs": _inputs,
    "record": _records,
    "task": _tasks,
}
