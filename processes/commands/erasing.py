"""Erases the personal data of what people submitted or typed, and leaves what the chain vouches for (E7).

Called by the bank's own commands, which say whether it may be erased; the history holds ids and field names, never the
data, and so does the row of `Erasure`, which is copied outside the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.database.rows import table_of
from processes.errors import ProcessError
from processes.forms.attached import files_in
from processes.forms.personal import personal_fields, split
from processes.history.personal import digest_of
from processes.models import Attachment, AttachmentContent, Draft, Erasure, FormSubmission, WorkItem
from processes.submissions import READ

ACTION = "personal:erase"
CONTENTS, FILES = table_of(AttachmentContent), table_of(Attachment)


class StillRunning(ProcessError):
    """A running instance may read the form yet: its personal data stays until the instance has ended."""


def overwrite_freed(session: Session) -> None:
    """Have SQLite write zeros over what it frees from now on on this connection, as PostgreSQL's vacuum reuses it."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


@dataclass(frozen=True)
class Because:
    """What it is erased for: a person's request, or the disposal of what has fallen due.

    ``number``: of an erasure that is done again after a restore, None for a new one.
    """

    request: int | None = None
    disposal: int | None = None
    number: int | None = None

    @property
    def told(self) -> dict[str, object]:
        """For the history."""
        told = {"request": self.request, "disposal": self.disposal, "again": self.number}
        return {name: number for name, number in told.items() if number is not None}


def erase_form(context: CommandContext, submission_id: int, because: Because) -> bool:
    """Erase a submitted form's personal data and salt, with its files; False when that was done, or it holds none.

    Raises StillRunning; again after a restore it is erased in any case."""
    form = context.session.get_one(FormSubmission, submission_id, with_for_update=True)
    version = context.runtime.definitions.get(context.session, form.definition_version_id)
    schema = version.forms.get(form.form_key)
    if form.erased_at is not None or schema is None:
        return False
    plain, personal = split(schema, form.values)
    instance = context.session.get_one(WorkItem, form.work_item_id).instance
    if instance.status == "running" and because.number is None:
        raise StillRunning(str(form.instance_id))
    if not personal:
        return False
    overwrite_freed(context.session)
    form.values, form.salt, form.erased_at = plain, None, context.now
    context.session.info.pop(READ, None)
    context.session.flush()
    told = {"submission": form.id, "form": form.form_key, "element": form.element_id, "digest": digest_of(plain)}
    told |= {"fields": list(personal_fields(schema)), "attachments": _erase_files(context, personal)}
    context.history(f"instance:{form.instance_id}", ACTION, **told, **because.told)
    list_erasure(context, "form", form.id, instance.subject_id, personal_fields(schema), because)
    return True


def erase_drafts(context: CommandContext, work_item_id: int, because: Because) -> bool:
    """Forget what anybody typed into an item's form and has not submitted; False when nothing is there."""
    found = context.session.scalars(select(Draft).where(Draft.work_item_id == work_item_id)).all()
    if not found:
        return False
    item = context.session.get_one(WorkItem, work_item_id)
    overwrite_freed(context.session)
    context.session.execute(delete(Draft).where(Draft.work_item_id == work_item_id))
    told = {"item": item.id, "element": item.element_id, "drafts": len(found)}
    context.history(f"instance:{item.instance_id}", ACTION, **told, **because.told)
    list_erasure(context, "draft", item.id, item.subject_id, (), because)
    return True


def list_erasure(
    context: CommandContext, kind: str, record_id: int, customer_id: int | None, fields: Sequence[str], because: Because
) -> None:
    """Keep what was erased for the list outside the database."""
    lock_name(context.session, "erasures")
    number = because.number or (context.session.scalar(select(func.max(Erasure.number))) or 0) + 1
    context.session.add(
        Erasure(
            number=number,
            kind=kind,
            record_id=record_id,
            customer_id=customer_id,
            fields=list(fields),
            request=because.request,
            disposal=because.disposal,
            erased_at=context.now,
        )
    )
    context.session.flush()


def _erase_files(context: CommandContext, personal: Mapping[str, object]) -> list[int]:
    """Their bytes and their names; the history keeps sizes and digests."""
    ids = [file.id for value in personal.values() for file in files_in(value)]
    if ids:
        connection = context.session.connection()
        connection.execute(delete(CONTENTS).where(CONTENTS.c.attachment_id.in_(ids)))
        connection.execute(update(FILES).where(FILES.c.id.in_(ids)).values(name=""))
    return ids
