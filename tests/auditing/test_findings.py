"""Findings: written by auditors, answered by whom they are addressed to, returned, accepted, closed; all of it told."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from processes.context import bank_day
from processes.errors import NotAllowed, NotFound
from processes.models import Instance
from services.auditing.addressees import Place, addressees, proposed
from services.auditing.answers import AnswerFinding
from services.auditing.findings import RaiseFinding, ReviseFinding
from services.auditing.following import AcceptAnswer, CloseFinding, ReturnAnswer
from services.auditing.refusals import AuditChanged, FindingRefused
from services.calendar import BankCalendar
from services.models import AuditFinding, Notification, User
from services.people import SetActive
from services.readings.auditing.findings import finding_page, findings_page, waiting_findings
from tests.auditing.examined import examined, finding_of, manager_of, said
from tests.runtime.small import events
from tests.support.bank import Bank


def answer(bank: Bank, finding: int, login: str, revision: int, **changed: str) -> None:
    values = {"answer": "已补充说明。", "measure": "", "measure_due": "", **changed}
    bank.execute(AnswerFinding(finding, seen_revision=revision, **values), login)


def notices(bank: Bank, login: str) -> list[str]:
    with bank.runtime.read_session() as session:
        mine = Notification.user_id == bank.actor(login).user_id, Notification.code.startswith("finding_")
        return list(session.scalars(select(Notification.code).where(*mine).order_by(Notification.id)))


def today(bank: Bank):
    return bank_day(bank.clock())


def test_a_finding_goes_from_open_to_closed_and_each_act_is_told_in_both_histories(bank):
    found = examined(bank)
    number, login = found.finding, found.answers
    answer(bank, number, login, 1)
    bank.execute(ReturnAnswer(number, "没有说明原因", 2), "shen")
    measure_due = (today(bank) + timedelta(days=14)).isoformat()
    answer(bank, number, login, 3, answer="原因：漏填。", measure="逐条补填", measure_due=measure_due)
    bank.execute(AcceptAnswer(number, 4), "shen")
    bank.execute(CloseFinding(number, "已抽查补填内容", 5), "shen")
    finding = finding_of(bank, number)
    assert (finding.status, finding.answer, finding.measure, finding.remark) == (
        *("closed", "原因：漏填。", "逐条补填", "已抽查补填内容"),
    )
    acts = ["raise", "answer", "return", "answer", "accept", "close"]
    own = events(bank, f"finding:{number}")
    assert [one.action for one in own] == [f"finding:{act}" for act in acts]
    told = json.loads(own[3].context)
    assert told["changes"]["answer"] == ["已补充说明。", "原因：漏填。"]
    assert told["changes"]["measure_due"] == [None, measure_due]
    assert json.loads(own[2].context)["reason"] == "没有说明原因"
    in_cycle = [one for one in events(bank, f"instance:{found.cycle}") if one.action.startswith("finding:")]
    assert [one.action for one in in_cycle] == [f"finding:{act}" for act in acts]
    assert all(json.loads(one.context) == {"finding": number} for one in in_cycle)  # its number, not what it says
    assert notices(bank, login) == [f"finding_{one}" for one in ("raised", "returned", "accepted", "closed")]
    assert notices(bank, "shen") == ["finding_answered"] * 2


def test_the_answer_is_due_in_ten_working_days_unless_another_day_is_said(bank):
    found = examined(bank)
    with bank.runtime.read_session() as session:
        assert finding_of(bank, found.finding).due_date == BankCalendar().add_working_days(session, today(bank), 10)
    number = bank.execute(RaiseFinding(found.cycle, said(bank, found.cycle, due=today(bank).isoformat())), "shen")
    assert finding_of(bank, number).due_date == today(bank)


FAULTS = [
    ({"severity": "grave"}, {"severity": "missing"}),
    ({"condition": "  "}, {"condition": "missing"}),
    ({"criterion": "x" * 4001, "recommendation": ""}, {"criterion": "too_long", "recommendation": "missing"}),
    ({"addressee_id": 0}, {"addressee_id": "missing"}),
    ({"addressee_id": 99_999}, {"addressee_id": "unknown"}),
    ({"due": "2020-01-01"}, {"due": "past"}),
    ({"due": "tomorrow"}, {"due": "past"}),
]


def test_a_finding_that_says_too_little_is_refused_field_by_field(bank):
    found = examined(bank)
    for changed, faults in FAULTS:
        with pytest.raises(FindingRefused) as refused:
            bank.execute(RaiseFinding(found.cycle, said(bank, found.cycle, **changed)), "shen")
        assert refused.value.faults == faults


def test_a_finding_is_about_what_is_there(bank):
    found = examined(bank)
    what = said(bank, found.cycle)
    number = bank.execute(RaiseFinding(found.cycle, what, "collect_status_record", 3), "shen")
    finding = finding_of(bank, number)
    assert (finding.element_id, finding.event_seq, finding.sample_id) == ("collect_status_record", 3, None)
    for command in (
        RaiseFinding(99_999, what),
        RaiseFinding(found.cycle, what, "nowhere"),
        RaiseFinding(found.cycle, what, None, 99_999),
        RaiseFinding(found.cycle, what, None, None, 99_999),
    ):
        with pytest.raises(NotFound):
            bank.execute(command, "shen")


def test_a_finding_is_addressed_to_who_acted_in_the_step_or_to_the_supervisor(bank):
    found = examined(bank)
    cycle = found.cycles.smooth
    with bank.runtime.read_session() as session:
        instance = session.get_one(Instance, cycle)
        place = Place(instance, instance, "approve_tier", None)
        people = addressees(session, place)
        acted = {person.login for person in people}
        assert session.get_one(User, proposed(session, place, people)).role in ("cc", "cc_head")
        assert proposed(session, Place(instance, instance, None, None), people) == manager_of(bank, cycle)
    assert "shen" not in acted
    manager = next(person for person in people if person.id == manager_of(bank, cycle))
    assert any(person.role == "sup" and person.team_id == manager.team_id for person in people)
    outsider = next(login for login in ("jiang", "admin", "xu", "lin") if login not in acted)
    with pytest.raises(FindingRefused):
        bank.execute(RaiseFinding(cycle, said(bank, cycle, addressee_id=bank.actor(outsider).user_id)), "shen")
    bank.execute(SetActive(manager.id, False), "admin")
    with pytest.raises(FindingRefused):
        bank.execute(RaiseFinding(cycle, said(bank, cycle, addressee_id=manager.id)), "shen")


PEOPLE = ("lin", "zhou", "chen", "gao", "xu", "jiang", "admin")


def test_auditors_alone_write_judge_and_close(bank):
    found = examined(bank)
    what = said(bank, found.cycle)
    commands = (
        RaiseFinding(found.cycle, what),
        ReviseFinding(found.finding, what, 1),
        ReturnAnswer(found.finding, "x", 1),
        AcceptAnswer(found.finding, 1),
        CloseFinding(found.finding, "x", 1),
    )
    for login, command in product(PEOPLE, commands):
        with pytest.raises(NotAllowed):
            bank.execute(command, login)
    for login in {*PEOPLE, "shen"} - {found.answers}:
        with pytest.raises(NotFound):
            answer(bank, found.finding, login, 1)


def test_no_act_skips_a_state_or_meets_a_finding_that_changed(bank):
    found = examined(bank)
    number, login = found.finding, found.answers
    for command in (AcceptAnswer(number, 1), ReturnAnswer(number, "x", 1), CloseFinding(number, "x", 1)):
        with pytest.raises(AuditChanged):
            bank.execute(command, "shen")
    with pytest.raises(AuditChanged):
        answer(bank, number, login, 2)
    answer(bank, number, login, 1)
    with pytest.raises(AuditChanged):
        answer(bank, number, login, 2)
    bank.execute(AcceptAnswer(number, 2), "shen")
    for command in (
        ReturnAnswer(number, "x", 3),
        AcceptAnswer(number, 3),
        ReviseFinding(number, said(bank, found.cycle), 3),
    ):
        with pytest.raises(AuditChanged):
            bank.execute(command, "shen")
    with pytest.raises(FindingRefused):
        bank.execute(CloseFinding(number, " ", 3), "shen")


def test_a_repeated_answer_acts_once(bank):
    found = examined(bank)
    command = AnswerFinding(found.finding, "已补充。", "", "", 1)
    for _ in range(2):
        bank.execute(command, found.answers, key="once")
    assert [one.action for one in events(bank, f"finding:{found.finding}")] == ["finding:raise", "finding:answer"]


ANSWER_FAULTS = [
    ({"answer": " "}, {"answer": "missing"}),
    ({"answer": "x" * 4001}, {"answer": "too_long"}),
    ({"measure": "补填"}, {"measure_due": "missing"}),
    ({"measure": "补填", "measure_due": "2020-01-01"}, {"measure_due": "past"}),
    ({"measure_due": "2099-01-01"}, {"measure": "missing"}),
]


def test_an_answer_says_what_and_by_when(bank):
    found = examined(bank)
    for changed, faults in ANSWER_FAULTS:
        with pytest.raises(FindingRefused) as refused:
            answer(bank, found.finding, found.answers, 1, **changed)
        assert refused.value.faults == faults
    assert finding_of(bank, found.finding).status == "open"


def test_a_revision_tells_old_and_new_and_another_person_is_told_and_answers(bank):
    found = examined(bank)
    with bank.runtime.read_session() as session:
        instance = session.get_one(Instance, found.cycle)
        people = addressees(session, Place(instance, instance, None, None))
        heir = next(one for one in people if one.role == "sup")
    answer(bank, found.finding, found.answers, 1)
    what = said(
        bank, found.cycle, addressee_id=heir.id, severity="low", due=str(finding_of(bank, found.finding).due_date)
    )
    bank.execute(ReviseFinding(found.finding, what, 2), "shen")
    bank.execute(ReviseFinding(found.finding, what, 3), "shen")  # nothing new: not told
    finding = finding_of(bank, found.finding)
    assert (finding.status, finding.addressee_id, finding.severity) == ("open", heir.id, "low")
    event = events(bank, f"finding:{found.finding}")[-1]
    before = str(bank.actor(found.answers).user_id)
    assert json.loads(event.context)["changes"] == {"severity": ["high", "low"], "addressee_id": [before, str(heir.id)]}
    with pytest.raises(NotFound):
        answer(bank, found.finding, found.answers, 3)
    answer(bank, found.finding, heir.login, 3)
    assert notices(bank, heir.login) == ["finding_raised"]


def test_whom_it_is_addressed_to_his_supervisor_and_auditors_read_it_and_nobody_else(bank):
    found = examined(bank)
    with bank.runtime.read_session() as session:
        person = session.get_one(User, bank.actor(found.answers).user_id)
        lead = session.scalars(select(User.login).where(User.role == "sup", User.team_id == person.team_id)).one()
        everybody = list(session.scalars(select(User.login)))
        readers = set()
        for login in everybody:
            actor = bank.actor(login)
            listed = {row.finding.id for row in findings_page(session, actor, "", 1).rows}
            try:
                assert finding_page(session, actor, found.finding).row.finding.id == found.finding
                readers.add(login)
                assert listed == {found.finding}
            except NotFound:
                assert listed == set()
        auditors = set(session.scalars(select(User.login).where(User.role == "aud")))
        assert readers == {found.answers, lead} | auditors
        assert waiting_findings(session, bank.actor(found.answers)).mine == 1
        assert waiting_findings(session, bank.actor(lead)).mine == 0
        assert session.get_one(AuditFinding, found.finding).status == "open"
