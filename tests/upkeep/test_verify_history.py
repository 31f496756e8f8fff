"""`steward verify-history` and `rotate-keys` on an installation of their own, as an operator runs them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pysqlite3
import pytest

from processes.actors import SYSTEM
from processes.commands import WriteCheckpoint
from processes.history.findings import CODES, Finding
from processes.history.outside import copy_checkpoints
from web.settings import Settings
from web.starting import make_runtime
from web.verification.words import FINDINGS, finding_sentence


@pytest.fixture
def home(tmp_path: Path, seeded_database: Path) -> Path:
    """A home with a database that this version keeps, and a checkpoint of it."""
    shutil.copy(seeded_database, tmp_path / "steward.sqlite3")
    with pysqlite3.connect(tmp_path / "steward.sqlite3") as database:  # as one from before there were keys
        database.execute("UPDATE history_head SET seal = NULL, key_id = NULL")
    runtime = make_runtime(Settings(home=tmp_path))
    assert runtime.execute(WriteCheckpoint(), SYSTEM) == 1
    assert copy_checkpoints(runtime) == 1
    runtime.database.close()
    return tmp_path


def steward(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    environment = {**os.environ, "STEWARD_HOME": str(home)}
    command = [sys.executable, "-m", "web.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def write(home: Path, statement: str) -> int:
    with pysqlite3.connect(home / "steward.sqlite3") as database:
        changed: int = database.execute(statement).rowcount
    return changed


def test_a_whole_history_is_told_with_status_0_and_is_recorded(home: Path) -> None:
    done = steward(home, "verify-history", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("Whole: ")
    assert "The copy outside holds 1 checkpoints." in done.stdout
    with sqlite3.connect(home / "steward.sqlite3") as database:
        kept = database.execute("SELECT count(*) FROM history_event WHERE stream = 'verification'").fetchone()
    assert kept == (1,)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "administration: event 1 does not follow"), ("zh", "administration 第 1 个事件与前一事件不衔接")],
)
def test_an_edited_event_is_told_with_its_place_and_status_1(home: Path, language: str, said: str) -> None:
    assert write(home, "UPDATE history_event SET context = '{}' WHERE stream = 'administration' AND seq = 1") == 1
    done = steward(home, "verify-history", "--language", language)
    assert done.returncode == 1
    assert said in done.stdout


def test_without_the_keys_nothing_starts_and_the_error_says_what_to_do(home: Path) -> None:
    shutil.move(home / "keys", home / "elsewhere")
    done = steward(home, "verify-history", "--language", "en")
    assert done.returncode == 1
    assert "Put the keys folder back" in done.stderr
    assert not (home / "keys").exists()


def test_after_a_rotation_both_keys_check_what_they_made(home: Path) -> None:
    before = {path.name for path in (home / "keys").iterdir()}
    assert steward(home, "rotate-keys", "--language", "en").returncode == 0
    assert len({path.name for path in (home / "keys").iterdir()} - before) == 3
    runtime = make_runtime(Settings(home=home))
    assert runtime.execute(WriteCheckpoint(), SYSTEM) == 2
    copy_checkpoints(runtime)
    runtime.database.close()
    done = steward(home, "verify-history", "--language", "en")
    assert done.returncode == 0, done.stdout
    assert "2 checkpoints" in done.stdout


def test_the_secret_keys_are_readable_by_their_owner_only(home: Path) -> None:
    modes = {path.name.split("-")[0]: path.stat().st_mode & 0o777 for path in (home / "keys").glob("*.key")}
    assert modes == {"seal": 0o600, "signing": 0o600, "public": 0o644}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_a_verification_may_find_has_its_sentence(language: str) -> None:
    assert set(FINDINGS[language]) == set(CODES)
    assert all(finding_sentence(Finding(code, "instance:7", 12, 4), language) for code in CODES)
