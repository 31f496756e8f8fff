"""The one way to a file that somebody attached. Each reading is an event of the history."""

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from processes.commands import DownloadAttachment
from processes.commands.attachments import Download
from services.readings.attachments import customer_of_attachment, key_person_submission
from web.reading import execute, read_session
from web.recording import recorded, shows_customers, shows_key_persons
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
@recorded("attachment")
def download(attachment_id: int) -> Response:
    """The file, for whoever may read the form that it was attached to; before that is submitted, for its owner."""
    found = execute(DownloadAttachment(attachment_id))
    assert isinstance(found, Download)
    shows_customers([customer_of_attachment(read_session(), attachment_id)])
    key_persons = key_person_submission(read_session(), attachment_id)
    if key_persons is not None:
        shows_key_persons("submission", key_persons)
    name = found.name or str(attachment_id)
    answer = send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=name)
    answer.headers.update(APART)
    return answer
