"""Files sent with a form: stored at once, before anything else is done with it, so that no refusal loses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import FileStorage

from processes.attachments.kinds import MOST_BYTES
from processes.commands import AttachFile, DetachFile
from processes.errors import FormInvalid, NotFound
from processes.forms.raw import Raw
from processes.forms.submission import FieldError
from web.numbers import number_in
from web.reading import execute, renew_page_key
from web.work_items.forms import ItemForm

PREFIX = "_files-"  # of a file chooser's name, before its field's
MOST_AT_ONCE = 50

Texts = dict[str, list[str]]


@dataclass
class Sent:
    """What a form says with its files stored. ``errors``: of the files that were not."""

    posted: Texts
    errors: list[FieldError] = field(default_factory=list)


def with_stored_files(work_item_id: int, posted: Texts) -> Sent:
    """Store what was chosen, and name it in the form as if it had been there before. Raises what the item refuses."""
    sent = Sent(dict(posted))
    chosen = [(name, file) for name, file in request.files.items(multi=True) if file.filename]
    for name, file in chosen[:MOST_AT_ONCE]:
        if not name.startswith(PREFIX):
            continue
        field_id = name.removeprefix(PREFIX)
        try:
            stored = str(execute(AttachFile(work_item_id, field_id, file.filename or "", _content(file))))
        except FormInvalid as refused:
            sent.errors += refused.errors
            continue
        named = sent.posted.get(field_id, [])
        sent.posted[field_id] = named if stored in named else [*named, stored]
        # What this page sends next is another request than what it has sent now.
        renew_page_key()
    return sent


def detach(work_item_id: int, place: str) -> None:
    """Remove a file that was attached by mistake; one that the form started from is only left out of it."""
    _field, _, file_id = place.partition(".")
    number = number_in(file_id)
    if number is None:
        raise NotFound(place)
    try:
        execute(DetachFile(work_item_id, number))
        renew_page_key()
    except NotFound:
        return


def with_attached(raw: Raw, form: ItemForm) -> Raw:
    """With every file that the person has attached to the item: what is stored is shown. ``raw``: empty before anything
    was typed or kept."""
    found = dict(raw)
    for one in form.schema.fields:
        if one.type == "attachment" and one.is_filled:
            named = raw[one.id] if one.id in raw else _ids(form.base.get(one.id))
            stored = [str(file.id) for file in form.attached.get(one.id, ())]
            found[one.id] = [*named, *(key for key in stored if key not in named)]
    return found


def _ids(value: object) -> list[str]:
    listed = value if isinstance(value, list) else []
    return [str(one["id"]) for one in listed if isinstance(one, Mapping) and "id" in one]


def _content(file: FileStorage) -> bytes:
    """The bytes, or as many as show that they are too many."""
    return file.stream.read(MOST_BYTES + 1)
