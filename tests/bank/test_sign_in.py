"""Wrong passwords cost a growing wait, by account and by address, whichever process is asked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from processes.actors import SYSTEM
from processes.errors import NotAllowed
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.demo.people import PASSWORD
from services.models import SignInFailure
from services.sign_in import RecordSignIn, TrySignIn, sign_in
from services.sign_in_failures import FREE_FAILURES, LONGEST_WAIT, subject_of
from tests.support.bank import Bank
from tests.support.keys import KEYS

HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The count is the database's."""
    return str(request.param)


@pytest.fixture
def other(bank: Bank) -> Iterator[Runtime]:
    """Another process on the same database: nothing is shared but that."""
    runtime = bank_runtime(bank.runtime.database.url, KEYS, bank.clock)
    yield runtime
    runtime.database.close()


def guess(runtime: Runtime, times: int, login: str = "lin", address: str = HERE) -> None:
    for _ in range(times):
        assert sign_in(runtime, login, "wrong", address).wait_seconds == 0


@pytest.mark.parametrize("login", ["lin", "nobody-of-this-name"])
def test_the_wait_doubles_from_the_fifth_failure_in_every_process(bank: Bank, other: Runtime, login: str) -> None:
    guess(bank.runtime, 3, login)
    guess(other, 2, login)
    for seconds in (2, 4, 8):
        assert sign_in(bank.runtime, login, PASSWORD, HERE).wait_seconds == seconds
        assert sign_in(other, login, PASSWORD, THERE).wait_seconds == seconds
        bank.clock.advance(seconds=seconds - 0.1)
        assert sign_in(other, login, PASSWORD, HERE).wait_seconds == 1
        bank.clock.advance(seconds=0.1)
        guess(other, 1, login)


def test_the_wait_never_grows_beyond_its_limit_and_is_forgotten_after_an_hour(bank: Bank) -> None:
    for _ in range(20):
        bank.clock.advance(seconds=LONGEST_WAIT.total_seconds())
        guess(bank.runtime, 1)
    assert sign_in(bank.runtime, "lin", PASSWORD, HERE).wait_seconds == LONGEST_WAIT.total_seconds()
    bank.clock.advance(hours=1)
    guess(bank.runtime, 4)
    assert sign_in(bank.runtime, "lin", PASSWORD, HERE).user is not None


def test_a_success_starts_the_account_s_count_again(bank: Bank, other: Runtime) -> None:
    guess(bank.runtime, 4)
    assert sign_in(other, "LIN ", PASSWORD, HERE).user is not None
    guess(bank.runtime, 4)
    assert sign_in(other, "lin", PASSWORD, HERE).user is not None


def test_many_accounts_tried_from_one_address_wait_together(bank: Bank, other: Runtime) -> None:
    for number in range(FREE_FAILURES["address"]):
        guess(bank.runtime, 1, f"somebody{number}")
    assert sign_in(other, "zhou", PASSWORD, HERE).wait_seconds == 2
    assert sign_in(other, "zhou", PASSWORD, THERE).user is not None


def test_guesses_sent_all_at_once_do_not_share_one_wait(bank: Bank, other: Runtime) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = [pool.submit(sign_in, runtime, "lin", "wrong", HERE) for runtime in (bank.runtime, other) * 8]
    outcomes = [one.result().wait_seconds for one in given]
    assert len([seconds for seconds in outcomes if seconds == 0]) == FREE_FAILURES["login"]


def test_what_was_typed_is_kept_nowhere(bank: Bank) -> None:
    guess(bank.runtime, 1, "my-password-in-the-wrong-field")
    with bank.runtime.read_session() as session:
        kept = [row.subject for row in session.scalars(select(SignInFailure))]
        kept += session.scalars(text("SELECT context FROM history_event WHERE stream = 'sign-in'"))
    assert len(kept) == 3
    assert "my-password" not in "".join(kept)


def test_rows_of_long_ago_are_dropped(bank: Bank) -> None:
    guess(bank.runtime, 1, "somebody")
    bank.clock.advance(hours=2)
    assert sign_in(bank.runtime, "lin", PASSWORD, HERE).user is not None
    with bank.runtime.read_session() as session:
        assert session.scalars(select(SignInFailure)).all() == []


def test_nobody_but_the_system_counts(bank: Bank) -> None:
    for command in (TrySignIn(subject_of("login", "lin"), subject_of("address", HERE)), RecordSignIn(1, HERE, "x")):
        with pytest.raises(NotAllowed):
            bank.execute(command, "admin")
    bank.runtime.execute(RecordSignIn(1, HERE, "x"), SYSTEM)
