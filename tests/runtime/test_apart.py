"""Work in a process of its own: what it gives, how it fails, and that the nightly verification is such work."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from processes.apart import YIELDING, ApartFailed, run_apart
from processes.history import verification
from processes.jobs.periodic import schedule_periodic
from processes.jobs.worker import run_due
from processes.models import HistoryEvent
from processes.runtime import Runtime
from web.settings import load_settings
from web.starting import make_runtime


def where(said: str) -> tuple[str, int, int]:
    return said, os.getpid(), os.nice(0)


def fail(said: str) -> None:
    raise KeyError(said)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Runtime]:
    """As `steward run` opens it."""
    runtime = make_runtime(load_settings(home=tmp_path))
    yield runtime
    runtime.database.close()


def verified(runtime: Runtime) -> list[dict[str, object]]:
    with runtime.read_session() as session:
        found = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "history:verify"))
        return [json.loads(event.context) for event in found]


def test_it_gives_what_was_found_in_another_process_that_yields() -> None:
    said, process, below = run_apart(where, "云澜")
    assert said == "云澜"
    assert process != os.getpid()
    assert below == os.nice(0) + YIELDING


def test_a_failure_there_is_told_without_what_it_was_about() -> None:
    with pytest.raises(ApartFailed) as failed:
        run_apart(fail, "云澜")
    assert failed.value.told.startswith("KeyError in fail (tests/runtime/test_apart.py:")
    assert "云澜" not in failed.value.told


def test_a_lost_process_is_a_failure() -> None:
    with pytest.raises(ApartFailed, match=f"-{signal.SIGKILL.value}"):
        run_apart(die)


def test_the_night_verifies_in_another_process(installed: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def here(*_given: object) -> None:
        raise AssertionError("verified in the process of the pages")

    with installed.writer.begin() as connection:
        edited = update(HistoryEvent).where(HistoryEvent.seq == 1).values(actor="am:他人")
        assert connection.execute(edited).rowcount > 0
    monkeypatch.setattr(verification, "verify", here)
    schedule_periodic(installed)
    run_due(installed)
    (told,) = verified(installed)
    assert told["found"] != 0
    assert any(finding[0] == "chain" for finding in told["findings"])  # type: ignore[attr-defined]
