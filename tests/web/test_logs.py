"""Every request leaves a line, every failure its kind and place, and no line anything about a person."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from processes import command_registry as commands
from processes.commands import ClaimWorkItem, SaveDraft
from processes.jobs.worker import run_due
from processes.operations import operation
from services.demo.people import PASSWORD
from tests.paths.walking import Walker
from tests.web.conftest import signed_in
from tests.web.logged import Logged, logging_to
from web.app import create_app
from web.logs.setting_up import catch_uncaught, chosen_form
from web.settings import load_settings

NAME, PHONE, ADDRESS, LOGIN, GUESS = "张秀英", "13800138000", "苏州市星汉街 9 号", "secretive-login", "guess-Wrong-1"
FORM_TEXT = "客户希望提高授信额度"
PRIVATE = (NAME, PHONE, ADDRESS, LOGIN, GUESS, FORM_TEXT, PASSWORD, "苏州恒岚", "K0001", "林")


@pytest.fixture
def logged() -> Iterator[Logged]:
    with logging_to("json") as lines:
        yield lines


@pytest.fixture
def item(bank) -> int:
    walker = Walker(bank.runtime)
    return walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id


def quotes(logged: Logged) -> list[str]:
    """Which private texts were logged, plain or escaped."""
    escaped = {one: one.encode("unicode_escape").decode() for one in PRIVATE}
    return [one for one in PRIVATE if one in logged.text or escaped[one] in logged.text]


def failing(message: str):
    def handler(_context, _command):
        name, phone = NAME, PHONE  # local variables, too, stay out
        raise RuntimeError(f"{message} {name} {phone}")

    return handler


def test_a_request_is_a_line_with_who_what_and_how_long(app, bank, item, logged):
    client = signed_in(app, "lin")
    answer = client.get(f"/work-items/{item}?q={NAME}")
    sign_in, page = logged.events("request")
    assert (sign_in["endpoint"], sign_in["method"], sign_in["status"]) == ("auth.sign_in_submit", "POST", 303)
    assert (page["endpoint"], page["work_item_id"], page["status"]) == ("work_items.page", item, 200)
    assert sign_in["user_id"] == page["user_id"] == bank.actor("lin").user_id
    assert (page["level"], page["logger"], page["time"][-1]) == ("info", "web.requests", "Z")
    assert page["milliseconds"] > 0
    assert page["request_id"] == answer.headers["X-Request-ID"] != sign_in["request_id"]
    assert quotes(logged) == []


def test_what_people_type_is_in_no_line(app, bank, item, logged):
    client = signed_in(app, "lin")
    typed = {"contacts-0-name": NAME, "contacts-0-phone": PHONE, "address": ADDRESS, "business_status": FORM_TEXT}
    posts = [
        ("/sign-in", {"login": LOGIN, "password": GUESS}, 422),
        (f"/work-items/{item}/complete", {**typed, "employees": NAME, "_complete": "1"}, 422),
        (f"/work-items/{item}/complete", {**typed, "_draft": "1"}, 303),
        (f"/customers/{PHONE}/cycle", typed, 404),
    ]
    seat = Walker(bank.runtime).desk.seat(1, "collect_status_record")
    posts.append(
        (f"/work-items/{item}/complete", {**Walker(bank.runtime).desk.posted(seat, {}), "_complete": "1"}, 303)
    )
    for path, values, status in posts:
        assert client.post(path, data=values).status_code == status, path
    for path, status in ((f"/customers/?q={NAME}", 200), (f"/{NAME}/{PHONE}", 404), (f"/sign-in?next=/{PHONE}", 302)):
        assert client.get(path).status_code == status, path
    assert client.open("/", method=NAME.encode().hex()).status_code == 405
    assert [line["status"] for line in logged.events("request")] == [303, 422, 422, 303, 404, 303, 200, 404, 302, 405]
    assert [line["method"] for line in logged.events("request")][-1] == "other"
    assert quotes(logged) == []


def test_an_unexpected_error_is_its_kind_and_its_calls(app, item, logged, monkeypatch):
    monkeypatch.setitem(commands._handlers, SaveDraft, failing("cannot save"))
    client = signed_in(app, "lin")
    answer = client.post(f"/work-items/{item}/complete", data={"address": ADDRESS, "_draft": "1"})
    assert (answer.status_code, answer.headers["X-Request-ID"] in answer.text) == (500, True)
    (error,) = logged.events("unexpected error")
    (told,) = error["error"]
    assert (error["level"], error["endpoint"], told["kind"]) == ("error", "work_items.complete", "RuntimeError")
    assert any(frame.startswith("web/work_items/routes.py:") for frame in told["frames"])
    assert told["frames"][-1].endswith(" handler")
    assert error["request_id"] == logged.events("request")[-1]["request_id"]
    assert quotes(logged) == []


def test_a_database_error_is_logged_without_its_parameters(app, item, logged, monkeypatch):
    def broken(context, _command):
        context.session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": f"{NAME} {PHONE}"})

    monkeypatch.setitem(commands._handlers, ClaimWorkItem, broken)
    assert signed_in(app, "lin").post(f"/work-items/{item}/claim").status_code == 500
    (error,) = logged.events("unexpected error")
    assert [one["kind"] for one in error["error"]] == ["OperationalError", "OperationalError"]
    assert quotes(logged) == []


def test_a_failing_job_is_a_line_with_its_number(app, bank, logged, monkeypatch):
    def quoting(_context, **_parameters):
        raise ValueError(f"cannot score {NAME} {PHONE}")

    monkeypatch.setitem(operation._entries, "score_customer", quoting)
    walker = Walker(bank.runtime)
    walker.walk(walker.start_cycle("K0001"), ["supply_bank_figures", "collect_status_record"])
    assert run_due(bank.runtime) > 0
    (line,) = logged.events("job failed")
    assert isinstance(line["job_id"], int)
    assert line["error"][0]["kind"] == "ValueError"
    assert line["error"][0]["frames"][-1].endswith(" quoting")
    assert quotes(logged) == []


def test_other_packages_say_what_they_say_without_values(logged):
    logging.getLogger("waitress").error("Exception while serving /customers/%s" % NAME)  # noqa: G002, UP031
    logging.getLogger("gunicorn.error").warning("Error handling request %s after %d s", f"/?q={NAME}", 3)
    logging.getLogger("somewhere").error(ValueError(NAME))
    logging.getLogger("somewhere").error("%d of %s", NAME, PHONE)
    logging.getLogger("somewhere").error("%(who)s", {"who": NAME})
    logging.getLogger("procrastinate.worker").error("ended", extra={"action": "job_error", "job": {"args": NAME}})
    for name in ("spiff.task", "spiff.workflow", "sqlalchemy.engine.Engine", "alembic.runtime.migration"):
        logging.getLogger(name).info("task data %s", NAME)
    assert [line["event"] for line in logged.lines] == [
        "message withheld", "Error handling request … after 3 s", "message withheld", "%d of %s", "…",
        "message withheld",
    ]  # fmt: skip
    assert logged.lines[0]["where"].startswith("tests/web/test_logs.py:")
    assert logged.lines[-1]["action"] == "job_error"
    assert quotes(logged) == []


def test_an_error_that_nothing_caught_is_a_line_too(logged, monkeypatch):
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))  # put back afterwards
    catch_uncaught()
    thread = threading.Thread(target=failing("lost"), args=(None, None))
    thread.start()
    thread.join()
    (line,) = logged.events("an error that nothing caught")
    assert line["error"][0]["kind"] == "RuntimeError"
    assert quotes(logged) == []


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "0a1b2c3d-4e5f", True), (0, "0a1b2c3d-4e5f", False), (1, NAME.encode().hex() * 9, False),
        (1, "with space", False), (1, 'a"b{}c,d;e', False), (1, "short", False),
    ],
)  # fmt: skip
def test_a_request_id_is_taken_from_a_trusted_proxy_only(bank, tmp_path, logged, proxies, given, is_taken):
    app = create_app(load_settings(home=tmp_path, testing=True, trusted_proxies=proxies), bank.runtime)
    answer = app.test_client().get("/health/live", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) == is_taken
    assert logged.events("request")[0]["request_id"] == answer.headers["X-Request-ID"]


def test_text_for_a_terminal_holds_the_same(app, item, monkeypatch):
    monkeypatch.setitem(commands._handlers, SaveDraft, failing("cannot save"))
    with logging_to("text") as logged:
        signed_in(app, "lin").post(f"/work-items/{item}/complete", data={"address": ADDRESS, "_draft": "1"})
    assert " error    unexpected error [web]" in logged.text
    assert "\n  RuntimeError\n" in logged.text
    assert " request [web.requests] request_id=" in logged.text
    assert quotes(logged) == []


@pytest.mark.parametrize(
    ("wanted", "serves_others", "form"),
    [("auto", True, "json"), ("text", True, "text"), ("json", False, "json")],
)
def test_processes_that_serve_others_write_json_unless_told(wanted, serves_others, form):
    assert chosen_form(wanted, serves_others) == form
