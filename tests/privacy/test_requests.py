"""A person's request: found by name, ticked by an officer, erased, kept in storage only, or refused by a hold."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CancelInstance
from processes.errors import FourEyes, NotAllowed, NotFound
from processes.history.verification import verify
from processes.models import FormSubmission, HistoryEvent
from services.models import ArchiveVersion, Assessment, Customer, PrivacyRequest, Restriction
from services.privacy.finding import Hit, search
from services.privacy.holds import HoldRefused, PlaceHold, ReleaseHold, UnderHold
from services.privacy.matching import nameless, places, without
from services.privacy.requests import AnswerRequest, EraseForRequest, RequestRefused, TakeRequest
from services.standard.figures import read_figures
from tests.paths.walking import Walker
from tests.support.bank import Bank

RECEIVED = date(2026, 3, 2)
NUMBER = "K0001"


@pytest.fixture
def customer(bank: Bank) -> Customer:
    """Lin's customer, whose cycle got to the key persons and was cancelled."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(NUMBER)
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    bank.runtime.execute(CancelInstance(cycle, "test"), SYSTEM)
    return walker.customer(NUMBER)


def key_person(bank: Bank) -> tuple[str, str]:
    """Name and post of the first in the strengthening form."""
    with bank.runtime.read_session() as session:
        form = session.scalars(select(FormSubmission).where(FormSubmission.form_key == "relation-map")).one()
        (first, *_) = form.values["rows"]
        return str(first["name"]), str(first["post"])


def hits(bank: Bank, customer: Customer, name: str, post: str = "") -> list[Hit]:
    with bank.runtime.read_session() as session:
        found = session.get_one(Customer, customer.id)
        return search(session, bank.runtime.definitions, found, name, post, bank.clock().date()).hits()


def taken(bank: Bank, customer: Customer, person: str, post: str = "", kind: str = "deletion") -> int:
    number = bank.execute(TakeRequest(customer.id, kind, person, post, RECEIVED), "lin")
    assert isinstance(number, int)
    return number


def stored(bank: Bank, request: int) -> PrivacyRequest:
    with bank.runtime.read_session() as session:
        return session.get_one(PrivacyRequest, request)


def test_a_person_is_found_by_the_exact_name_and_post() -> None:
    values = {"contacts": [{"name": "李 总", "post": "经理"}, {"name": "李总", "post": "会计"}], "note": "同李总面谈"}
    assert [(one.path, one.is_name) for one in places(values, "李总", "经理")] == [
        ("contacts.0.name", True),
        ("note", False),
    ]
    assert list(places(values, "李", "")) == []


def test_rows_are_taken_out_and_figures_stay() -> None:
    values: dict[str, object] = {
        "key_persons": [{"name": "甲", "influence": 5}, {"name": "乙"}],
        "general_manager": "甲",
    }
    paths = ("key_persons.0.name", "general_manager")
    assert without(values, paths) == {"key_persons": [{"name": "乙"}]}
    assert nameless(values, paths) == {
        "key_persons": [{"name": "", "influence": 5}, {"name": "乙"}],
        "general_manager": "",
    }


def test_an_answer_is_due_fifteen_working_days_after_the_request(bank: Bank, customer: Customer) -> None:
    assert stored(bank, taken(bank, customer, "某人")).due_on == date(2026, 3, 23)


def test_who_sees_the_customer_takes_a_request_in_and_only_the_head_decides(bank: Bank, customer: Customer) -> None:
    request = taken(bank, customer, "某人")
    for login in ("zhou", "shen", "xu", "admin"):
        with pytest.raises(NotAllowed):
            bank.execute(TakeRequest(customer.id, "access", "某人", "", RECEIVED), login)
    foreign = Walker(bank.runtime).customer("K1002")
    with pytest.raises(NotFound):
        bank.execute(TakeRequest(foreign.id, "access", "某人", "", RECEIVED), "lin")
    for login in ("lin", "chen", "shen"):
        with pytest.raises(NotAllowed):
            bank.execute(AnswerRequest(request, True, "好"), login)
    bank.execute(AnswerRequest(request, True, "好"), "gao")
    with pytest.raises(RequestRefused):
        bank.execute(AnswerRequest(request, True, "好"), "gao")


def test_what_is_ticked_is_erased_everywhere_and_the_history_stays_whole(bank: Bank, customer: Customer) -> None:
    name, post = key_person(bank)
    request = taken(bank, customer, name)
    ticked = [hit for hit in hits(bank, customer, name) if hit.state == "erasable"]
    assert "form" in {hit.kind for hit in ticked}
    erased, kept = bank.execute(EraseForRequest(request, tuple(hit.key for hit in ticked), "已删除"), "gao")
    assert (erased, kept) == (len(ticked), 0)
    assert [hit for hit in hits(bank, customer, name) if hit.state == "erasable"] == []
    assert (stored(bank, request).status, stored(bank, request).person) == ("granted", None)
    assert verify(bank.runtime).findings == []
    with bank.runtime.read_session() as session:
        events = [one for one in session.scalars(select(HistoryEvent)) if one.action == "personal:erase"]
    assert len(events) == len(ticked) + 1  # the request's own
    assert not [one for one in events if name in one.context]
    assert {json.loads(one.context)["request"] for one in events} == {request}


def test_a_contact_leaves_the_file_and_the_inputs_of_scores(bank: Bank, customer: Customer) -> None:
    with bank.runtime.read_session() as session:
        versions = list(session.scalars(select(ArchiveVersion).where(ArchiveVersion.customer_id == customer.id)))
        name = str(versions[-1].values["contacts"][0]["name"])
    ticked = tuple(hit.key for hit in hits(bank, customer, name) if hit.state == "erasable")
    assert {key.partition(":")[0] for key in ticked} >= {"file", "inputs"}
    bank.execute(EraseForRequest(taken(bank, customer, name), ticked, "已删除"), "gao")
    with bank.runtime.read_session() as session:
        for version in session.scalars(select(ArchiveVersion).where(ArchiveVersion.customer_id == customer.id)):
            assert name not in json.dumps(version.values, ensure_ascii=False)
            assert version.values["main_business"]
        for one in session.scalars(select(Assessment).where(Assessment.customer_id == customer.id)):
            assert name not in json.dumps(one.inputs, ensure_ascii=False)
            assert read_figures(one.inputs).net_relation is not None  # so that the score can be computed again
    assert verify(bank.runtime).findings == []


def test_what_the_law_requires_is_kept_in_storage_only(bank: Bank, customer: Customer) -> None:
    with bank.runtime.read_session() as session:
        record = session.scalars(select(FormSubmission).where(FormSubmission.form_key == "status-record")).one()
    legal_rep = str(record.values["legal_rep"])
    found = {hit.key: hit for hit in hits(bank, customer, legal_rep)}
    assert found[f"form:{record.id}"].state == "legal"
    request = taken(bank, customer, legal_rep)
    assert bank.execute(EraseForRequest(request, (f"form:{record.id}",), "仅存储"), "gao") == (0, 1)
    assert stored(bank, request).status == "storage_only"
    with bank.runtime.read_session() as session:
        assert session.get(Restriction, ("form", record.id)) is not None
        assert session.get_one(FormSubmission, record.id).values["legal_rep"] == legal_rep


def test_a_form_of_a_running_cycle_is_kept_until_its_end(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(NUMBER)
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    customer, (name, _post) = walker.customer(NUMBER), key_person(bank)
    (form,) = [hit for hit in hits(bank, customer, name) if hit.kind == "form" and hit.form_key == "relation-map"]
    assert form.state == "running"
    assert bank.execute(EraseForRequest(taken(bank, customer, name), (form.key,), "到期再删"), "gao") == (0, 1)
    assert verify(bank.runtime).findings == []


def test_nothing_is_erased_under_a_legal_hold(bank: Bank, customer: Customer) -> None:
    name, _post = key_person(bank)
    request = taken(bank, customer, name)
    ticked = tuple(hit.key for hit in hits(bank, customer, name) if hit.state == "erasable")
    for login in ("lin", "chen", "shen", "admin"):
        with pytest.raises(NotAllowed):
            bank.execute(PlaceHold(customer.id, "诉讼", "（2026）沪01民初1号"), login)
    hold = bank.execute(PlaceHold(customer.id, "诉讼", "（2026）沪01民初1号"), "gao")
    with pytest.raises(HoldRefused):
        bank.execute(PlaceHold(customer.id, "诉讼", "2"), "gao")
    with pytest.raises(UnderHold):
        bank.execute(EraseForRequest(request, ticked, "已删除"), "gao")
    assert len(hits(bank, customer, name)) >= len(ticked)
    with pytest.raises(FourEyes):
        bank.execute(ReleaseHold(hold, "结案"), "gao")
    bank.execute(ReleaseHold(hold, "结案"), "chen")
    assert bank.execute(EraseForRequest(request, ticked, "已删除"), "gao") == (len(ticked), 0)


def test_what_is_no_longer_found_is_not_erased_by_an_old_page(bank: Bank, customer: Customer) -> None:
    name, _post = key_person(bank)
    request = taken(bank, customer, name)
    with pytest.raises(RequestRefused, match="changed"):
        bank.execute(EraseForRequest(request, ("form:999999",), "已删除"), "gao")
    with pytest.raises(RequestRefused, match="none_ticked"):
        bank.execute(EraseForRequest(request, (), "已删除"), "gao")
