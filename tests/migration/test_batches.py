"""Many at once: each once, whatever dies; blocked ones are told; cancelled and taken back as a whole."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CancelBatch, CompleteWorkItem, MigrateInstances, UndoBatch
from processes.commands.jobs import ClaimJob
from processes.commands.migration_entries import AT_ONCE, RunBatchEntry, StoreBatchJobs
from processes.errors import NotAllowed
from processes.impact import impact_of_version
from processes.jobs.queue import LEASES, LOCAL
from processes.jobs.worker import run_due
from processes.models import DefinitionVersion, Migration, MigrationEntry
from services.readings.migrations import batch_of, progress_of
from tests.migration.editing import REASON, RENAMED, WITHOUT_CHECK, edited, everything, second, without_element
from tests.runtime.small import instance_row, item_at, jobs, publish, start
from tests.support.bank import Bank


def entries(small: Bank, batch_id: int) -> dict[int, str]:
    with small.runtime.read_session() as session:
        found = session.scalars(select(MigrationEntry).where(MigrationEntry.batch_id == batch_id))
        return {one.instance_id: one.status for one in found}


def migrated(small: Bank) -> Counter[int]:
    with small.runtime.read_session() as session:
        return Counter(one.instance_id for one in session.scalars(select(Migration)))


def three(small: Bank) -> tuple[list[int], int]:
    """Two that may migrate, and one that stands at an element that is gone; the new version."""
    found = [start(small, "handover") for _ in range(3)]
    small.execute(CompleteWorkItem(item_at(small, found[2], "enter_amount").id, {"amount": ["3"]}), "lin")
    files = edited("handover", *RENAMED, *WITHOUT_CHECK)
    return found, publish(small, without_element("handover", "check_amount", files))


def test_each_is_migrated_or_told_why_not(small: Bank) -> None:
    ids, to = three(small)
    batch_id = small.execute(MigrateInstances(tuple(ids), to, REASON), "luo")
    assert set(entries(small, batch_id).values()) == {"pending"}
    run_due(small.runtime)
    assert list(entries(small, batch_id).values()) == ["done", "done", "blocked"]
    assert [instance_row(small, one).definition_version_id == to for one in ids] == [True, True, False]
    with small.runtime.read_session() as session:
        entry = session.get_one(MigrationEntry, (batch_id, ids[2]))
        assert entry.detail == [["open_deleted", "check_amount", ""]]
        progress = progress_of(session, batch_of(session, batch_id))
    assert (progress.total, progress.done, progress.blocked, progress.pending) == (3, 2, 1, 0)
    assert progress.is_over


def test_a_worker_that_dies_leaves_each_to_be_migrated_once(small: Bank) -> None:
    ids = [start(small, "handover") for _ in range(4)]
    batch_id = small.execute(MigrateInstances(tuple(ids), second(small, "handover", *RENAMED), REASON), "luo")
    claimed = small.runtime.execute(ClaimJob("killed"), SYSTEM)  # it stores the entries' jobs, and never ends
    assert claimed is not None
    assert run_due(small.runtime) == 0
    small.clock.advance(seconds=LEASES[LOCAL].total_seconds() + 1)
    while run_due(small.runtime):
        small.clock.advance(seconds=LEASES[LOCAL].total_seconds() + 1)
    for one in ids:  # and whatever is delivered again finds it done
        small.runtime.execute(RunBatchEntry(batch_id, one), SYSTEM)
    small.runtime.execute(StoreBatchJobs(batch_id, 0), SYSTEM)
    run_due(small.runtime)
    assert migrated(small) == Counter(dict.fromkeys(ids, 1))
    assert set(entries(small, batch_id).values()) == {"done"}


def test_more_than_one_round_of_jobs_is_stored(small: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    assert AT_ONCE > 2
    monkeypatch.setattr("processes.commands.migration_entries.AT_ONCE", 2)
    ids = [start(small, "handover") for _ in range(5)]
    batch_id = small.execute(MigrateInstances(tuple(ids), second(small, "handover", *RENAMED), REASON), "luo")
    run_due(small.runtime)
    assert Counter(entries(small, batch_id).values()) == {"done": 5}
    assert len(jobs(small, "StoreBatchJobs")) == 3


def test_a_cancelled_batch_leaves_the_rest_alone(small: Bank) -> None:
    ids = [start(small, "handover") for _ in range(3)]
    batch_id = small.execute(MigrateInstances(tuple(ids), second(small, "handover", *RENAMED), REASON), "luo")
    small.runtime.execute(RunBatchEntry(batch_id, ids[0]), SYSTEM)
    small.execute(CancelBatch(batch_id), "gao")
    run_due(small.runtime)
    assert list(entries(small, batch_id).values()) == ["done", "cancelled", "cancelled"]
    assert migrated(small) == {ids[0]: 1}
    small.execute(CancelBatch(batch_id), "gao")


def test_a_batch_is_taken_back_but_for_what_went_on(small: Bank) -> None:
    ids = [start(small, "handover") for _ in range(3)]
    before = [everything(small, one) for one in ids]
    to = second(small, "handover", *RENAMED)
    batch_id = small.execute(MigrateInstances(tuple(ids), to, REASON), "luo")
    run_due(small.runtime)
    small.execute(CompleteWorkItem(item_at(small, ids[1], "enter_amount").id, {"amount": ["3"]}), "lin")
    undo_id = small.execute(UndoBatch(batch_id, "改错了"), "luo")
    run_due(small.runtime)
    assert list(entries(small, undo_id).values()) == ["done", "blocked", "done"]
    assert [everything(small, one) == was for one, was in zip(ids, before, strict=True)] == [True, False, True]
    again = small.execute(UndoBatch(batch_id, "再来一次"), "luo")
    run_due(small.runtime)
    assert set(entries(small, again).values()) == {"blocked"}


@pytest.mark.parametrize("login", ["lin", "zhou", "xu", "shen", "jiang", "admin"])
def test_only_the_command_centre_starts_ends_and_takes_back_a_batch(small: Bank, login: str) -> None:
    ids, to = three(small)
    batch_id = small.execute(MigrateInstances(tuple(ids), to, REASON), "luo")
    for command in (MigrateInstances(tuple(ids), to, REASON), UndoBatch(batch_id, REASON), CancelBatch(batch_id)):
        with pytest.raises(NotAllowed):
            small.execute(command, login)
    for command in (RunBatchEntry(batch_id, ids[0]), StoreBatchJobs(batch_id, 0)):
        with pytest.raises(NotAllowed):
            small.execute(command, "gao")


def test_what_a_version_would_mean_is_told_before(small: Bank) -> None:
    ids, to = three(small)
    with small.runtime.read_session() as session:
        version = session.get_one(DefinitionVersion, to)
        found = impact_of_version(session, small.runtime.definitions, version, "handover", 100)
    assert [(one.instance_id, one.verdict.kind) for one in found] == [
        (ids[0], "migratable"),
        (ids[1], "migratable"),
        (ids[2], "blocked"),
    ]
    assert migrated(small) == {}
