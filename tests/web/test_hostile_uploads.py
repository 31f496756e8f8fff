"""Hostile files through the real upload page: refused with reasons, and the server goes on."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from services.shipped import process_files
from tests.engine.hostile.expressions import REFUSED
from tests.engine.hostile.forms import form_cases
from tests.engine.hostile.growth import structure_cases
from tests.engine.hostile.making import NAMED, Case, field, form
from tests.engine.hostile.places import everywhere
from tests.engine.hostile.tables import table_cases
from tests.engine.hostile.xml import xml_cases
from tests.web.conftest import signed_in
from tests.web.proposing import KEY, REASON, import_files, propose, proposed_anew
from web.security import MAX_FORM_PARTS
from web.uploads import MAX_BODY_BYTES

NAMES = {".bpmn": f"{KEY}.bpmn", ".dmn": "small.dmn", ".json": "small.json"}
ODD_NAMES = (
    *("a\u202enosj.json", "a\x01.json", "a\x7f.json", "a" * 300 + ".json", "a" * 300 + ".dmn", "a" * 300 + ".bpmn"),
    *(".json", "..json", "-a.json", "a..json", "<script>.json", "a;b.json", "%2e%2e%2fa.json", "a\u200b.json"),
    *("a.exe", "a.json.exe", "a.bpmn.zip", "a", "a.bpmn ", "a.JSON", "ａ.json", "a&b.json", "a'.json", "~.json"),
)
SCRIPT = "<script>alert(1)</script>"
FORM = field(label=NAMED)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What one database would store, the other may refuse only then."""
    return str(request.param)


def every(nth: int, cases: dict[str, Case]) -> dict[str, Case]:
    """One of so many: each is refused by the same lint, which has tests of its own."""
    return dict(islice(cases.items(), 0, None, nth))


def test_hostile_files_are_refused_and_the_server_stays_up(app, database_kind: str) -> None:
    client = signed_in(app, "jiang")
    rarely = 4 if database_kind == "sqlite" else 6
    cases = {"long text": xml_cases()["long text"]} | every(rarely, xml_cases())
    cases |= every(5 * rarely, structure_cases() | table_cases())
    cases |= every(10 * rarely, form_cases()) | every(200 * rarely, everywhere(REFUSED))
    sent = {name: case for name, case in cases.items() if len(case.content) < MAX_BODY_BYTES - 2000}
    assert len(sent) > 20
    assert any(len(case.content) > 900_000 for case in sent.values())
    for name, case in sent.items():
        answer = proposed_anew(client, (NAMES[Path(case.file).suffix], case.content))
        assert answer.status_code == 422, name
        assert len(answer.data) < 500_000, name
    assert "第 2 版" not in client.get(f"/processes/{KEY}").text
    assert signed_in(app, "lin").get("/").status_code == 200


def test_a_file_with_another_name_than_a_plain_one_is_refused(app) -> None:
    client = signed_in(app, "jiang")
    for name in ODD_NAMES:
        assert import_files(client, (name, FORM)).status_code == 422, name


def test_a_name_with_folders_is_the_file_alone(app) -> None:
    client = signed_in(app, "jiang")
    assert propose(client, ("..\\..\\etc/passwd/../small.json", FORM)).status_code == 303
    page = client.get(f"/drafts/{KEY}").text
    assert "forms/small.json" in page
    assert "passwd" not in page


def test_two_files_of_one_name_or_one_key_are_refused(app) -> None:
    client = signed_in(app, "jiang")
    for files in ([("a.json", FORM), ("b/a.json", FORM)], [("a.json", FORM), ("b.json", FORM)]):
        assert proposed_anew(client, *files).status_code == 422


def test_too_much_at_once_is_413_and_the_server_stays_up(app) -> None:
    client = signed_in(app, "jiang")
    many = import_files(client, *((f"a{number}.json", b"{}") for number in range(MAX_FORM_PARTS * 2)))
    large = import_files(client, ("a.json", b" " * (MAX_BODY_BYTES + 1)))
    for answer in (many, large):
        assert answer.status_code == 413
        assert "1 MB" in answer.text
    assert import_files(client, *((f"a{number}.json", b"{}") for number in range(500))).status_code == 422
    assert client.get(f"/drafts/{KEY}").status_code == 200


def test_a_reason_that_cannot_be_stored_is_refused(app) -> None:
    client = signed_in(app, "jiang")
    assert import_files(client, ("small.json", FORM)).status_code == 303
    for reason in ("改进\0流程图表", "改进\u202e流程图表", "", "    "):
        assert client.post(f"/drafts/{KEY}/submit", data={"reason": reason}).status_code == 422
    for comment in ("改进\u202e流程图表", "", "    "):
        assert client.post(f"/drafts/{KEY}/submit", data={"reason": REASON}).status_code in (303, 409)
        assert signed_in(app, "gao").post(f"/drafts/{KEY}/return", data={"comment": comment}).status_code == 422


def test_a_script_in_a_name_or_label_is_shown_as_text(app) -> None:
    client = signed_in(app, "jiang")
    name = NAMES[".bpmn"]
    diagram = process_files(KEY)[name].replace(b'name="', b'name="&lt;script&gt;alert(1)&lt;/script&gt;', 3)
    labelled = form([{"id": "a", "type": "text", "label": {"zh": SCRIPT, "en": SCRIPT}}])
    assert propose(client, (name, diagram), ("small.json", labelled)).status_code == 303
    head = signed_in(app, "gao")
    draft = head.get(f"/drafts/{KEY}").text
    digest = draft.partition('name="digest" value="')[2].partition('"')[0]
    assert head.post(f"/drafts/{KEY}/publish", data={"digest": digest}).status_code == 303
    published = client.get(f"/processes/{KEY}").text
    assert "alert(1)" in published
    assert SCRIPT not in published + draft


def test_a_diagram_that_cannot_be_drawn_is_refused_with_its_element(app) -> None:
    client = signed_in(app, "jiang")
    head, found, rest = process_files(KEY)[NAMES[".bpmn"]].partition(b'<dc:Bounds x="')
    drawn = head.rpartition(b'bpmnElement="')[2].partition(b'"')[0].decode()
    for value in ("NaN", "INF", "1e9", "a", "-100001", ""):
        moved = head + found + value.encode() + rest[rest.index(b'"') :]
        answer = proposed_anew(client, (NAMES[".bpmn"], moved))
        assert answer.status_code == 422, value
        assert f">{drawn}</td>" in answer.text or value not in ("NaN", "1e9"), value
    assert client.get(f"/processes/{KEY}").status_code == 200


def test_a_diagram_of_another_process_is_refused(app) -> None:
    client = signed_in(app, "jiang")
    other = next(content for path, content in process_files("maintenance-task").items() if path.endswith(".bpmn"))
    assert propose(client, (NAMES[".bpmn"], other)).status_code == 422
