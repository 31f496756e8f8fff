"""Too much at once: a body above 1 MB is 413 with a page on every route, a field above 64 kB is named beside it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from processes.forms.kinds import MAX_FIELD_BYTES
from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.web.conftest import signed_in
from tests.web.test_matrix import OPEN_TO
from web.uploads import MAX_BODY_BYTES

ADVICE = {
    "zh": ("提交内容过大", "一次最多提交 1 MB"),
    "en": ("That was too much at once", "Send at most 1 MB at once"),
}
IDS = {
    "work_item_id": 1,
    "customer_id": 1,
    "instance_id": 1,
    "batch_id": 1,
    "job_id": 1,
    "incident_id": 1,
    "user_id": 1,
    "run_id": 1,
    "search_id": 1,
    "sample_id": 1,
    "cycle_id": 1,
    "finding_id": 1,
    "request_id": 1,
    "hold_id": 1,
    "disposal_id": 1,
}
PATH = {**IDS, "key": "relationship-maintenance", "version": 1, "path": "forms/assessment.json", "name": "a"}


def posting(app: Flask) -> dict[str, str]:
    """Endpoint → path of every route that takes a form."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return {
            rule.endpoint: adapter.build(rule.endpoint, {one: PATH[one] for one in rule.arguments}) for rule in rules
        }


def visitor(app: Flask, endpoint: str, language: str) -> FlaskClient:
    """Somebody who may open the route, in that language; forged requests are refused from now on."""
    app.config["WTF_CSRF_ENABLED"] = False
    people = OPEN_TO.get(endpoint)
    client = signed_in(app, min(people)) if people else app.test_client()
    client.post("/language", data={"language": language})
    app.config["WTF_CSRF_ENABLED"] = True
    return client


def plain(size: int) -> dict[str, object]:
    return {"data": b"note=" + b"x" * (size - 5), "content_type": "application/x-www-form-urlencoded"}


def multipart(size: int) -> dict[str, object]:
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.bpmn"\r\n\r\n'
    return {"data": head + b"x" * size + b"\r\n--b--\r\n", "content_type": "multipart/form-data; boundary=b"}


@pytest.mark.parametrize("language", ADVICE)
def test_every_route_refuses_a_body_above_the_limit_with_a_page(app: Flask, language: str) -> None:
    paths = posting(app)
    assert len(paths) >= 20
    for endpoint, path in paths.items():
        client = visitor(app, endpoint, language)
        for body in (plain, multipart):
            answer = client.post(path, **body(MAX_BODY_BYTES + 1))
            assert_refused(endpoint, answer, language)
        assert client.get("/sign-in").status_code in (200, 302, 303), endpoint


def assert_refused(endpoint: str, answer: TestResponse, language: str) -> None:
    assert answer.status_code == 413, endpoint
    assert f'<html lang="{language}' in answer.text, endpoint
    for text in ADVICE[language]:
        assert text in answer.text, endpoint


def test_a_body_at_the_limit_is_read(app: Flask) -> None:
    client = visitor(app, "work_items.complete", "en")
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/work-items/999999/complete", **plain(MAX_BODY_BYTES)).status_code == 404


@pytest.mark.parametrize("language", ADVICE)
def test_a_field_above_its_limit_is_named_and_everything_else_is_kept(app: Flask, bank: Bank, language: str) -> None:
    walker = Walker(bank.runtime)
    item = walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id
    client = signed_in(app, "lin")
    client.post("/language", data={"language": language})
    long = "汉" * (MAX_FIELD_BYTES // 3 + 1)
    typed = {"address": "苏州市星汉街9号", "satisfaction_source": long, "_complete": "1"}
    answer = client.post(f"/work-items/{item}/complete", data=typed)
    assert answer.status_code == 422
    assert 'id="satisfaction_source-error"' in answer.text
    assert {"zh": "最多 64 kB", "en": "at most 64 kB"}[language] in answer.text
    assert 'value="苏州市星汉街9号"' in answer.text
    assert long in answer.text
