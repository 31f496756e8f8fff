"""The pages of persons' requests and of legal holds, as people use them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CancelInstance
from processes.models import FormSubmission, HistoryEvent
from services.models import PrivacyRequest
from services.privacy.holds import PlaceHold
from services.privacy.requests import EraseForRequest, TakeRequest
from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.web.conftest import signed_in

NUMBER = "K0001"


@pytest.fixture
def cycle(bank: Bank) -> int:
    """Of lin's customer, with its forms, at its end."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(NUMBER)
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    bank.runtime.execute(CancelInstance(cycle, "test"), SYSTEM)
    return cycle


def form_of(bank: Bank, key: str) -> FormSubmission:
    with bank.runtime.read_session() as session:
        return session.scalars(select(FormSubmission).where(FormSubmission.form_key == key)).one()


def taken(bank: Bank, person: str) -> int:
    customer = Walker(bank.runtime).customer(NUMBER)
    number = bank.execute(TakeRequest(customer.id, "deletion", person, "", bank.clock().date()), "lin")
    assert isinstance(number, int)
    return number


def test_a_request_is_taken_in_found_and_erased(app: Flask, bank: Bank, cycle: int) -> None:
    form = form_of(bank, "relation-map")
    name = str(form.values["rows"][0]["name"])
    posted = {"customer": NUMBER, "kind": "deletion", "person": name, "received_on": "2026-03-02"}
    answer = signed_in(app, "lin").post("/privacy/", data=posted)
    assert answer.status_code == 303
    path, gao = answer.headers["Location"], signed_in(app, "gao")
    assert f'value="form:{form.id}"' in gao.get(path).text
    assert f"form:{form.id}" not in signed_in(app, "lin").get(path).text
    wanted = {"ticked": f"form:{form.id}", "answer": "已删除"}
    asked_again = gao.post(f"{path}/erase", data=wanted)
    assert (asked_again.status_code, 'name="sure"' in asked_again.text) == (200, True)
    assert f'value="form:{form.id}" checked' in asked_again.text
    assert form_of(bank, "relation-map").erased_at is None
    assert gao.post(f"{path}/erase", data={**wanted, "sure": "1"}).status_code == 303
    shown = signed_in(app, "gao").get(f"/cycles/{cycle}").text
    assert name not in shown
    assert "按请求 1 删除" in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"customer": "K9999"}, "没有这个编号的客户"),
        ({"person": "顾"}, "姓名"),
        ({"received_on": "2031-01-01"}, "收到日期"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(app: Flask, bank: Bank, wrong: dict[str, str], said: str) -> None:
    posted = {"customer": NUMBER, "kind": "correction", "person": "顾晓岚", "post": "总监", "received_on": "2026-03-02"}
    answer = signed_in(app, "lin").post("/privacy/", data=posted | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    for typed in (posted | wrong).values():
        assert f'value="{typed}"' in answer.text
    with bank.runtime.read_session() as session:
        assert session.scalars(select(PrivacyRequest)).all() == []


def test_ticks_and_answer_stay_beside_a_refusal(app: Flask, bank: Bank, cycle: int) -> None:
    form = form_of(bank, "relation-map")
    request, gao = taken(bank, str(form.values["rows"][0]["name"])), signed_in(app, "gao")
    unanswered = gao.post(f"/privacy/{request}/erase", data={"ticked": f"form:{form.id}", "answer": " "})
    assert (unanswered.status_code, f'value="form:{form.id}" checked' in unanswered.text) == (422, True)
    unticked = gao.post(f"/privacy/{request}/erase", data={"answer": "按要求删除"})
    assert (unticked.status_code, ">按要求删除</textarea>" in unticked.text) == (422, True)
    assert form_of(bank, "relation-map").erased_at is None


@pytest.mark.parametrize(("language", "place"), [("zh", "项目 · 1 · 姓名"), ("en", "Persons · 1 · Name")])
def test_places_are_called_as_the_form_calls_them(
    app: Flask, bank: Bank, cycle: int, language: str, place: str
) -> None:
    form = form_of(bank, "relation-map")
    request, gao = taken(bank, str(form.values["rows"][0]["name"])), signed_in(app, "gao")
    gao.post("/language", data={"language": language, "next": "/"})
    shown = gao.get(f"/privacy/{request}").text
    assert "rows.0.name" not in shown
    assert place in shown


def test_the_story_shows_the_erased_form_and_that_it_holds(app: Flask, bank: Bank, cycle: int) -> None:
    form = form_of(bank, "relation-map")
    name = str(form.values["rows"][0]["name"])
    bank.execute(EraseForRequest(taken(bank, name), (f"form:{form.id}",), "已删除"), "gao")
    shown = signed_in(app, "shen").get(f"/cycles/{cycle}/story/forms?form={form.id}").text
    assert name not in shown
    assert "按请求 1 删除" in shown
    assert "不符" not in shown


def test_what_is_in_storage_only_is_read_by_the_head_and_auditors_alone(app: Flask, bank: Bank, cycle: int) -> None:
    form = form_of(bank, "status-record")
    name = str(form.values["legal_rep"])
    bank.execute(EraseForRequest(taken(bank, name), (f"form:{form.id}",), "仅存储"), "gao")
    shown = {login: signed_in(app, login).get(f"/cycles/{cycle}").text for login in ("lin", "chen", "gao", "shen")}
    assert {login for login, page in shown.items() if name in page} == {"gao", "shen"}
    assert "仅存储，不得使用" in shown["lin"]


def test_what_is_handed_over_holds_what_was_ticked_and_is_recorded(app: Flask, bank: Bank, cycle: int) -> None:
    form = form_of(bank, "relation-map")
    name = str(form.values["rows"][0]["name"])
    request = taken(bank, name)
    answer = signed_in(app, "gao").post(f"/privacy/{request}/export", data={"ticked": f"form:{form.id}"})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        told = json.loads(file.read("person.json"))
        assert name in file.read("person.html").decode()
    assert [one["record"] for one in told["records"]] == [f"form:{form.id}"]
    assert told["records"][0]["data"][0]["text"] == name
    with bank.runtime.read_session() as session:
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "export:person")).one()
    assert json.loads(event.context)["size"] == len(answer.data)
    assert name not in event.context


def test_a_hold_is_shown_to_whoever_reads_the_customer(app: Flask, bank: Bank) -> None:
    customer = Walker(bank.runtime).customer(NUMBER)
    bank.execute(PlaceHold(customer.id, "诉讼", "沪01民初1号"), "gao")
    for login in ("lin", "chen", "shen"):
        assert "沪01民初1号" in signed_in(app, login).get(f"/customers/{customer.id}").text
    answer = signed_in(app, "gao").post(f"/privacy/holds/{customer.id}", data={"reason": "x", "reference": "y"})
    assert answer.status_code == 303
    assert "沪01民初1号" in signed_in(app, "chen").get("/privacy/").text
