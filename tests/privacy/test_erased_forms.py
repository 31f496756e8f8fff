"""A form's personal data is erased, the chain stays whole, and data that is gone or back without a trace shows."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from processes.actors import SYSTEM
from processes.command_registry import _handlers, handles
from processes.commands import CancelInstance, CompleteWorkItem, WriteCheckpoint
from processes.commands.erasing import Because, StillRunning, erase_form
from processes.context import CommandContext
from processes.history.bundle import make_bundle
from processes.history.bundle_verifier import canonical
from processes.history.verification import verify
from processes.models import FormSubmission, HistoryEvent
from tests.runtime.small import item_at, start
from tests.support.bank import Bank
from tests.support.keys import KEYS

PUBLIC = KEYS.public[KEYS.signing_key_id].hex()


@dataclass(frozen=True)
class EraseForm:
    """The bank's commands ask first; this one does not."""

    submission_id: int


if EraseForm not in _handlers:

    @handles(EraseForm)
    def erase(context: CommandContext, command: EraseForm) -> bool:
        """Of request 7."""
        return erase_form(context, command.submission_id, Because(request=7))


@dataclass(frozen=True)
class Scene:
    bank: Bank
    instance_id: int
    form_id: int

    @property
    def form(self) -> FormSubmission:
        with self.bank.runtime.read_session() as session:
            return session.get_one(FormSubmission, self.form_id)

    def change(self, **columns: Any) -> None:
        """Behind the runtime's back."""
        with self.bank.runtime.writer.begin() as connection:
            statement = update(FormSubmission).where(FormSubmission.id == self.form_id).values(**columns)
            assert connection.execute(statement).rowcount == 1

    def erase(self) -> None:
        assert self.bank.runtime.execute(EraseForm(self.form_id), SYSTEM) is True

    def findings(self) -> list[tuple[str, str]]:
        return [(one.code, one.stream) for one in verify(self.bank.runtime).findings]

    def bundle(self, folder: Path) -> subprocess.CompletedProcess[str]:
        self.bank.runtime.execute(WriteCheckpoint(), SYSTEM)
        with self.bank.runtime.read_session() as session:
            content = make_bundle(session, self.bank.runtime.definitions, self.instance_id, self.bank.clock())
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            made.extractall(folder)
        return self.verify(folder)

    def verify(self, folder: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(folder / "verify.py"), PUBLIC]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def running(small: Bank) -> Scene:
    instance_id = start(small, "handover")
    item = item_at(small, instance_id, "enter_amount")
    small.execute(CompleteWorkItem(item.id, {"amount": ["3"], "note": ["李总"]}), "lin")
    with small.runtime.read_session() as session:
        form_id = session.scalars(select(FormSubmission.id)).one()
    return Scene(small, instance_id, form_id)


@pytest.fixture
def scene(running: Scene) -> Scene:
    """The instance has ended."""
    running.bank.runtime.execute(CancelInstance(running.instance_id, "ended"), SYSTEM)
    return running


def test_an_erased_form_keeps_the_rest_and_the_chain_stays_whole(scene: Scene) -> None:
    assert scene.form.values["note"] == "李总"
    scene.erase()
    form = scene.form
    assert (form.values.get("note"), form.values["amount"], form.salt) == (None, 3, None)
    assert form.erased_at == scene.bank.clock()
    assert scene.findings() == []


def test_the_history_says_what_was_erased_and_never_the_data(scene: Scene) -> None:
    scene.erase()
    with scene.bank.runtime.read_session() as session:
        events = list(session.scalars(select(HistoryEvent)))
    (event,) = [one for one in events if one.action == "personal:erase"]
    told = json.loads(event.context)
    assert event.stream == f"instance:{scene.instance_id}"
    assert (told["submission"], told["fields"], told["request"]) == (scene.form_id, ["note"], 7)
    assert not [one for one in events if "李总" in one.context]


def test_a_second_erasure_does_nothing(scene: Scene) -> None:
    scene.erase()
    assert scene.bank.runtime.execute(EraseForm(scene.form_id), SYSTEM) is False
    with scene.bank.runtime.read_session() as session:
        erasures = select(func.count()).where(HistoryEvent.action == "personal:erase")
        assert session.scalar(erasures) == 1


def test_a_form_of_a_running_instance_stays(running: Scene) -> None:
    with pytest.raises(StillRunning):
        running.bank.runtime.execute(EraseForm(running.form_id), SYSTEM)
    assert running.form.values["note"] == "李总"
    assert running.findings() == []


def test_data_that_is_gone_without_an_event_is_reported(scene: Scene) -> None:
    plain = {key: value for key, value in scene.form.values.items() if key != "note"}
    scene.change(values=plain, salt=None)
    assert scene.findings() == [("form", f"instance:{scene.instance_id}")]


def test_a_form_marked_as_erased_by_hand_is_reported(scene: Scene) -> None:
    plain = {key: value for key, value in scene.form.values.items() if key != "note"}
    scene.change(values=plain, salt=None, erased_at=scene.bank.clock())
    assert scene.findings() == [("erased", f"instance:{scene.instance_id}")]


@pytest.mark.parametrize("what", ["values", "salt", "mark", "rest"])
def test_an_erased_form_that_is_changed_is_reported(scene: Scene, what: str) -> None:
    before = scene.form
    scene.erase()
    plain = scene.form.values
    changes: dict[str, dict[str, Any]] = {
        "values": {"values": before.values},
        "salt": {"salt": before.salt},
        "mark": {"erased_at": None},
        "rest": {"values": {**plain, "amount": 4}},
    }
    scene.change(**changes[what])
    assert scene.findings() == [("unerased", f"instance:{scene.instance_id}")]


def test_a_form_put_back_whole_is_reported(scene: Scene) -> None:
    before = scene.form
    scene.erase()
    scene.change(values=before.values, salt=before.salt, erased_at=None)
    assert scene.findings() == [("unerased", f"instance:{scene.instance_id}")]


def test_the_bundle_of_an_erased_form_passes_and_says_so(scene: Scene, tmp_path: Path) -> None:
    scene.erase()
    done = scene.bundle(tmp_path / "bundle")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "通过 PASS")
    assert "personal data erased" in done.stdout
    assert "request 7" in done.stdout
    assert "李总" not in "".join(path.read_text("utf-8") for path in (tmp_path / "bundle" / "forms").iterdir())


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"erased_at": None}, "an erasure is not what the events say"),
        ({"personal": {"note": "李总"}}, "erased personal data is there again"),
        ({"salt": "00" * 16}, "erased personal data is there again"),
    ],
)
def test_a_bundle_whose_erased_form_was_changed_fails(
    scene: Scene, tmp_path: Path, edit: dict[str, object], said: str
) -> None:
    scene.erase()
    scene.bundle(tmp_path / "bundle")
    path = tmp_path / "bundle" / "forms" / f"{scene.form_id}.json"
    path.write_text(canonical({**json.loads(path.read_text("utf-8")), **edit}), "utf-8")
    done = scene.verify(tmp_path / "bundle")
    assert done.returncode == 1
    assert said in done.stdout


def test_a_bundle_whose_data_was_taken_out_without_an_event_fails(scene: Scene, tmp_path: Path) -> None:
    scene.bundle(tmp_path / "bundle")
    path = tmp_path / "bundle" / "forms" / f"{scene.form_id}.json"
    gone = {"personal": {}, "salt": None, "erased_at": "2026-01-01T00:00:00.000000+00:00"}
    path.write_text(canonical({**json.loads(path.read_text("utf-8")), **gone}), "utf-8")
    done = scene.verify(tmp_path / "bundle")
    assert done.returncode == 1
    assert "an erasure is not what the events say" in done.stdout
