"""The history is verified by itself each night, and what does not hold together becomes an incident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from processes.actors import SYSTEM
from processes.commands import VerifyHistory, WriteCheckpoint
from processes.commands.pruning import PruneFinished
from processes.commands.verifications import BROKEN, MOST_KEPT, STREAM, RecordVerification
from processes.errors import NotAllowed
from processes.history import checking_checkpoints
from processes.history.checkpoints import Signed
from processes.history.findings import MOST, Report
from processes.history.outside import TAIL, Outside, copy_checkpoints
from processes.history.verification import verify
from processes.jobs.periodic import PERIODIC, schedule_periodic
from processes.jobs.worker import run_due
from processes.models import HistoryCheckpoint, HistoryEvent, Incident
from tests.runtime.small import start
from tests.support.bank import Bank

NIGHT = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)  # 3 o'clock in the bank's zone


def checkpoint(small: Bank) -> None:
    start(small, "handover")
    small.runtime.execute(WriteCheckpoint(), SYSTEM)
    assert copy_checkpoints(small.runtime) == 1


def verified(small: Bank) -> list[dict[str, object]]:
    with small.runtime.read_session() as session:
        found = session.scalars(select(HistoryEvent).where(HistoryEvent.stream == STREAM).order_by(HistoryEvent.seq))
        return [json.loads(event.context) for event in found]


def night_passes(small: Bank) -> None:
    small.clock.set(NIGHT + timedelta(minutes=1))
    schedule_periodic(small.runtime)
    run_due(small.runtime)


def broken_incidents(small: Bank) -> list[tuple[str, str]]:
    with small.runtime.read_session() as session:
        found = session.scalars(select(Incident).where(Incident.code == BROKEN).order_by(Incident.id))
        return [(incident.status, incident.detail) for incident in found]


@pytest.mark.parametrize(("command", "hour"), [(PruneFinished, 18), (VerifyHistory, 19)])
def test_the_day_of_what_runs_at_night_begins_in_the_banks_night(command: type, hour: int) -> None:
    (periodic,) = (one for one in PERIODIC if one.command is command)
    evening = datetime(2026, 3, 3, hour, 0, tzinfo=UTC)
    assert periodic.slot(evening) == evening
    assert periodic.slot(evening - timedelta(seconds=1)) == evening - timedelta(days=1)
    assert periodic.slot(evening + timedelta(hours=23, minutes=59)) == evening


def test_each_night_verifies_once_and_says_what_it_went_through(small: Bank) -> None:
    start(small, "handover")
    night_passes(small)
    night_passes(small)
    (told,) = verified(small)
    assert (told["by"], told["plan"], told["found"]) == ("system", None, 0)
    assert told["events"] > 0
    assert broken_incidents(small) == []
    small.clock.advance(days=1)
    schedule_periodic(small.runtime)
    run_due(small.runtime)
    assert len(verified(small)) == 2


def test_what_does_not_hold_together_is_an_incident_once(small: Bank) -> None:
    stream = f"instance:{start(small, 'handover')}"
    edited = update(HistoryEvent).where(HistoryEvent.stream == stream, HistoryEvent.seq == 1).values(actor="am:他人")
    with small.runtime.writer.begin() as connection:
        assert connection.execute(edited).rowcount == 1
    night_passes(small)
    (told,) = verified(small)
    assert ["chain", stream, 1, 0] in told["findings"]
    assert broken_incidents(small) == [("open", str(told["found"]))]
    small.clock.advance(days=1)
    schedule_periodic(small.runtime)
    run_due(small.runtime)
    assert len(broken_incidents(small)) == 1


def test_a_checkpoint_that_is_copied_while_the_history_is_verified_is_not_missing(
    small: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = small.runtime.outside = Outside(tmp_path)
    checkpoint(small)
    stored = checking_checkpoints._stored

    def read_slowly(session: Session) -> Iterator[Signed]:
        yield from stored(session)
        checkpoint(small)

    with monkeypatch.context() as slow:
        slow.setattr(checking_checkpoints, "_stored", read_slowly)
        report = verify(small.runtime)
    assert outside.last_number == 2
    assert (report.findings, report.checkpoints, report.outside) == ([], 1, 1)
    with small.runtime.writer.begin() as connection:
        assert connection.execute(delete(HistoryCheckpoint).where(HistoryCheckpoint.number == 2)).rowcount == 1
    assert ("missing", "", 0, 2) in verify(small.runtime).findings


@pytest.mark.parametrize("rest", [b"", b'{"number": 3, "sta'], ids=["empty", "cut"])
def test_a_months_file_without_a_whole_line_hides_no_earlier_one(small: Bank, tmp_path: Path, rest: bytes) -> None:
    outside = small.runtime.outside = Outside(tmp_path)
    checkpoint(small)
    checkpoint(small)
    (tmp_path / "checkpoints-2999-01.jsonl").write_bytes(rest)
    assert outside.last_number == 2


def test_the_newest_number_is_found_behind_the_longest_lines(tmp_path: Path) -> None:
    lines = [json.dumps({"number": number, "leaves": "A" * length}) for number, length in ((1, 10), (2, 5 * TAIL))]
    (tmp_path / "checkpoints-2026-01.jsonl").write_text("".join(f"{line}\n" for line in lines))
    assert Outside(tmp_path).last_number == 2


def test_of_a_history_that_was_replaced_the_first_findings_are_kept_and_all_are_counted() -> None:
    report = Report()
    for seq in range(MOST + 5):
        report.note("chain", "instance:1", seq)
    assert (len(report.findings), report.found, report.is_whole) == (MOST, MOST + 5, False)
    told = RecordVerification.of(report, "x", None)
    assert (len(told.findings), told.found) == (MOST_KEPT, MOST + 5)


def test_only_the_system_keeps_what_a_verification_found(small: Bank) -> None:
    with pytest.raises(NotAllowed):
        small.execute(RecordVerification("x", None, 1, 1, 0, None, 0, ()), "admin")
    with pytest.raises(NotAllowed):
        small.execute(VerifyHistory({"by": "x"} | dict.fromkeys(("plan", "outside")) | {
            "events": 1, "streams": 1, "checkpoints": 0, "found": 0, "findings": ()}), "admin")  # fmt: skip
    assert small.runtime.execute(RecordVerification("x", None, 1, 1, 0, None, 0, ()), SYSTEM) is None
