"""Commands on attached files: attach, detach, download. Only the last concerns submitted ones, which never change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from processes.attaching import attached_by, content_of, remove_attachments, store_attachment, tell_of
from processes.attachments.kinds import MB, media_type_of
from processes.attachments.names import cleaned
from processes.attachments.refusing import AttachmentRefused
from processes.command_registry import handles
from processes.commands.work_items import take
from processes.context import CommandContext
from processes.errors import FormInvalid, NotFound
from processes.forms.attached import AttachedFile
from processes.forms.fields import Field
from processes.forms.submission import FieldError
from processes.item_forms import form_of
from processes.models import Attachment, WorkItem
from processes.rights import item_for, open_item_for


@dataclass(frozen=True)
class AttachFile:
    """Keep a file for a field of an item's form, for the actor alone until he submits the form.

    ``name``: as the browser tells it; ``content``: one byte more than is allowed is enough of what is too large.
    """

    work_item_id: int
    field_id: str
    name: str
    content: bytes


@dataclass(frozen=True)
class DetachFile:
    """Remove a file that the actor attached and has not submitted."""

    work_item_id: int
    attachment_id: int


@dataclass(frozen=True)
class DownloadAttachment:
    """Read a file; the history tells who did."""

    attachment_id: int


@dataclass(frozen=True)
class Download:
    """``name``: to be read, not trusted."""

    name: str
    media_type: str
    content: bytes


@handles(AttachFile)
def attach_file(context: CommandContext, command: AttachFile) -> int:
    """Its id; that of the same content where the actor has attached it there before. Claims a group's item.

    Raises FormInvalid for the field (empty_file, file_too_large, too_many_files, kind_not_allowed, content_mismatch,
    programs_inside, grows_too_large), and what a completion raises for the item.
    """
    item = open_item_for(context, command.work_item_id)
    field = _field(context, item, command.field_id)
    take(context, item)
    name = cleaned(command.name)
    earlier = attached_by(context.session, item.id, context.actor.user_id).get(field.id, ())
    for file in earlier:
        if file.sha256 == hashlib.sha256(command.content).hexdigest():
            return file.id
    media_type = _media_type(field, name, command.content, earlier)
    return store_attachment(context, item, field.id, name, media_type, command.content)


@handles(DetachFile)
def detach_file(context: CommandContext, command: DetachFile) -> None:
    """Nothing when it is gone. Raises NotFound for one that is submitted or another's."""
    item = open_item_for(context, command.work_item_id)
    row = context.session.get(Attachment, command.attachment_id)
    if row is None:
        return
    if row.work_item_id != item.id or row.submission_id is not None or row.uploaded_by_id != context.actor.user_id:
        raise NotFound(str(command.attachment_id))
    remove_attachments(context, [row])


@handles(DownloadAttachment)
def download_attachment(context: CommandContext, command: DownloadAttachment) -> Download:
    """Raises NotFound for whoever may not see the form, for all but its owner before the form is submitted, and when
    its bytes were erased."""
    row = context.session.get(Attachment, command.attachment_id)
    content = None if row is None or not _may_read(context, row) else content_of(context.session, row.id)
    if row is None or content is None:
        raise NotFound(str(command.attachment_id))
    tell_of(context, "attachment:download", row)
    return Download(row.name, row.media_type, content)


def _field(context: CommandContext, item: WorkItem, field_id: str) -> Field:
    schema = form_of(context, item)
    found = [] if schema is None else [one for one in schema.fields if one.id == field_id]
    if not found or found[0].type != "attachment" or not found[0].is_filled:
        raise NotFound(field_id)
    return found[0]


def _media_type(field: Field, name: str, content: bytes, earlier: Sequence[AttachedFile]) -> str:
    try:
        if len(content) > field.max_mb * MB:
            raise AttachmentRefused("file_too_large", limit=field.max_mb)
        if len(earlier) >= field.most_files:
            raise AttachmentRefused("too_many_files", limit=field.most_files)
        return media_type_of(name, content, field.kinds)
    except AttachmentRefused as refused:
        told = {"file": name, "kinds": field.kinds, **refused.params}
        raise FormInvalid((FieldError(field.id, refused.code, told),)) from refused


def _may_read(context: CommandContext, row: Attachment) -> bool:
    if row.submission is not None:
        return context.runtime.ports.access.may_see_form(context.session, context.actor, row.submission)
    if row.uploaded_by_id != context.actor.user_id:
        return False
    return item_for(context, row.work_item_id).status == "open"
