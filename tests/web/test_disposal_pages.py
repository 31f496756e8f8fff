"""The pages of disposals, as the command centre uses them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from processes.models import Instance
from services.privacy.holds import PlaceHold
from tests.privacy.disposing import NUMBER, OTHER, approve, do_jobs, later, left, listed, proposed, stored
from tests.support.bank import Bank
from tests.web.conftest import signed_in

HEAD = "/privacy/disposals/"


def test_a_list_is_proposed_looked_at_and_approved(app: Flask, bank: Bank) -> None:
    held, free = left(bank, NUMBER), left(bank, OTHER)
    day = later(bank, 10)
    bank.execute(PlaceHold(held.id, "诉讼", "（2036）沪01民初1号"), "gao")
    chen, gao = signed_in(app, "chen"), signed_in(app, "gao")
    answer = chen.post(HEAD, data={"until": day.isoformat()})
    assert answer.status_code == 303
    path = answer.headers["Location"]
    assert "data-follow" in chen.get(path).text
    do_jobs(bank)
    assert path in gao.get("/").text, "the notice leads to the list"
    page = gao.get(path).text
    assert free.name in page
    assert "（2036）沪01民初1号" in page
    assert 'name="approved"' not in chen.get(path).text
    digest = stored(bank, 1).digest
    refused = gao.post(f"{path}/decide", data={"approved": "0", "digest": digest, "reason": " "})
    assert (refused.status_code, "field-error" in refused.text) == (422, True)
    assert gao.post(f"{path}/decide", data={"approved": "1", "digest": digest}).status_code == 303
    do_jobs(bank)
    assert set(listed(bank, 1).values()) == {"erased", "held"}
    assert free.name not in gao.get(f"{path}?status=held").text
    assert held.name in gao.get(f"{path}?status=held&kind=file").text


def test_a_day_to_come_is_refused_and_what_was_typed_stays(app: Flask, bank: Bank) -> None:
    day = (bank.clock().date() + timedelta(days=1)).isoformat()
    answer = signed_in(app, "chen").post(HEAD, data={"until": day})
    assert (answer.status_code, f'value="{day}"' in answer.text) == (422, True)
    assert signed_in(app, "chen").post(HEAD, data={"until": "morgen"}).status_code == 422


def test_who_proposed_it_stops_it_but_does_not_approve_it(app: Flask, bank: Bank) -> None:
    left(bank, NUMBER)
    day = later(bank, 10)
    gao = signed_in(app, "gao")
    path = gao.post(HEAD, data={"until": day.isoformat()}).headers["Location"]
    do_jobs(bank)
    assert 'name="approved"' not in gao.get(path).text
    own = gao.post(f"{path}/decide", data={"approved": "1", "digest": stored(bank, 1).digest})
    assert own.status_code == 422
    assert gao.post(f"{path}/cancel").status_code == 303
    assert set(listed(bank, 1).values()) == {"left"}
    assert gao.post(f"{path}/cancel").status_code == 303
    assert stored(bank, 1).status == "cancelled"


def test_an_erased_form_says_by_which_disposal(app: Flask, bank: Bank) -> None:
    customer = left(bank, NUMBER)
    approve(bank, proposed(bank, later(bank, 10)))
    with bank.runtime.read_session() as session:
        asked = select(Instance.id).where(Instance.subject_id == customer.id, Instance.parent_id.is_(None))
        cycle = session.scalars(asked).one()
    gao = signed_in(app, "gao")
    gao.post("/language", data={"language": "en"})
    assert "by disposal 1" in gao.get(f"/cycles/{cycle}").text
