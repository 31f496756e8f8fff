"""Erases one record's personal data, by the kind of record. Whether it may be erased, the callers have asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete

from processes.commands.erasing import ACTION, Because, erase_drafts, erase_form, list_erasure, overwrite_freed
from processes.context import CommandContext
from processes.models import FormSubmission, WorkItem
from services.models import ArchiveVersion, Assessment, MaintenanceTask, PrivacyRequest, Restriction, ServiceRecord
from services.privacy.matching import nameless, without

Paths = tuple[str, ...]


def erase(context: CommandContext, kind: str, record_id: int, paths: Paths, because: Because) -> bool:
    """Erase what lies at these paths of a record; of a form and of a draft everything personal goes.

    False when the record is not there, or nothing of it was left. Does not commit.
    """
    model, act = ERASERS[kind]
    overwrite_freed(context.session)
    row = context.session.get(model, record_id)
    if row is None or not act(context, row, paths, because):
        return False
    # What is gone is not kept in storage only any more.
    is_this = Restriction.kind == kind, Restriction.record_id == record_id
    context.session.execute(delete(Restriction).where(*is_this), execution_options={"synchronize_session": False})
    return True


def _form(context: CommandContext, row: FormSubmission, _paths: Paths, because: Because) -> bool:
    return erase_form(context, row.id, because)


def _draft(context: CommandContext, row: WorkItem, _paths: Paths, because: Because) -> bool:
    return erase_drafts(context, row.id, because)


def _file(context: CommandContext, row: ArchiveVersion, paths: Paths, because: Because) -> bool:
    row.values = without(row.values, paths)
    return _told(context, "file", row.id, row.customer_id, paths, because)


def _inputs(context: CommandContext, row: Assessment, paths: Paths, because: Because) -> bool:
    row.inputs = nameless(row.inputs, paths)
    return _told(context, "inputs", row.id, row.customer_id, paths, because)


def _record(context: CommandContext, row: ServiceRecord, _paths: Paths, because: Because) -> bool:
    row.contact, row.content, row.feedback, row.attachments = "", "", None, None
    return _told(context, "record", row.id, row.customer_id, ("contact", "content", "feedback", "attachments"), because)


def _task(context: CommandContext, row: MaintenanceTask, _paths: Paths, because: Because) -> bool:
    row.result = row.feedback = None
    return _told(context, "task", row.id, row.customer_id, ("result", "feedback"), because)


def _request(context: CommandContext, row: PrivacyRequest, _paths: Paths, because: Because) -> bool:
    row.person = row.post = None
    return _told(context, "request", row.id, row.customer_id, ("person", "post"), because)


def _told(
    context: CommandContext, kind: str, record_id: int, customer_id: int, fields: Paths, because: Because
) -> bool:
    context.session.flush()
    told = {"kind": kind, "record": record_id, "fields": list(fields)}
    context.history(f"customer:{customer_id}", ACTION, **told, **because.told)
    list_erasure(context, kind, record_id, customer_id, fields, because)
    return True


ERASERS: Mapping[str, tuple[type[Any], Callable[[CommandContext, Any, Paths, Because], bool]]] = {
    "form": (FormSubmission, _form),
    "draft": (WorkItem, _draft),
    "file": (ArchiveVersion, _file),
    "inputs": (Assessment, _inputs),
    "record": (ServiceRecord, _record),
    "task": (MaintenanceTask, _task),
    "request": (PrivacyRequest, _request),
}
