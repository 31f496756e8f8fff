"""The drill: backed up while people work, restored elsewhere, whole and held."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from processes.actors import SYSTEM
from processes.commands import AttachFile, WriteCheckpoint
from processes.history.outside import Outside, copy_checkpoints
from processes.history.verification import verify
from processes.jobs.queue import HELD
from processes.models import HistoryEvent, Instance, SystemFlag
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.cluster import Cluster
from services.demo.bank import start_cycle
from services.upkeep.backup import make_backup
from services.upkeep.manifest import BackupRefused, Manifest
from services.upkeep.restore import ReleaseExternalJobs, restore
from tests.attachments.making import contents, png_with, publish_handover
from tests.runtime.small import item_at, start
from tests.support.bank import Bank
from tests.support.databases import create
from tests.support.keys import KEYS

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def backup(bank: Bank, tmp_path: Path) -> Path:
    """Made while cycles are being started."""
    ended, started = threading.Event(), list[int]()

    def work() -> None:
        for number in range(1, 13):
            started.append(start_cycle(bank.runtime, f"K{1000 + number}"))
            if ended.is_set():
                return

    start_cycle(bank.runtime, "K0001")
    worker = threading.Thread(target=work)
    worker.start()
    while len(started) < 2:
        ended.wait(0.01)
    made = make_backup(bank.runtime.database, tmp_path / "backups", NOW)
    ended.set()
    worker.join()
    return made


@pytest.fixture
def target(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'elsewhere' / 'steward.sqlite3'}"
    cluster: Cluster = request.getfixturevalue("seeded_cluster")
    name = f"restored_{tmp_path.name}"[:60].lower()
    create(cluster, name)
    return cluster.url(name)


@pytest.fixture
def restored(backup: Path, target: str) -> Iterator[Runtime]:
    """The installation after the restore."""
    restore(backup, target, "lead", KEYS)
    runtime = bank_runtime(target, KEYS)
    yield runtime
    runtime.database.close()


def counts(runtime: Runtime) -> tuple[int, int]:
    with runtime.read_session() as session:
        instances = session.scalar(select(func.count(Instance.id))) or 0
        return instances, session.scalar(select(func.count(HistoryEvent.seq))) or 0


def test_a_restored_database_is_whole_and_works(backup: Path, restored: Runtime) -> None:
    manifest = Manifest.read(backup)
    assert manifest.counts["instance"] >= 3
    assert counts(restored) == (manifest.counts["instance"], manifest.counts["history_event"] + 2)  # keys, restore
    assert verify(restored).findings == []
    assert start_cycle(restored, "K0002") > 0


def test_attached_files_come_back_byte_by_byte(bank: Bank, tmp_path: Path, target: str) -> None:
    publish_handover(bank)
    item = item_at(bank, start(bank, "handover"), "enter_amount").id
    picture = png_with(b"teSt", bytes(range(256)) * 4_000)
    file = bank.execute(AttachFile(item, "files", "照片.png", picture), "lin")
    restore(make_backup(bank.runtime.database, tmp_path / "backups", NOW), target, "lead", KEYS)
    runtime = bank_runtime(target, KEYS)
    assert contents(Bank(runtime, bank.clock)) == {file: picture}
    runtime.database.close()


def test_checkpoints_that_the_backup_does_not_hold_are_explained(bank: Bank, tmp_path: Path, target: str) -> None:
    bank.runtime.outside = outside = Outside(tmp_path / "outside")
    made = make_backup(bank.runtime.database, tmp_path / "backups", NOW)
    bank.runtime.execute(WriteCheckpoint(), SYSTEM)
    assert copy_checkpoints(bank.runtime) == 1
    restore(made, target, "lead", KEYS, outside)
    runtime = bank_runtime(target, KEYS)
    runtime.outside = outside
    report = verify(runtime)
    assert (report.findings, report.outside) == ([], 2)
    assert runtime.execute(WriteCheckpoint(), SYSTEM) == 3
    assert copy_checkpoints(runtime) == 1
    assert verify(runtime).findings == []
    runtime.database.close()


def test_what_leaves_the_system_is_held_until_it_is_released(restored: Runtime) -> None:
    with restored.read_session() as session:
        assert session.get(SystemFlag, HELD) is not None
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "database:restore")).one()
    assert (event.stream, json.loads(event.context)["by"]) == ("administration", "lead")
    assert restored.execute(ReleaseExternalJobs("lead"), SYSTEM) is True
    assert restored.execute(ReleaseExternalJobs("lead"), SYSTEM) is False


def test_a_backup_holds_no_key(backup: Path) -> None:
    assert sorted(path.name.split(".")[0] for path in backup.iterdir()) == ["database", "manifest"]
    assert backup.stat().st_mode & 0o077 == 0


def test_a_changed_backup_is_refused(backup: Path, target: str) -> None:
    content = next(path for path in backup.iterdir() if path.name.startswith("database"))
    before = content.read_bytes()
    content.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    with pytest.raises(BackupRefused) as refused:
        restore(backup, target, "lead", KEYS)
    assert refused.value.code == "changed"


def test_a_newer_backup_is_refused(backup: Path, target: str) -> None:
    path = backup / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "revision": "9999"}))
    with pytest.raises(BackupRefused) as refused:
        restore(backup, target, "lead", KEYS)
    assert refused.value.code == "newer"


def test_a_database_that_holds_data_is_replaced_only_when_told(backup: Path, bank: Bank) -> None:
    url, before = bank.runtime.database.url, counts(bank.runtime)
    bank.runtime.database.close()
    with pytest.raises(BackupRefused) as refused:
        restore(backup, url, "lead", KEYS)
    assert refused.value.code == "not_empty"
    assert counts(bank.runtime) == before
    bank.runtime.database.close()
    restore(backup, url, "lead", KEYS, replace=True)
    assert counts(bank.runtime)[0] == Manifest.read(backup).counts["instance"]


def test_a_broken_history_is_told(bank: Bank, tmp_path: Path, target: str) -> None:
    cycle = start_cycle(bank.runtime, "K0001")
    with bank.runtime.writer.begin() as connection:
        changed = connection.execute(
            text("UPDATE history_event SET action = 'x' WHERE stream = :s AND seq = 2"), {"s": f"instance:{cycle}"}
        )
        assert changed.rowcount == 1
    made = make_backup(bank.runtime.database, tmp_path / "backups", NOW)
    with pytest.raises(BackupRefused) as refused:
        restore(made, target, "lead", KEYS)
    assert (refused.value.code, refused.value.detail) == ("broken_history", f"chain instance:{cycle}")
