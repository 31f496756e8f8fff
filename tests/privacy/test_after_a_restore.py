"""What was erased after a backup was made is erased again when the backup is restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.history.erasures import NAME, copy_erasures, listed_outside
from processes.history.outside import Outside
from processes.history.verification import verify
from processes.models import Erasure, FormSubmission
from services.bank import bank_runtime
from services.upkeep.backup import make_backup
from services.upkeep.restore import restore
from tests.privacy.test_erased_forms import EraseForm, Scene, running, scene
from tests.support.keys import KEYS
from tests.upkeep.test_restore_drill import NOW, target

__all__ = ["running", "scene", "target"]


@pytest.fixture
def outside(scene: Scene, tmp_path: Path) -> Outside:
    scene.bank.runtime.outside = Outside(tmp_path / "checkpoints")
    return scene.bank.runtime.outside


def test_an_erasure_since_the_backup_is_done_again(scene: Scene, outside: Outside, target: str, tmp_path: Path) -> None:
    backup = make_backup(scene.bank.runtime.database, tmp_path / "backups", NOW)
    scene.erase()
    assert copy_erasures(scene.bank.runtime) == 1
    assert "李总" not in (outside.folder / NAME).read_text("utf-8")
    assert restore(backup, target, "lead", KEYS, outside).erased == 1
    runtime = bank_runtime(target, KEYS)
    runtime.outside = outside
    with runtime.read_session() as session:
        form = session.get_one(FormSubmission, scene.form_id)
        assert "note" not in form.values
        assert form.salt is None
        assert form.erased_at is not None
        assert session.scalars(select(Erasure.number)).all() == [1]
    assert verify(runtime).findings == []
    assert copy_erasures(runtime) == 0  # the list goes on where it was
    runtime.database.close()


def test_one_that_the_backup_holds_is_not_done_twice(
    scene: Scene, outside: Outside, target: str, tmp_path: Path
) -> None:
    scene.erase()
    assert copy_erasures(scene.bank.runtime) == 1
    backup = make_backup(scene.bank.runtime.database, tmp_path / "backups", NOW)
    assert restore(backup, target, "lead", KEYS, outside).erased == 0


def test_a_line_that_was_not_written_to_its_end_is_written_again(scene: Scene, outside: Outside) -> None:
    scene.bank.runtime.execute(EraseForm(scene.form_id), SYSTEM)
    outside.folder.mkdir()
    (outside.folder / NAME).write_bytes(b'{"number": 1, "kin')
    assert list(listed_outside(outside.folder)) == []
    assert copy_erasures(scene.bank.runtime) == 1
    assert [one.number for one in listed_outside(outside.folder)] == [1]
