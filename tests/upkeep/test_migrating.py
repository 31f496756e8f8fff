"""A full database is migrated step by step, told as it goes; interrupted anywhere it is as it was."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from bench.filling import fill_open
from processes.database import make_database
from processes.database.sqlite import module
from services.database import migrate, migration_config
from services.migration_steps import MigrationRefused, Step, steps_before
from tests.reliability.driving import ROOT
from tests.support.bank import Bank
from web.cli import main

OLD = "0002"
ITEMS = 3_000
Disk = namedtuple("Disk", ("total", "used", "free"))


@pytest.fixture
def full(bank: Bank) -> str:
    """The URL of a database with some thousand rows, that has come from an older version: it holds no later seal."""
    fill_open(bank, ITEMS)  # type: ignore[arg-type]  # it needs the runtime alone
    url = bank.runtime.database.url
    bank.runtime.database.close()
    go_back(url)
    database = make_database(url)
    migrate(database.writer)
    database.close()
    return url


def content(url: str) -> dict[str, Any]:
    """Table → (columns, how many rows, what is in them)."""
    database = make_database(url)
    with database.reader.connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if not name.startswith("procrastinate_")]
        found = {name: _content(connection, name) for name in sorted(tables)}
    database.close()
    return found


def _content(connection: Connection, table: str) -> tuple[list[str], int, str]:
    columns = sorted(column["name"] for column in inspect(connection).get_columns(table))
    named = ", ".join(f'"{name}"' for name in columns)
    rows = sorted(repr(tuple(row)) for row in connection.execute(text(f'SELECT {named} FROM "{table}"')))
    return columns, len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def go_back(url: str) -> dict[str, Any]:
    """To the tables of an older version; what they hold then."""
    is_sqlite = url.startswith("sqlite")
    engine = create_engine(url, **({"module": module()} if is_sqlite else {}))  # no reference is checked in between
    with engine.begin() as connection:
        command.downgrade(migration_config(connection), OLD)
    engine.dispose()
    return content(url)


def steps_to_come(url: str) -> list[Step]:
    """What a migration of the database has before it."""
    database = make_database(url)
    with database.reader.connect() as connection:
        steps = steps_before(connection)
    database.close()
    return steps


class Heard:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def begins(self, step: Step) -> None:
        self.told.append(("begins", step.revision))

    def moved(self, table: str, rows: int) -> None:
        self.told.append((table, rows))

    def ended(self, step: Step, seconds: float) -> None:
        self.told.append(("ended", step.revision))


def test_each_step_is_told_with_its_place_and_size_and_nothing_is_lost(full: str) -> None:
    newest = content(full)
    assert newest["work_item"][1] > ITEMS
    go_back(full)
    steps = steps_to_come(full)
    database, heard = make_database(full), Heard()
    assert [(step.place, step.of) for step in steps] == [(n, len(steps)) for n in range(1, len(steps) + 1)]
    assert steps[0].rows > 0
    migrate(database.writer, telling=heard)
    database.close()
    assert [what for what in heard.told if what[0] in ("begins", "ended")] == [
        (moment, step.revision) for step in steps for moment in ("begins", "ended")
    ]
    of_0005 = heard.told[heard.told.index(("begins", "0005")) : heard.told.index(("ended", "0005"))]
    assert sum(rows for table, rows in of_0005 if table == "instance") == newest["instance"][1]
    assert content(full) == newest


@pytest.mark.parametrize(("moment", "nth"), [("begins", 1), ("moved", 1), ("moved", 5), ("ended", 1), ("ended", 2)])
def test_a_migration_that_is_killed_leaves_the_old_database_and_runs_again(full: str, moment: str, nth: int) -> None:
    newest, old = content(full), go_back(full)
    assert old["work_item_group"][0] != newest["work_item_group"][0]
    killed = subprocess.run([sys.executable, "-m", "tests.upkeep.migrating", full, moment, str(nth)], cwd=ROOT)
    assert killed.returncode == -9
    assert content(full) == old
    database = make_database(full)
    migrate(database.writer)
    database.close()
    assert content(full) == newest


def test_a_newer_database_is_refused_and_left_alone(full: str) -> None:
    database = make_database(full)
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = content(full)
    with pytest.raises(MigrationRefused) as refused:
        migrate(database.writer)
    assert (refused.value.code, refused.value.detail) == ("newer", "9999")
    database.close()
    assert content(full) == before


def test_a_disk_without_room_is_found_before_anything_is_rewritten(full: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, database = go_back(full), make_database(full)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1 << 40, 1 << 40, 1 << 20))
    if database.kind == "postgresql":  # its server may be on another machine
        migrate(database.writer)
        database.close()
        assert content(full) != old
        return
    with pytest.raises(MigrationRefused) as refused:
        migrate(database.writer)
    database.close()
    size = Path(str(make_url(full).database)).stat().st_size
    assert (refused.value.code, int(refused.value.detail)) == ("disk", 2 * size)
    assert content(full) == old


class TestTheCommand:
    """`steward migrate` as an administrator sees it."""

    @pytest.fixture
    def run(self, full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("STEWARD_DATABASE_URL", full)
        monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
        monkeypatch.setattr("web.logs.setting_up.set_up_logs", lambda _form: None)
        return lambda *given: CliRunner().invoke(main, ["migrate", *given])

    def test_a_dry_run_lists_and_changes_nothing(self, full: str, run, tmp_path: Path) -> None:
        newest, old = content(full), go_back(full)
        steps = steps_to_come(full)
        planned = run("--dry-run", "--language", "en")
        assert planned.exit_code == 0
        count, last = len(steps), steps[-1].revision
        assert planned.output.startswith(f"[1/{count}] 0004 What a group may claim")
        assert "Run steward backup" in planned.output
        assert ("free disk" in planned.output) == full.startswith("sqlite")
        assert content(full) == old
        assert not (tmp_path / "home" / "keys").exists()
        done = run("--language", "zh")
        assert done.exit_code == 0, done.output
        assert (tmp_path / "home" / "keys").exists()
        assert f"[3/{count}] 0007 登录失败计数" in done.output
        assert f"[{count}/{count}] {last} 完成" in done.output
        assert done.output.endswith(f"表结构已是最新版本（{last}）。\n")
        assert content(full)["work_item_group"] == newest["work_item_group"]
        assert run("--dry-run", "--language", "en").output == f"The tables are up to date ({last}).\n"

    @pytest.mark.parametrize(("language", "said"), [("en", "install a newer Steward"), ("zh", "请安装更新的 Steward")])
    def test_a_newer_database_is_refused_in_a_sentence(self, full: str, run, language: str, said: str) -> None:
        database = make_database(full)
        with database.writer.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        database.close()
        for options in ((), ("--dry-run",)):
            refused = run("--language", language, *options)
            assert (refused.exit_code, "9999" in refused.output, said in refused.output) == (1, True, True)
