"""Users, teams, passwords, and who stands behind a lane."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.errors import NotAllowed
from services.assignment import BankPeople, NobodyToAssign
from services.demo.people import PASSWORD
from services.models import Customer
from services.people import (
    SHORTEST_PASSWORD,
    AddTeam,
    AddUser,
    InvalidUser,
    SetActive,
    SetLanguage,
    hash_password,
    password_fits,
    user_by_login,
)
from tests.support.bank import Bank


@pytest.mark.parametrize(
    ("login", "groups"),
    [
        ("lin", set()),
        ("zhou", set()),
        ("chen", {"cc"}),
        ("gao", {"cc", "cc_head"}),
        ("xu", {"bs"}),
        ("shen", {"aud"}),
        ("jiang", set()),
        ("admin", set()),
    ],
)
def test_a_role_belongs_to_its_candidate_groups(bank: Bank, login: str, groups: set[str]) -> None:
    assert bank.actor(login).groups == groups


def test_a_password_fits_its_active_user_only(bank: Bank) -> None:
    with bank.runtime.read_session() as session:
        lin = user_by_login(session, " LIN ")
        assert lin is not None
        assert password_fits(lin, PASSWORD)
        assert not password_fits(lin, PASSWORD + "x")
        assert not password_fits(None, PASSWORD)
        lin.active = False
        assert not password_fits(lin, PASSWORD)


@pytest.mark.parametrize(("length", "accepted"), [(SHORTEST_PASSWORD - 1, False), (SHORTEST_PASSWORD, True)])
def test_a_short_password_is_refused(length: int, accepted: bool) -> None:
    if accepted:
        assert hash_password("x" * length).startswith("$argon2id$")
    else:
        with pytest.raises(InvalidUser):
            hash_password("x" * length)


@pytest.mark.parametrize("login", ["lin", "zhou", "chen", "gao", "xu", "shen", "jiang"])
def test_only_an_administrator_adds_people(bank: Bank, login: str) -> None:
    with pytest.raises(NotAllowed):
        bank.execute(AddTeam("新团队"), login)
    with pytest.raises(NotAllowed):
        bank.execute(AddUser("new", "新人", "cc", "hash"), login)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddUser("a b", "甲", "cc", "hash"), "login"),
        (AddUser("", "甲", "cc", "hash"), "login"),
        (AddUser("LIN", "甲", "cc", "hash"), "login_taken"),
        (AddUser("new", "甲", "boss", "hash"), "role"),
        (AddUser("new", "甲", "am", "hash"), "team"),
    ],
)
def test_a_user_that_cannot_be_is_refused_by_field(bank: Bank, command: AddUser, field: str) -> None:
    with pytest.raises(InvalidUser) as refused:
        bank.execute(command, "admin")
    assert refused.value.field == field


def test_an_administrator_cannot_lock_himself_out(bank: Bank) -> None:
    admin = bank.actor("admin").user_id or 0
    with pytest.raises(NotAllowed):
        bank.execute(SetActive(admin, active=False), "admin")


def test_a_person_chooses_his_own_language(bank: Bank) -> None:
    bank.execute(SetLanguage("en"), "lin")
    with bank.runtime.read_session() as session:
        found = user_by_login(session, "lin")
        assert found is not None
        assert found.language == "en"


def test_each_lane_has_its_person_or_its_group(bank: Bank) -> None:
    people = BankPeople()
    with bank.runtime.read_session() as session:
        data = {"customer_id": session.scalars(select(Customer.id).where(Customer.number == "K0001")).one()}
        assert people.assign(session, "lane_am", data).assignee_id == bank.actor("lin").user_id
        assert people.assign(session, "lane_sup", data).assignee_id == bank.actor("zhou").user_id
        for lane, group in (("lane_cc", "cc"), ("lane_bs", "bs"), ("lane_aud", "aud")):
            assert people.assign(session, lane, data).groups == (group,)
        with pytest.raises(NobodyToAssign):
            people.assign(session, "lane_system", data)


def test_a_team_without_an_active_supervisor_has_nobody_to_decide(bank: Bank) -> None:
    bank.runtime.execute(SetActive(bank.actor("zhou").user_id or 0, active=False), SYSTEM)
    with bank.runtime.read_session() as session:
        data = {"customer_id": session.scalars(select(Customer.id).where(Customer.number == "K0001")).one()}
        with pytest.raises(NobodyToAssign):
            BankPeople().assign(session, "lane_sup", data)
