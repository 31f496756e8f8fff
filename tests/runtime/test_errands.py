"""Errands: what they give, how they fail and end, and that the nightly verification is one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from processes.errand_process import YIELDING
from processes.errands import ErrandEnded, ErrandFailed, Errands
from processes.history import verification
from processes.jobs.dispatching import WakeWorker
from processes.jobs.periodic import schedule_periodic
from processes.jobs.procrastinating import Rounds
from processes.jobs.worker import Worker, run_due
from processes.models import HistoryEvent
from processes.runtime import Runtime
from tests.runtime.sent import answer_and_linger, die, fail, give_what_cannot_be_copied, hang, outlive, where
from tests.runtime.small import jobs
from tests.support.bank import Bank
from tests.support.patience import PATIENCE, becomes
from web.settings import load_settings
from web.starting import make_runtime

ROOT = Path(__file__).parents[2]
LEAST_NICE = 19
PARENT = """
import sys
from pathlib import Path
from processes.errands import Errands
from tests.runtime.sent import hang

Errands().run(hang, Path(sys.argv[1]))
"""


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def errands() -> Errands:
    return Errands()


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Runtime]:
    """As `steward run` opens it, whatever the environment says."""
    settings = load_settings(
        home=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'bank.sqlite3'}",
        history_keys=tmp_path / "keys",
        checkpoints=tmp_path / "checkpoints",
    )
    runtime = make_runtime(settings)
    yield runtime
    runtime.database.close()


def test_it_gives_what_was_found_in_another_process_that_yields(errands: Errands) -> None:
    said, process, below = errands.run(where, "云澜")
    assert said == "云澜"
    assert process != os.getpid()
    assert below == min(LEAST_NICE, os.nice(0) + YIELDING)


def test_a_failure_there_is_told_without_what_it_was_about(errands: Errands) -> None:
    with pytest.raises(ErrandFailed) as failed:
        errands.run(fail, "云澜")
    assert failed.value.told.startswith("KeyError in fail (tests/runtime/sent.py:")
    assert "云澜" not in failed.value.told


def test_what_cannot_be_copied_is_a_failure(errands: Errands) -> None:
    with pytest.raises(ErrandFailed, match="TypeError"):
        errands.run(give_what_cannot_be_copied)


def test_a_lost_process_is_a_failure(errands: Errands) -> None:
    with pytest.raises(ErrandFailed, match=f"-{signal.SIGKILL.value}"):
        errands.run(die)


def test_what_stops_a_whole_service_leaves_an_errand_to_whoever_waits_for_it(errands: Errands) -> None:
    assert errands.run(outlive) == "still here"


def test_an_ended_errand_is_no_failure_and_leaves_no_process(errands: Errands, tmp_path: Path) -> None:
    raised = list[BaseException]()

    def run() -> None:
        try:
            errands.run(hang, tmp_path / "note")
        except BaseException as error:
            raised.append(error)

    waiting = threading.Thread(target=run)
    waiting.start()
    assert becomes((tmp_path / "note").exists)
    errands.end()
    waiting.join(PATIENCE)
    assert [type(error) for error in raised] == [ErrandEnded]
    assert not is_there(int((tmp_path / "note").read_text()))


def test_an_errand_ends_with_the_process_that_sent_it_however_that_ends(tmp_path: Path) -> None:
    note = tmp_path / "note"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(note)], cwd=ROOT)
    try:
        assert becomes(note.exists)
        child = int(note.read_text())
        assert is_there(child)
    finally:
        parent.kill()
    assert parent.wait(PATIENCE) == -signal.SIGKILL
    assert becomes(lambda: not is_there(child))


def embedded(runtime: Runtime) -> Worker:
    woken = WakeWorker()
    runtime.dispatcher = woken
    return Worker(runtime, woken)


@pytest.mark.parametrize("begun", [embedded, Rounds])
def test_a_worker_that_stops_gives_its_errand_back(
    small: Bank, tmp_path: Path, begun: Callable[[Runtime], Worker | Rounds]
) -> None:
    note = tmp_path / "note"
    small.runtime.reopen = partial(hang, note)  # type: ignore[assignment]
    schedule_periodic(small.runtime)
    worker = begun(small.runtime)
    worker.start()
    try:
        assert becomes(note.exists)
        (claimed,) = jobs(small, "VerifyHistory")
        assert (claimed.status, claimed.attempts) == ("pending", 1)
    finally:
        worker.stop()
    (returned,) = jobs(small, "VerifyHistory")
    assert (returned.status, returned.attempts, returned.lease_until, returned.error) == ("pending", 0, None, None)
    assert not is_there(int(note.read_text()))


def test_an_answer_counts_however_slowly_its_process_ends(errands: Errands) -> None:
    assert errands.run(answer_and_linger, "done") == "done"


def test_the_night_verifies_in_another_process(installed: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def here(*_given: object) -> None:
        raise AssertionError("verified in the process of the pages")

    with installed.writer.begin() as connection:
        edited = update(HistoryEvent).where(HistoryEvent.seq == 1).values(actor="am:他人")
        assert connection.execute(edited).rowcount > 0
    monkeypatch.setattr(verification, "verify", here)
    schedule_periodic(installed)
    run_due(installed)
    with installed.read_session() as session:
        found = select(HistoryEvent.context).where(HistoryEvent.action == "history:verify")
        told = json.loads(session.scalars(found).one())
    assert told["found"] == len(told["findings"]) > 0
    assert {code for code, *_ in told["findings"]} >= {"chain"}
