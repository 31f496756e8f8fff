"""Drafts through their pages and what the editors send: nothing typed is lost, nothing is published by one person."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from processes.context import bank_day
from processes.drafts import open_draft
from processes.published_files import MAX_FILES
from services.shipped import process_files
from services.standard.standard import shipped_files
from services.standard_versions import standard_on
from tests.support.bank import Bank
from tests.web.conftest import signed_in
from tests.web.proposing import KEY, REASON, import_files, propose

FORM = "forms/exit-reason.json"
SHIPPED = process_files(KEY)
CHANGED = SHIPPED[FORM].replace("终止关系说明".encode(), "终止说明".encode()).decode()


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    """The process owner, with a draft begun."""
    client = signed_in(app, "jiang")
    assert client.post(f"/drafts/{KEY}/begin").status_code == 303
    return client


def post(client: FlaskClient, what: str, content: str, revision: int = 1, path: str = FORM) -> TestResponse:
    return client.post(f"/drafts/{KEY}/{what}/{path}", json={"content": content, "revision": revision})


def publish(client: FlaskClient, key: str) -> TestResponse:
    """As whoever looks at the page and presses the button."""
    page = client.get(f"/drafts/{key}").text
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    return client.post(f"/drafts/{key}/publish", data={"digest": digest})


def test_an_editor_saves_and_goes_on_from_its_own_revision(owner: FlaskClient) -> None:
    assert owner.get(f"/drafts/{KEY}/content/{FORM}").data == SHIPPED[FORM]
    assert post(owner, "save", CHANGED).json == {"revision": 2, "problems": []}
    assert owner.get(f"/drafts/{KEY}/content/{FORM}").text == CHANGED
    assert post(owner, "save", SHIPPED[FORM].decode(), 2).json == {"revision": 3, "problems": []}


def test_the_second_save_is_refused_with_what_the_first_one_saved(owner: FlaskClient, bank: Bank) -> None:
    post(owner, "save", CHANGED)
    answer = post(owner, "save", SHIPPED[FORM].decode().replace("终止", "退出"))
    assert answer.status_code == 409
    assert answer.json is not None
    assert (answer.json["revision"], answer.json["content"]) == (2, CHANGED)
    assert answer.json["by"] == bank.actor("jiang").name
    assert "没有覆盖" in answer.json["message"] or "未覆盖" in answer.json["message"]


def test_what_is_kept_comes_back_to_its_person_until_it_is_saved(owner: FlaskClient) -> None:
    assert owner.get(f"/drafts/{KEY}/keep/{FORM}").status_code == 204
    assert post(owner, "keep", "{half").status_code == 204
    kept = owner.get(f"/drafts/{KEY}/keep/{FORM}").json
    assert kept is not None
    assert (kept["content"], kept["revision"]) == ("{half", 1)
    post(owner, "save", CHANGED)
    assert owner.get(f"/drafts/{KEY}/keep/{FORM}").status_code == 204


def test_checking_tells_what_stands_in_the_way_and_stores_nothing(owner: FlaskClient) -> None:
    path = f"{KEY}.bpmn"
    broken = SHIPPED[path].decode().replace('value="status-record"', 'value="no-such-form"')
    answer = post(owner, "check", broken, path=path).json
    assert answer is not None
    (problem,) = answer["problems"]
    assert (problem["file"], problem["element"], problem["code"]) == (path, "collect_status_record", "unknown_form")
    assert "没有这个表单" in problem["message"] or "表单" in problem["message"]
    assert owner.get(f"/drafts/{KEY}/content/{path}").data == SHIPPED[path]
    assert post(owner, "check", SHIPPED[path].decode(), path=path).json == {"problems": []}


@pytest.mark.parametrize(("content", "code"), [("{", "not_json"), ("[1]", "not_a_form")])
def test_what_cannot_be_opened_again_is_not_saved(owner: FlaskClient, content: str, code: str) -> None:
    answer = post(owner, "save", content)
    assert answer.status_code == 422
    assert answer.json is not None
    assert [problem["code"] for problem in answer.json["problems"]] == [code]
    assert owner.get(f"/drafts/{KEY}/content/{FORM}").data == SHIPPED[FORM]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"content": 1}, {"content": "", "revision": -1}, {"content": "\ud800"}, {"revision": 1}]
)
def test_anything_else_than_content_and_revision_is_400(owner: FlaskClient, body: object) -> None:
    for what in ("save", "keep", "check"):
        assert owner.post(f"/drafts/{KEY}/{what}/{FORM}", json=body).status_code == 400


def test_the_editor_tells_where_everything_is_and_allows_no_script_but_ours(owner: FlaskClient, app: Flask) -> None:
    answer = owner.get(f"/drafts/{KEY}/edit/{FORM}")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert f'data-save-url="/drafts/{KEY}/save/{FORM}"' in answer.text
    assert 'data-read-only="false"' in answer.text
    assert 'data-read-only="true"' in signed_in(app, "shen").get(f"/drafts/{KEY}/edit/{FORM}").text


def test_choices_tell_operations_with_their_parameters_in_the_readers_language(owner: FlaskClient) -> None:
    found = owner.get(f"/drafts/{KEY}/choices").json
    assert found is not None
    operations = {one["name"]: one for one in found["operations"]}
    assert operations["score_customer"]["parameters"] == ["customer_id", "rating_date"]
    assert operations["score_customer"]["summary"] == "按现行标准评分"
    assert {"key": "cc", "name": "指挥中心审核员"} in found["groups"] or "cc" in {one["key"] for one in found["groups"]}
    assert {form["key"] for form in found["forms"]} == {
        json.loads(content)["key"] for path, content in SHIPPED.items() if path.endswith(".json")
    }


def test_a_draft_leaves_as_a_zip_and_comes_back_the_same(owner: FlaskClient) -> None:
    exported = owner.get(f"/drafts/{KEY}/export").data
    with zipfile.ZipFile(BytesIO(exported)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == SHIPPED
    assert owner.get(f"/drafts/{KEY}/export/1").data == exported
    post(owner, "save", CHANGED)
    assert import_files(owner, ("back.zip", exported)).status_code == 303
    assert owner.get(f"/drafts/{KEY}/content/{FORM}").data == SHIPPED[FORM]


def zipped(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_folder_around_the_files_of_a_zip_is_taken_off(owner: FlaskClient) -> None:
    around = {f"cycle/{path}": content for path, content in SHIPPED.items()} | {f"cycle/{FORM}": CHANGED.encode()}
    assert import_files(owner, ("cycle.zip", zipped(around))).status_code == 303
    assert owner.get(f"/drafts/{KEY}/content/{FORM}").text == CHANGED


HOSTILE_ZIPS = {
    "no zip": b"PK\x03\x04",
    "nothing": zipped({}),
    "up": zipped({"../../etc/passwd.json": b"{}"}),
    "absolute": zipped({"/etc/passwd.json": b"{}"}),
    "windows": zipped({"..\\up.json": b"{}"}),
    "program": zipped({"run.sh": b"#!/bin/sh"}),
    "many": zipped({f"forms/a{number}.json": b"{}" for number in range(MAX_FILES + 1)}),
    "bomb": zipped({"forms/bomb.json": b" " * 60_000_000}),
    "scenario": zipped({"deep/er/a.json": b"{}"}),
}


@pytest.mark.parametrize("name", HOSTILE_ZIPS)
def test_a_hostile_zip_is_refused_and_changes_nothing(owner: FlaskClient, name: str) -> None:
    answer = import_files(owner, ("hostile.zip", HOSTILE_ZIPS[name]))
    assert answer.status_code == 422
    assert owner.get(f"/drafts/{KEY}/export").data == owner.get(f"/drafts/{KEY}/export/1").data


def test_a_new_form_and_a_new_table_can_be_published_as_they_begin(owner: FlaskClient, app: Flask) -> None:
    for kind, path in (("form", "forms/site-visit.json"), ("table", "limits.dmn")):
        name = path.rpartition("/")[2].rpartition(".")[0]
        answer = owner.post(f"/drafts/{KEY}/files", data={"kind": kind, "name": name})
        assert answer.headers["Location"].endswith(f"/edit/{path}")
        assert owner.get(f"/drafts/{KEY}/edit/{path}").status_code == 200
    assert owner.post(f"/drafts/{KEY}/files", data={"kind": "form", "name": "Ü b"}).status_code == 422
    assert owner.post(f"/drafts/{KEY}/submit", data={"reason": REASON}).status_code == 303
    assert publish(signed_in(app, "gao"), KEY).status_code == 303


def test_a_file_that_is_needed_can_be_removed_and_is_missed(owner: FlaskClient) -> None:
    assert owner.post(f"/drafts/{KEY}/remove/{FORM}", data={"revision": "1"}).status_code == 303
    page = owner.get(f"/drafts/{KEY}").text
    assert "reason_exit" in page
    assert owner.post(f"/drafts/{KEY}/submit", data={"reason": REASON}).status_code == 422


def test_a_returned_draft_tells_its_owner_why(owner: FlaskClient, app: Flask) -> None:
    post(owner, "save", CHANGED)
    owner.post(f"/drafts/{KEY}/submit", data={"reason": REASON})
    comment = "英文名称也要改"
    assert signed_in(app, "gao").post(f"/drafts/{KEY}/return", data={"comment": comment}).status_code == 303
    page = owner.get(f"/drafts/{KEY}").text
    assert comment in page
    assert REASON in page


def parameters(client: FlaskClient, **changed: str) -> TestResponse:
    """Send the parameters' form as it is, but for what changes."""
    page = client.get("/drafts/standard/parameters/").text
    sent = {name: value for name, _, value in (part.partition('" value="') for part in page.split('name="')[1:])}
    sent = {name: value.partition('"')[0] for name, value in sent.items()}
    return client.post("/drafts/standard/parameters/", data={**sent, **changed})


def test_a_standard_is_in_force_from_its_day_and_the_one_before_until_then(app: Flask, bank: Bank) -> None:
    owner, head, today = signed_in(app, "jiang"), signed_in(app, "gao"), bank_day(bank.clock())
    tier = shipped_files()["tier.dmn"].replace(b"&gt;= 80", b"&gt;= 75")
    assert tier != shipped_files()["tier.dmn"]
    assert import_files(owner, ("tier.dmn", tier), key="standard").status_code == 303
    weights = {"I1-weight_percent": "20", "I2-weight_percent": "20"}
    assert parameters(owner, **weights).status_code == 303
    later = today + timedelta(days=10)
    asked = {"reason": REASON, "effective_from": later.isoformat()}
    assert owner.post("/drafts/standard/submit", data=asked).status_code == 303
    assert publish(head, "standard").status_code == 303
    with bank.runtime.read_session() as session:
        assert standard_on(session, later - timedelta(days=1)).version == "1.0"
        new = standard_on(session, later)
        assert (new.version, str(new.parameters.indicators[1].weight)) == ("1.1", "20")
        assert new.parameters.effective_from == later
        assert open_draft(session, "standard") is None
    assert later.isoformat() in owner.get("/standard/").text
    assert owner.get("/standard/?version=1.1").status_code == 200


def test_a_standard_is_never_in_force_from_a_day_that_is_past(app: Flask, bank: Bank) -> None:
    owner, today = signed_in(app, "jiang"), bank_day(bank.clock())
    owner.post("/drafts/standard/begin")
    parameters(owner, **{"event_seat_cap": "400"})
    for day in ("", "soon", "2025-02-30"):
        answer = owner.post("/drafts/standard/submit", data={"reason": REASON, "effective_from": day})
        assert answer.status_code == 422
        assert REASON in answer.text
    asked = {"reason": REASON, "effective_from": (today - timedelta(days=1)).isoformat()}
    answer = owner.post("/drafts/standard/submit", data=asked)
    assert answer.status_code == 409
    assert today.isoformat() in answer.text


def test_parameters_that_are_no_numbers_come_back_as_typed(app: Flask) -> None:
    owner = signed_in(app, "jiang")
    owner.post("/drafts/standard/begin")
    for text in ("二十五", "-1", "NaN", "1e3", ""):
        answer = parameters(owner, **{"I1-weight_percent": text})
        assert answer.status_code == 422
        assert f'value="{text}"' in answer.text
    assert parameters(owner, **{"I1-weight_percent": "30"}).status_code == 303
    page = owner.get("/drafts/standard").text
    assert "权重合计须为 100" in page
    asked = {"reason": REASON, "effective_from": "2099-01-01"}
    assert owner.post("/drafts/standard/submit", data=asked).status_code == 422


def test_only_the_files_of_a_standard_belong_to_it(app: Flask) -> None:
    owner = signed_in(app, "jiang")
    assert import_files(owner, ("a.bpmn", b"<a/>"), key="standard").status_code == 422
    assert import_files(owner, ("form.json", b"{}"), key="standard").status_code == 422


def test_the_way_of_a_draft_is_in_the_history(app: Flask, bank: Bank) -> None:
    owner = signed_in(app, "jiang")
    assert propose(owner, ("exit-reason.json", CHANGED.encode())).status_code == 303
    assert publish(signed_in(app, "gao"), KEY).status_code == 303
    page = owner.get(f"/processes/{KEY}").text
    assert "第 2 版" in page
    assert REASON in page
