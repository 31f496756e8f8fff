"""The doctor finds what is wrong, and has words for everything it finds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from processes.actors import SYSTEM
from processes.commands import EscalateOverdue, RecordVerification, UseKeys, WriteCheckpoint
from processes.commands.periodic import ReportWorker, SchedulePeriodic
from processes.history.key_files import make_keys
from processes.history.outside import Outside, copy_checkpoints
from services.sign_in import RecordSignOut
from services.upkeep.doctor import Finding, Level, Patient, examine
from tests.support.bank import Bank
from web.cli.upkeep_words import WORDS


def looked_over(bank: Bank, home: Path) -> dict[str, Finding]:
    found = examine(Patient(bank.runtime.database, home, bank.clock.now))
    return {finding.code: finding for finding in found}


def test_a_sound_installation_has_no_failure(bank: Bank, tmp_path: Path) -> None:
    found = looked_over(bank, tmp_path)
    assert [one for one in found.values() if one.level is Level.FAILURE and one.code != "durability"] == []
    assert found["database"].detail.startswith(bank.runtime.database.kind)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_it_looks_at_has_a_name_and_an_advice(bank: Bank, tmp_path: Path, language: str) -> None:
    assert set(looked_over(bank, tmp_path)) == set(WORDS[language])


def test_a_worker_counts_while_it_reports(bank: Bank, tmp_path: Path) -> None:
    assert looked_over(bank, tmp_path)["workers"].level is Level.WARNING
    bank.runtime.execute(ReportWorker("host:1", "embedded"), SYSTEM)
    assert looked_over(bank, tmp_path)["workers"] == Finding("workers", Level.OK, "host:1 (embedded)")
    bank.clock.advance(minutes=3)
    assert looked_over(bank, tmp_path)["workers"].level is Level.WARNING


@pytest.mark.parametrize(
    ("change", "code", "level"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "schema", Level.FAILURE),
        ("DROP TABLE alembic_version", "schema", Level.FAILURE),
        ("DELETE FROM calendar_day", "calendar", Level.WARNING),
        ("INSERT INTO system_flag VALUES ('external_jobs_held', 'x', '2026-03-01 00:00:00')", "external_jobs",
         Level.WARNING),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(bank: Bank, tmp_path: Path, change: str, code: str, level: Level) -> None:
    with bank.runtime.writer.begin() as connection:
        connection.execute(text(change))
    assert looked_over(bank, tmp_path)[code].level is level


def test_a_key_that_others_may_read_is_found(bank: Bank, tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("k")
    key.chmod(0o644)
    assert looked_over(bank, tmp_path)["secret_key"].level is Level.FAILURE
    key.chmod(0o600)
    assert looked_over(bank, tmp_path)["secret_key"].level is Level.OK


def test_a_job_that_nobody_does_is_found(bank: Bank, tmp_path: Path) -> None:
    bank.runtime.execute(SchedulePeriodic(EscalateOverdue(), "x"), SYSTEM)
    assert looked_over(bank, tmp_path)["queue"].level is Level.OK
    bank.clock.set(bank.clock.now + timedelta(minutes=6))
    assert looked_over(bank, tmp_path)["queue"].level is Level.WARNING


def test_a_history_that_nobody_signs_is_found(bank: Bank, tmp_path: Path) -> None:
    bank.runtime.execute(WriteCheckpoint(), SYSTEM)
    assert looked_over(bank, tmp_path)["checkpoint"] == Finding("checkpoint", Level.OK, "1")
    bank.execute(RecordSignOut(), "lin")
    bank.clock.advance(minutes=6)
    assert looked_over(bank, tmp_path)["checkpoint"].level is Level.WARNING
    bank.runtime.execute(WriteCheckpoint(), SYSTEM)
    assert looked_over(bank, tmp_path)["checkpoint"] == Finding("checkpoint", Level.OK, "2")


def test_a_copy_outside_that_stays_behind_is_found(bank: Bank, tmp_path: Path) -> None:
    assert looked_over(bank, tmp_path)["checkpoint_copy"] == Finding("checkpoint_copy", Level.WARNING, "-")
    bank.runtime.outside = Outside(tmp_path / "copy")
    for _ in range(6):
        bank.execute(RecordSignOut(), "lin")
        bank.runtime.execute(WriteCheckpoint(), SYSTEM)
    patient = Patient(bank.runtime.database, tmp_path, bank.clock.now, checkpoints=tmp_path / "copy")
    (before,) = examine(patient, ["checkpoint_copy"])
    copy_checkpoints(bank.runtime)
    (after,) = examine(patient, ["checkpoint_copy"])
    assert (before.level, before.detail, after.level, after.detail) == (Level.WARNING, "0 / 6", Level.OK, "6 / 6")


def test_the_last_verification_is_told_when_it_is_old_and_when_it_found_something(bank: Bank, tmp_path: Path) -> None:
    assert looked_over(bank, tmp_path)["verification"] == Finding("verification", Level.WARNING, "-")
    bank.runtime.execute(RecordVerification("x", None, 9, 1, 0, None, 0, ()), SYSTEM)
    assert looked_over(bank, tmp_path)["verification"].level is Level.OK
    bank.clock.advance(days=3)
    assert looked_over(bank, tmp_path)["verification"].level is Level.WARNING
    bank.runtime.execute(RecordVerification("x", None, 9, 1, 0, None, 1, (("chain", "a", 1, 0),)), SYSTEM)
    assert looked_over(bank, tmp_path)["verification"].level is Level.FAILURE


def test_history_keys_that_are_gone_or_open_to_others_are_found(bank: Bank, tmp_path: Path) -> None:
    def look() -> Level:
        patient = Patient(bank.runtime.database, tmp_path, bank.clock.now, history_keys=tmp_path / "keys")
        (found,) = examine(patient, ["history_keys"])
        return found.level

    bank.runtime.execute(UseKeys(), SYSTEM)
    assert look() is Level.FAILURE
    make_keys(tmp_path / "keys")
    assert look() is Level.OK
    next((tmp_path / "keys").glob("seal-*.key")).chmod(0o640)
    assert look() is Level.FAILURE
