"""Owns how much a request may send: 1 MB, and more for files to whoever may attach some to the item that he names."""

from flask import Flask, request
from flask_login import current_user

from processes.attaching import takes_files
from processes.attachments.kinds import MB, MOST_MB
from services.visibility import item_for
from web.reading import actor_now, read_session, runtime

MAX_BODY_BYTES = 1_000_000
MAX_UPLOAD_BYTES = 3 * MOST_MB * MB  # so that one file too large is told beside its field, with everything typed kept
UPLOADS = "work_items.complete"


def limit_bodies(app: Flask) -> None:
    """Before anything of a body is read: looking for the token of a form reads it."""
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES)
    app.before_request(_allow_files)


def _allow_files() -> None:
    length = request.content_length
    is_small = length is not None and length <= MAX_BODY_BYTES
    if request.endpoint == UPLOADS and not is_small and current_user.is_authenticated and _item_takes_files():
        request.max_content_length = MAX_UPLOAD_BYTES


def _item_takes_files() -> bool:
    item = item_for(read_session(), actor_now(), (request.view_args or {})["work_item_id"])
    if item is None or item.status != "open" or item.form_key is None:
        return False
    definition = runtime().definitions.get(read_session(), item.instance.definition_version_id)
    return takes_files(definition.forms[item.form_key])
