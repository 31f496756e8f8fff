"""The one way to a file that somebody attached. Each reading is an event of the history."""

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from processes.commands import DownloadAttachment
from processes.commands.attachments import Download
from web.reading import execute
from web.roles import STAFF, roles

blueprint = Blueprint("attachments", __name__, url_prefix="/attachments")

# Whatever the file holds, and wherever a browser opens it, it is a stranger to this site.
APART = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@blueprint.get("/<int:attachment_id>")
@roles(*STAFF)
def download(attachment_id: int) -> Response:
    """The file, for whoever may read the form that it was attached to; before that is submitted, for its owner."""
    found = execute(DownloadAttachment(attachment_id))
    assert isinstance(found, Download)
    name = found.name or str(attachment_id)
    answer = send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=name)
    answer.headers.update(APART)
    return answer
