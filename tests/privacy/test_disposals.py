"""What has fallen due is listed, approved by a second person, and erased: nothing else, and nothing under a hold."""

from __future__ import annotations

import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from processes.context import bank_day
from processes.errors import FourEyes, NotAllowed
from processes.history.erasures import copy_erasures, listed_outside
from processes.history.outside import Outside
from processes.history.verification import verify
from processes.models import Erasure, FormSubmission, HistoryEvent, Instance
from services.archive import current_values
from services.models import ArchiveVersion, Assessment, Customer, DisposalEntry, Notification
from services.privacy.disposals import CancelDisposal, DecideDisposal, DisposalRefused, ProposeDisposal
from services.privacy.falling_due import KINDS, fallen_now, next_fallen
from services.privacy.finding import search
from services.privacy.holds import PlaceHold
from services.privacy.requests import AnswerRequest, EraseForRequest, TakeRequest
from services.standard.figures import read_figures
from tests.paths.walking import Walker
from tests.privacy.disposing import NUMBER, OTHER, STEPS, approve, do_jobs, later, left, listed, proposed, stored
from tests.support.bank import Bank


def names(bank: Bank, customer: Customer) -> set[str]:
    """Every name of a person that the customer's records hold."""
    found: set[str] = set()
    with bank.runtime.read_session() as session:
        of_forms = select(FormSubmission.values).join(Instance, Instance.id == FormSubmission.instance_id)
        values = list(session.scalars(of_forms.where(Instance.subject_id == customer.id)))
        for model in (ArchiveVersion.values, Assessment.inputs):
            owner = model.class_.customer_id
            values += session.scalars(select(model).where(owner == customer.id))
    for value in values:
        found |= {str(value[name]) for name in ("legal_rep", "general_manager") if value.get(name)}
        for table in ("contacts", "key_persons", "rows"):
            rows = value.get(table)
            found |= {str(row["name"]) for row in (rows if isinstance(rows, list) else []) if row.get("name")}
    return found


def test_identity_is_kept_ten_years_after_the_customer_left_and_the_rest_five(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    before = names(bank, customer)
    assert before
    five = proposed(bank, later(bank, 5))
    with bank.runtime.read_session() as session:
        keys = dict(session.execute(select(FormSubmission.id, FormSubmission.form_key)).all())
    assert {(kind, keys.get(record)) for kind, record in listed(bank, five.id)} == {("form", "relation-map")}
    assert set(approve(bank, five).values()) == {"erased"}
    ten = proposed(bank, later(bank, 5))
    found = {kind for kind, _record in listed(bank, ten.id)}
    assert found == {"form", "file", "inputs"}
    assert set(approve(bank, ten).values()) == {"erased"}
    assert names(bank, customer) == set()
    assert stored(bank, ten.id).status == "done"


def test_the_day_before_nothing_is_due(bank: Bank) -> None:
    left(bank, NUMBER)
    day = later(bank, 5)
    early = proposed(bank, day - timedelta(days=1))
    assert (early.status, listed(bank, early.id)) == ("done", {})
    assert listed(bank, proposed(bank, day).id) != {}


def test_what_a_running_relationship_uses_is_never_listed(bank: Bank) -> None:
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(NUMBER)
    walker.walk(cycle, STEPS)
    disposal = proposed(bank, later(bank, 20))
    mine = walker.customer(NUMBER).id
    with bank.runtime.read_session() as session:
        asked = select(DisposalEntry).where(DisposalEntry.disposal_id == disposal.id)
        assert [one for one in session.scalars(asked) if one.customer_id == mine] == []


def test_scores_are_computed_again_from_erased_inputs_and_the_history_verifies(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    with bank.runtime.read_session() as session:
        (before,) = session.scalars(select(Assessment).where(Assessment.customer_id == customer.id)).all()
        figures = read_figures({"customer_id": NUMBER, **before.inputs})
    disposal = proposed(bank, later(bank, 10))
    approve(bank, disposal)
    with bank.runtime.read_session() as session:
        after = session.get_one(Assessment, before.id)
        assert after.inputs != before.inputs
        assert read_figures({"customer_id": NUMBER, **after.inputs}) == figures
        told = [
            json.loads(one.context) for one in session.scalars(select(HistoryEvent)) if one.action == "personal:erase"
        ]
        numbers = select(Erasure.disposal, Erasure.request).distinct()
        assert session.execute(numbers).all() == [(disposal.id, None)]
    assert told
    assert {one["disposal"] for one in told} == {disposal.id}
    assert all("request" not in one for one in told)
    assert verify(bank.runtime).is_whole


def test_the_list_outside_says_which_disposal(bank: Bank, tmp_path: Path) -> None:
    left(bank, NUMBER)
    disposal = proposed(bank, later(bank, 10))
    erased = approve(bank, disposal)
    bank.runtime.outside = Outside(tmp_path / "checkpoints")
    assert copy_erasures(bank.runtime) == len(erased)
    outside = list(listed_outside(bank.runtime.outside.folder))
    assert {(one.request, one.disposal) for one in outside} == {(None, disposal.id)}
    assert {(one.kind, one.record_id) for one in outside} == set(erased)


def test_a_hold_that_came_after_the_approval_keeps_the_records(bank: Bank) -> None:
    held, free = left(bank, NUMBER), left(bank, OTHER)
    kept = names(bank, held)
    disposal = proposed(bank, later(bank, 10))
    bank.execute(DecideDisposal(disposal.id, True, disposal.digest or ""), "gao")
    bank.execute(PlaceHold(held.id, "诉讼", "（2036）沪01民初1号"), "gao")
    do_jobs(bank)
    with bank.runtime.read_session() as session:
        asked = select(DisposalEntry.status, func.count()).where(DisposalEntry.disposal_id == disposal.id)
        by_customer = {
            customer: dict(
                session.execute(asked.where(DisposalEntry.customer_id == customer).group_by(DisposalEntry.status)).all()
            )
            for customer in (held.id, free.id)
        }
    assert set(by_customer[held.id]) == {"held"}
    assert set(by_customer[free.id]) == {"erased"}
    assert names(bank, held) == kept
    again = proposed(bank, disposal.until)
    assert set(listed(bank, again.id).values()) == {"pending"}


def test_another_head_approves_the_list_that_was_looked_at(bank: Bank) -> None:
    left(bank, NUMBER)
    day = later(bank, 10)
    own = bank.execute(ProposeDisposal(day), "gao")
    do_jobs(bank)
    digest = stored(bank, own).digest or ""
    with pytest.raises(FourEyes):
        bank.execute(DecideDisposal(own, True, digest), "gao")
    with pytest.raises(NotAllowed):
        bank.execute(DecideDisposal(own, True, digest), "chen")
    bank.execute(CancelDisposal(own), "gao")
    assert set(listed(bank, own).values()) == {"left"}
    other = proposed(bank, day)
    with pytest.raises(DisposalRefused, match="decided"):
        bank.execute(DecideDisposal(other.id, True, "0" * 64), "gao")
    with pytest.raises(DisposalRefused, match="unexplained"):
        bank.execute(DecideDisposal(other.id, False, other.digest or "", " "), "gao")
    bank.execute(DecideDisposal(other.id, False, other.digest or "", "先核对"), "gao")
    do_jobs(bank)
    assert stored(bank, other.id).status == "refused"
    assert set(listed(bank, other.id).values()) == {"left"}
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Erasure)) == 0


def test_the_history_holds_the_digest_of_the_list(bank: Bank) -> None:
    left(bank, NUMBER)
    disposal = proposed(bank, later(bank, 10))
    lines = "".join(f"{kind}:{record}\n" for kind, record in sorted(listed(bank, disposal.id)))
    assert disposal.digest == sha256(lines.encode()).hexdigest()
    approve(bank, disposal)
    with bank.runtime.read_session() as session:
        events = session.scalars(select(HistoryEvent).where(HistoryEvent.stream == "disposals"))
        told = {one.action: json.loads(one.context) for one in events}
        codes = set(session.scalars(select(Notification.code)))
    assert list(told) == ["disposal:propose", "disposal:list", "disposal:approve", "disposal:end"]
    assert told["disposal:approve"]["digest"] == disposal.digest
    assert told["disposal:end"]["erased"] == told["disposal:list"]["records"] == len(lines.splitlines())
    assert {"disposal_proposed", "disposal_done"} <= codes


def test_a_day_long_ago_finds_nothing(bank: Bank) -> None:
    left(bank, NUMBER)
    disposal = proposed(bank, date(1, 1, 1))
    assert (disposal.status, listed(bank, disposal.id)) == ("done", {})


def test_a_list_that_somebody_added_to_is_not_approved(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    disposal = proposed(bank, later(bank, 10))
    with bank.runtime.writer.begin() as connection:
        added = {"disposal_id": disposal.id, "kind": "record", "record_id": 999, "customer_id": customer.id}
        connection.execute(insert(DisposalEntry).values(**added, due=disposal.until, status="pending"))
    with pytest.raises(DisposalRefused, match="altered"):
        bank.execute(DecideDisposal(disposal.id, True, disposal.digest or ""), "gao")
    bank.execute(DecideDisposal(disposal.id, False, disposal.digest or "", "与列出时不一致"), "gao")
    assert stored(bank, disposal.id).status == "refused"


def test_what_a_person_waits_for_an_answer_about_is_kept(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    disposal = proposed(bank, later(bank, 10))
    bank.execute(TakeRequest(customer.id, "access", "某某人", "", bank_day(bank.clock())), "chen")
    assert set(approve(bank, disposal).values()) == {"held"}


def test_a_request_kept_for_what_the_law_keeps_goes_with_it(bank: Bank) -> None:
    customer = left(bank, NUMBER)
    with bank.runtime.read_session() as session:
        person = str(current_values(session, customer.id)["legal_rep"])
    request = bank.execute(TakeRequest(customer.id, "deletion", person, "", bank_day(bank.clock())), "chen")
    with bank.runtime.read_session() as session:
        now = session.get_one(Customer, customer.id)
        found = search(session, bank.runtime.definitions, now, person, "", bank_day(bank.clock())).hits()
    ticked = [hit.key for hit in found if hit.state == "legal"]
    assert ticked
    bank.execute(EraseForRequest(request, ticked, "依法保存至期满"), "gao")
    early = proposed(bank, later(bank, 3))
    assert ("request", request) not in listed(bank, early.id)
    assert early.status == "done"
    approve(bank, proposed(bank, later(bank, 10)))
    last = proposed(bank, bank_day(bank.clock()))
    assert listed(bank, last.id) == {("request", request): "pending"}


def test_a_number_is_not_given_twice_after_a_restore(bank: Bank) -> None:
    left(bank, NUMBER)
    day = later(bank, 10)
    approve(bank, proposed(bank, day))
    with bank.runtime.writer.begin() as connection:  # as the list outside brings it back
        connection.execute(update(Erasure).values(disposal=7))
    assert bank.execute(ProposeDisposal(day), "chen") == 8


def test_one_disposal_at_a_time_and_no_day_to_come(bank: Bank) -> None:
    left(bank, NUMBER)
    day = later(bank, 10)
    with pytest.raises(DisposalRefused, match="future"):
        bank.execute(ProposeDisposal(day + timedelta(days=1)), "chen")
    with pytest.raises(NotAllowed):
        bank.execute(ProposeDisposal(day), "lin")
    proposed(bank, day)
    with pytest.raises(DisposalRefused, match="going_on"):
        bank.execute(ProposeDisposal(day), "chen")


def test_a_decided_request_forgets_the_person_after_three_years(bank: Bank) -> None:
    customer = Walker(bank.runtime).customer(NUMBER)
    request = bank.execute(TakeRequest(customer.id, "access", "某某人", "", bank.clock().date()), "lin")
    bank.execute(AnswerRequest(request, True, "已答复"), "gao")
    disposal = proposed(bank, later(bank, 3))
    assert listed(bank, disposal.id) == {("request", request): "pending"}
    assert approve(bank, disposal) == {("request", request): "erased"}


def test_every_kind_is_looked_through_part_by_part(bank: Bank) -> None:
    left(bank, NUMBER)
    left(bank, OTHER)
    until = later(bank, 10)
    with bank.runtime.read_session() as session:
        for kind in KINDS:
            known = (session, bank.runtime.definitions, kind, until)
            whole, end = next_fallen(*known, 0, 1000)
            assert end is None
            parts, after = list[object](), 0
            while True:
                found, last = next_fallen(*known, after, 1)
                parts += found
                if last is None:
                    break
                after = last
            assert parts == whole
            assert [fallen_now(session, bank.runtime.definitions, kind, one.record_id, until) for one in whole] == whole
