"""The demo bank's password is public: it serves this machine only, and is never mixed with other data."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from processes.actors import SYSTEM
from services.bank import bank_runtime
from services.database import migrate
from services.models import Customer, User
from services.people import AddUser, hash_password
from tests.support.keys import KEYS
from web.cli import main


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on: whoever is not refused before it serves ends there, and not in serving."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.fixture
def run_demo(taken_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path))
    monkeypatch.setenv("PORT", str(taken_port))
    monkeypatch.setattr("web.logs.setting_up.set_up_logs", lambda _form: None)

    def run(**environment: str) -> Result:
        return CliRunner().invoke(main, ["run", "--demo"], env=environment)

    return run


def people_and_customers(url: str) -> tuple[list[str], int]:
    runtime = bank_runtime(url, KEYS)
    with runtime.read_session() as session:
        found = list(session.scalars(select(User.login))), len(list(session.scalars(select(Customer.id))))
    runtime.database.close()
    return found


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_it_serves_no_other_machine(run_demo, tmp_path: Path, host: str) -> None:
    refused = run_demo(STEWARD_HOST=host)
    assert refused.exit_code == 1
    assert f"loopback only, not {host}" in refused.output
    assert not (tmp_path / "steward.sqlite3").exists()


def test_it_is_not_put_beside_other_data(run_demo, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'steward.sqlite3'}"
    runtime = bank_runtime(url, KEYS)
    migrate(runtime.writer)
    runtime.execute(AddUser("zhang", "张三", "admin", hash_password("a-real-password")), SYSTEM)
    runtime.database.close()
    refused = run_demo()
    assert refused.exit_code == 1
    assert "holds other data" in refused.output
    assert people_and_customers(url) == (["zhang"], 0)


def test_it_fills_an_empty_database(run_demo, tmp_path: Path) -> None:
    # What the other two are refused is done where nothing stands against it; then the port ends it.
    ended = run_demo()
    assert "The demo bank is loaded." in ended.output
    assert "cannot be used" in ended.output
    people, customers = people_and_customers(f"sqlite:///{tmp_path / 'steward.sqlite3'}")
    assert "lin" in people
    assert customers > 0
