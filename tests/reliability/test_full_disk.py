"""A disk that is really full, of 6 MB: no acknowledged form is lost, reading goes on, and writing resumes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from tests.reliability.conftest import open_items
from tests.reliability.driving import ROOT
from tests.reliability.test_kill import SOAK, assert_each_acted_once, items_of
from tests.support.bank import Bank

ITEMS, ROUNDS = 150, 8 if SOAK else 2
# A mount of its own, gone with its last process: as root, else as the root of a user namespace.
NAMESPACES = (("unshare", "--mount"), ("unshare", "--map-root-user", "--mount"))
MOUNT = 'mount -t tmpfs -o size=6m tmpfs "$1" && shift && exec "$@"'


@pytest.fixture
def database_kind() -> str:
    """The embedded database: a server's own disk is not the test's to fill."""
    return "sqlite"


def on_a_small_disk(disk: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that sees 6 MB at ``disk``; skips where nobody may mount."""
    for namespace in NAMESPACES:
        mounting = [*namespace, "sh", "-c", MOUNT, "sh", str(disk)]
        tried = subprocess.run([*mounting, "true"], check=False, capture_output=True, text=True)
        if tried.returncode == 0:
            return subprocess.run([*mounting, *command], check=False, cwd=ROOT, capture_output=True, text=True)
    pytest.skip(f"a tmpfs needs root or user namespaces: {tried.stderr.strip()}")


def drill(small: Bank, items: Sequence[int], disk: Path) -> dict[str, Any]:
    """What `disk_drill` saw."""
    file = make_url(small.runtime.database.url).database
    small.runtime.database.close()
    disk.mkdir()
    asked = ["tests.reliability.disk_drill", str(disk), str(file), str(ROUNDS), *map(str, items)]
    done = on_a_small_disk(disk, [sys.executable, "-m", *asked])
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    print({name: len(found) for name, found in seen.items()}, set(seen["said"]))  # noqa: T201
    return seen


def test_a_full_disk_loses_nothing_and_writing_resumes(small: Bank, tmp_path: Path) -> None:
    instances = open_items(small, ITEMS)
    items = items_of(small, instances)
    seen = drill(small, items, tmp_path / "disk")
    assert seen["said"] == ["database or disk is full"] * ROUNDS
    assert len(seen["refused"]) == ROUNDS
    assert seen["kept"] == [True] * ROUNDS
    assert set(seen["read"]) == {200}
    assert seen["sound"] == ["ok"] * ROUNDS
    assert sorted(seen["acknowledged"]) == items
    with small.runtime.read_session() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert_each_acted_once(small, instances)
