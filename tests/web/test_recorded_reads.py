"""Who reads what is told: an auditor's every reading, everybody's of a key-person form, and what was refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from processes.models import HistoryEvent, WorkItem
from services.recorded_views import MOST_DENIALS
from tests.paths.walking import Walker
from tests.web.conftest import signed_in
from tests.web.test_outages import another_writer, full_disk

MOST_THAT_FIT = 200


def events(bank, prefix: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(actor, action, context) of the streams that begin so, in order."""
    found = select(HistoryEvent).where(HistoryEvent.stream.startswith(prefix))
    with bank.runtime.read_session() as session:
        rows = session.scalars(found.order_by(HistoryEvent.stream, HistoryEvent.seq)).all()
        return [(row.actor, row.action, json.loads(row.context)) for row in rows]


@pytest.fixture
def cycle(bank) -> int:
    """lin's K1004, whose key persons are mapped."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    return cycle


def item_at(bank, cycle: int, element: str) -> int:
    with bank.runtime.read_session() as session:
        wanted = select(WorkItem.id).where(WorkItem.instance_id == cycle, WorkItem.element_id == element)
        return session.scalars(wanted.order_by(WorkItem.id.desc())).first()


def test_an_auditors_reading_of_a_cycle_is_told_with_what_it_showed(app, bank, cycle):
    assert signed_in(app, "shen").get(f"/cycles/{cycle}").status_code == 200
    ((actor, action, context),) = events(bank, "views:")
    customer = Walker(bank.runtime).customer("K1004")
    assert (actor, action) == (f"aud:{bank.actor('shen').name}", "instance:view")
    assert context["subject"] == {"instance_id": cycle}
    assert context["customers"] == [customer.id]
    assert [one.partition(":")[0] for one in context["key_persons"]] == ["submission"]
    assert context["address"] == "127.0.0.1"


@pytest.mark.parametrize("login", ["lin", "zhou", "chen", "gao"])
@pytest.mark.parametrize("page", ["item", "cycle", "earlier"])
def test_whoever_reads_a_key_person_form_is_told_on_every_page_that_shows_it(app, bank, cycle, login, page):
    item = item_at(bank, cycle, "map_relations")
    client = signed_in(app, login)
    submission = events_of_forms(bank, cycle)
    now = item_at(bank, cycle, "confirm_assessment")
    path = {"item": f"/work-items/{item}", "cycle": f"/cycles/{cycle}", "earlier": f"/work-items/{now}/earlier/"}[page]
    answer = client.get(path if page != "earlier" else f"{path}{submission}")
    assert answer.status_code == 200
    told = [context["key_persons"] for _actor, _action, context in events(bank, "views:")]
    assert told == [[f"submission:{submission}"]]


def events_of_forms(bank, cycle: int) -> int:
    """The id of the submitted key-person form."""
    told = [context for _actor, action, context in events(bank, f"instance:{cycle}") if action == "item:complete"]
    return next(one["submission"] for one in told if one["form"] == "relation-map")


def test_an_open_key_person_form_is_told_as_well(app, bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship"])
    item = item_at(bank, cycle, "map_relations")
    client = signed_in(app, "lin")
    assert client.get(f"/work-items/{item}").status_code == 200
    assert client.post(f"/work-items/{item}/complete", data={"_recalculate": "1"}).status_code == 200
    assert [context["key_persons"] for _who, _what, context in events(bank, "views:")] == [[f"item:{item}"]] * 2


def test_reading_other_pages_is_told_of_auditors_only(app, bank, cycle):
    client = signed_in(app, "chen")
    for path in ("/", "/customers/", "/customers/1", "/cycles/", f"/cycles/{cycle}/where"):
        assert client.get(path).status_code == 200
    assert events(bank, "views:") == []


@pytest.mark.parametrize("outage", [another_writer, full_disk])
@pytest.mark.parametrize(("login", "path"), [("shen", "/customers/1"), ("lin", "/cycles/1")])
def test_a_page_whose_reading_cannot_be_told_is_not_shown(app, bank, cycle, outage, login, path):
    client = signed_in(app, login)
    name = Walker(bank.runtime).customer("K0001" if "customers" in path else "K1004").name
    assert name in client.get(path).text
    shown = 1
    with outage(bank):
        answer = client.get(path)
        while answer.status_code == 200 and shown < MOST_THAT_FIT:  # a short event may find a place on a full disk
            shown += 1
            answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert name not in answer.text
        assert client.get("/processes/").status_code in (200, 403)  # what need not be told goes on
    assert len(events(bank, "views:")) == shown
    assert client.get(path).status_code == 200


def test_a_refused_access_is_told_and_nobody_floods_the_history(app, bank, cycle):
    client = signed_in(app, "lin")
    foreign = Walker(bank.runtime).customer("K1002").id
    assert client.get(f"/customers/{foreign}").status_code == 404
    assert client.get("/admin/people").status_code == 403
    told = [
        (context["page"], context["status"], context["subject"]) for _who, _what, context in events(bank, "denials")
    ]
    assert told == [("customers.page", 404, {"customer_id": foreign}), ("admin.people", 403, {})]
    for _ in range(MOST_DENIALS * 2):
        client.get(f"/customers/{foreign}")
    actions = [action for _who, action, _context in events(bank, "denials")]
    assert actions == ["access:deny"] * MOST_DENIALS + ["access:deny-more"]
    bank.clock.advance(minutes=2)
    client.get(f"/customers/{foreign}")
    assert len(events(bank, "denials")) == MOST_DENIALS + 2
    assert events(bank, "views:") == []


def test_a_refusal_stands_though_it_cannot_be_told(app, bank, cycle):
    client = signed_in(app, "lin")
    foreign = Walker(bank.runtime).customer("K1002").id
    with another_writer(bank):
        assert client.get(f"/customers/{foreign}").status_code == 404
    assert events(bank, "denials") == []


def test_each_reader_has_a_stream_of_his_own(app, bank, cycle):
    for login in ("lin", "zhou"):
        signed_in(app, login).get(f"/cycles/{cycle}")
    with bank.runtime.read_session() as session:
        streams = session.scalars(select(HistoryEvent.stream).where(HistoryEvent.stream.startswith("views:"))).all()
    assert sorted(streams) == sorted(f"views:2026-03:{bank.actor(one).user_id}" for one in ("lin", "zhou"))


def test_signing_in_and_out_failing_and_having_to_wait_are_told_without_what_was_typed(app, bank):
    client, lin = app.test_client(), bank.actor("lin").user_id
    for login in ("lin",) * 5 + ("nobody-here",):
        client.post("/sign-in", data={"login": login, "password": "wrong-password-1"})
    bank.clock.advance(minutes=1)
    signed_in(app, "lin").post("/sign-out")
    told = events(bank, "sign-in")
    assert [action for _who, action, _context in told] == [
        *["sign-in:refuse"] * 5, "sign-in:hold", "sign-in:refuse", "sign-in:accept", "sign-in:end",
    ]  # fmt: skip
    accounts = [context["account"] for _who, action, context in told if action == "sign-in:refuse"]
    assert accounts == [lin] * 5 + [None]
    assert next(context for _who, action, context in told if action == "sign-in:hold")["held"] == "login"
    assert told[-1][2]["user"] == lin
    assert "nobody-here" not in json.dumps(told)
    assert "wrong-password-1" not in json.dumps(told)
