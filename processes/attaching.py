"""Owns the rows of attached files: stored at once for whoever attached them, kept for good when a form is submitted
with them, and removed when none is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from processes.context import CommandContext
from processes.database.rows import insert_row, insert_rows, table_of
from processes.errors import ItemChanged
from processes.forms.attached import Attached, AttachedFile, files_in
from processes.forms.schema import FormSchema
from processes.models import Attachment, AttachmentContent, WorkItem

ROWS, CONTENTS = table_of(Attachment), table_of(AttachmentContent)
LEFT = (
    select(Attachment)
    .where(Attachment.work_item_id == bindparam("item"), Attachment.submission_id.is_(None))
    .order_by(Attachment.id)
)
LEFT_OF = LEFT.where(Attachment.uploaded_by_id == bindparam("user"))
CONTENT = select(CONTENTS.c.content).where(CONTENTS.c.attachment_id == bindparam("id"))
FORGET_CONTENTS = delete(CONTENTS).where(CONTENTS.c.attachment_id.in_(bindparam("ids", expanding=True)))
FORGET = delete(ROWS).where(ROWS.c.id.in_(bindparam("ids", expanding=True)))
SUBMIT = (
    update(ROWS).where(ROWS.c.id.in_(bindparam("ids", expanding=True))).values(submission_id=bindparam("submission"))
)


def attached_by(session: Session, work_item_id: int, user_id: int | None) -> Attached:
    """What a person has attached to an item and not submitted, by field."""
    found: dict[str, list[AttachedFile]] = {}
    for row in session.scalars(LEFT_OF, {"item": work_item_id, "user": user_id}):
        found.setdefault(row.field_id, []).append(file_of(row))
    return found


def file_of(row: Attachment) -> AttachedFile:
    """A row as forms hold it."""
    return AttachedFile(row.id, row.name, row.media_type, row.size, row.sha256)


def takes_files(schema: FormSchema) -> bool:
    """Whether anybody can attach something to the form."""
    return any(field.type == "attachment" and field.is_filled for field in schema.fields)


def content_of(session: Session, attachment_id: int) -> bytes | None:
    """The bytes; None when they were erased."""
    return session.connection().execute(CONTENT, {"id": attachment_id}).scalar()


def store_attachment(
    context: CommandContext, item: WorkItem, field_id: str, name: str, media_type: str, content: bytes
) -> int:
    """Keep a file that was looked at; its id."""
    digest = hashlib.sha256(content).hexdigest()
    file_id = insert_row(
        context.session,
        Attachment,
        work_item_id=item.id,
        instance_id=item.instance_id,
        element_id=item.element_id,
        field_id=field_id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=digest,
        uploaded_by_id=context.actor.user_id,
        uploaded_by_name=context.actor.name,
        uploaded_at=context.now,
    )
    insert_rows(context.session, AttachmentContent, [{"attachment_id": file_id, "content": content}])
    _tell(context, "attachment:add", item.instance_id, item.element_id, file_id, len(content), digest)
    return file_id


def remove_attachments(context: CommandContext, rows: Sequence[Attachment]) -> None:
    """Remove files that were never submitted; the history keeps their digests."""
    ids = {"ids": [row.id for row in rows]}
    for statement in (FORGET_CONTENTS, FORGET) if rows else ():
        context.session.connection().execute(statement, ids)
    for row in rows:
        tell_of(context, "attachment:remove", row)


def submit_attachments(
    context: CommandContext, item: WorkItem, schema: FormSchema, values: Iterable[object], submission_id: int
) -> dict[str, object]:
    """Keep for good what a form was submitted with, and remove what else was left at the item, whoever's it is.

    Gives what the history tells: the digest of every file that the form names.
    """
    if not takes_files(schema):
        return {}
    named = [file for value in values for file in files_in(value)]
    left = context.session.scalars(LEFT, {"item": item.id}).all()
    ids = {file.id for file in named}
    kept = [row for row in left if row.id in ids and row.uploaded_by_id == context.actor.user_id]
    if kept:
        known = {"ids": [row.id for row in kept], "submission": submission_id}
        if context.session.connection().execute(SUBMIT, known).rowcount != len(kept):
            raise ItemChanged(item.element_id)  # they were cleared away at this very moment
    remove_attachments(context, [row for row in left if row not in kept])
    told = [{"id": file.id, "size": file.size, "sha256": file.sha256} for file in named]
    return {"attachments": told} if told else {}


def tell_of(context: CommandContext, action: str, row: Attachment) -> None:
    """Append an event about a file to its instance's history: its digest, never its name, which can be erased."""
    _tell(context, action, row.instance_id, row.element_id, row.id, row.size, row.sha256)


def _tell(
    context: CommandContext, action: str, instance_id: int, element_id: str, file_id: int, size: int, sha256: str
) -> None:
    stream = f"instance:{instance_id}"
    context.history(stream, action, element=element_id, attachment=file_id, size=size, sha256=sha256)
