"""Hostile files through the real upload page: refused with reasons, and the server goes on."""

from __future__ import annotations

from io import BytesIO

from services.shipped import process_files
from tests.engine.hostile import HOSTILE
from tests.web.conftest import signed_in

LARGEST = 400_000  # above it the test client leaves files open; the limit of a body has its own test


def test_hostile_diagrams_are_refused_and_the_server_stays_up(app) -> None:
    client = signed_in(app, "jiang")
    name = next(path for path in process_files("relationship-maintenance") if path.endswith(".bpmn"))
    small = {case: content for case, (content, _) in HOSTILE.items() if len(content) < LARGEST}
    assert len(small) > 15
    for case, content in small.items():
        posted = {"reason": "改进流程图", "files": [(BytesIO(content), name)]}
        answer = client.post(
            "/processes/relationship-maintenance/publish", data=posted, content_type="multipart/form-data"
        )
        assert answer.status_code == 422, case
        assert client.get("/processes/").status_code == 200
    assert signed_in(app, "lin").get("/").status_code == 200
