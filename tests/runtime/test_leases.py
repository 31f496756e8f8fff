"""A job is done by whoever holds its last lease, once, however many workers there are and whichever of them die."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from processes.commands import ClaimJob, CompleteWorkItem, FailJob, RetryJobs, RunJob, SkipJob
from processes.errors import NotAllowed
from processes.jobs.queue import LEASES, LOCAL
from processes.jobs.working import work
from processes.models import Incident
from tests.runtime.small import as_system, events, instance_row, item_at, jobs, start
from tests.support.bank import MONDAY, Bank

MENDED = MONDAY + timedelta(days=1)
NEVER = MONDAY + timedelta(days=999)
WORKERS = 4


def put_off(small: Bank, mended: object = MENDED) -> int:
    """An instance that waits for an operation, which breaks until a moment: one job."""
    instance_id = start(small, "handover", broken_until=mended.isoformat())
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    return instance_id


def claim(small: Bank, worker: str = "first") -> dict[str, int]:
    found = as_system(small, ClaimJob(worker))
    assert isinstance(found, dict)
    return found


def effects(small: Bank, instance_id: int) -> int:
    return [event.action for event in events(small, f"instance:{instance_id}")].count("operation:done")


def test_a_claimed_job_is_nobody_elses(small: Bank) -> None:
    put_off(small)
    claim(small)
    assert as_system(small, ClaimJob("second")) is None


def test_a_lease_that_ended_is_given_to_another_and_its_old_holder_changes_nothing(small: Bank) -> None:
    instance_id = put_off(small)
    small.clock.set(MENDED)
    old = claim(small)
    small.clock.advance(seconds=LEASES[LOCAL].total_seconds() + 1)
    new = claim(small, "second")
    assert (new["job_id"], new["fence"]) == (old["job_id"], old["fence"] + 1)
    assert as_system(small, RunJob(old["job_id"], old["fence"])) is False
    as_system(small, FailJob(old["job_id"], old["fence"], "too late"))
    assert (effects(small, instance_id), jobs(small, "RunOperation")[0].error) == (0, None)
    assert as_system(small, RunJob(new["job_id"], new["fence"])) is True
    assert as_system(small, RunJob(new["job_id"], new["fence"])) is False
    assert effects(small, instance_id) == 1


def test_a_job_whose_workers_die_three_times_is_an_incident_and_its_neighbours_go_on(small: Bank) -> None:
    poison, neighbour = put_off(small), put_off(small)
    small.clock.set(MENDED)
    deadly = jobs(small, "RunOperation")[0].id
    for _ in range(3):
        assert as_system(small, ClaimJob("dies", deadly)) is not None
        small.clock.advance(seconds=LEASES[LOCAL].total_seconds() + 1)
    assert work(small.runtime, "lives")  # finds the poisoned job first, gives it up, and does the neighbour
    assert [job.status for job in jobs(small, "RunOperation")] == ["failed", "done"]
    assert (effects(small, poison), effects(small, neighbour)) == (0, 1)
    with small.runtime.read_session() as session:
        assert session.scalars(select(Incident.instance_id)).all() == [poison]


def test_many_workers_do_each_job_once(small: Bank) -> None:
    instances = [put_off(small) for _ in range(20)]
    small.clock.set(MENDED)

    def worker(number: int) -> int:
        done = 0
        while work(small.runtime, f"worker-{number}"):
            done += 1
        return done

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(worker, range(WORKERS))) == 20
    assert [effects(small, instance_id) for instance_id in instances] == [1] * 20


def failed(small: Bank, count: int) -> list[int]:
    """Instances whose jobs have failed for good."""
    instances = [put_off(small, NEVER) for _ in range(count)]
    for _ in range(3):
        while work(small.runtime, "worker"):
            pass
        small.clock.advance(hours=1)
    assert {job.status for job in jobs(small, "RunOperation")} == {"failed"}
    return instances


def test_all_of_a_kind_are_retried_at_once_and_a_skipped_one_is_not(small: Bank) -> None:
    instances = failed(small, 3)
    skipped = jobs(small, "RunOperation")[0]
    with pytest.raises(NotAllowed):
        small.execute(SkipJob(skipped.id, "系统已下线"), "lin")
    small.execute(SkipJob(skipped.id, "系统已下线"), "admin")
    small.clock.set(NEVER)
    with pytest.raises(NotAllowed):
        small.execute(RetryJobs("RunOperation"), "gao")
    assert small.execute(RetryJobs("RunOperation"), "admin") == 2
    while work(small.runtime, "worker"):
        pass
    assert [effects(small, instance_id) for instance_id in instances] == [0, 1, 1]
    skip = [event for event in events(small, f"instance:{instances[0]}") if event.action == "incident:skip"]
    assert [("系统已下线" in event.context, event.actor) for event in skip] == [(True, "admin:管理员")]
    with small.runtime.read_session() as session:
        assert set(session.scalars(select(Incident.status))) == {"resolved"}
    assert instance_row(small, instances[0]).waiting_at == ["double_amount"]
