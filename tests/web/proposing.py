"""The way of a process owner to a new version through the pages: begin a draft, import files, ask for it."""

from __future__ import annotations

from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

KEY = "relationship-maintenance"
REASON = "改进流程图与表单"


def import_files(client: FlaskClient, *files: tuple[str, bytes], key: str = KEY) -> TestResponse:
    """Posted as bytes: of a large body the client would make a temporary file and leave it open."""
    client.post(f"/drafts/{key}/begin")  # 409 where one is open already
    posted = {"files": [FileStorage(BytesIO(content), name) for name, content in files]}
    boundary, body = encode_multipart(posted)
    return client.post(f"/drafts/{key}/import", data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def propose(client: FlaskClient, *files: tuple[str, bytes], key: str = KEY) -> TestResponse:
    """Import files and ask for the draft to be published: the first refusal, or the answer to the last."""
    answer = import_files(client, *files, key=key)
    if answer.status_code != 303:
        return answer
    page = client.get(f"/drafts/{key}")
    assert page.status_code == 200
    assert len(page.data) < 500_000
    asked = client.post(f"/drafts/{key}/submit", data={"reason": REASON})
    assert REASON in asked.text or asked.status_code == 303
    return asked


def proposed_anew(client: FlaskClient, *files: tuple[str, bytes], key: str = KEY) -> TestResponse:
    """`propose` with a draft of its own, given up afterwards unless it was accepted."""
    answer = propose(client, *files, key=key)
    if answer.status_code != 303:
        assert client.post(f"/drafts/{key}/discard").status_code == 303
    return answer
