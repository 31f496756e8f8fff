"""One job from claim to end, the same for the embedded worker and for those of many hosts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from processes.actors import SYSTEM
from processes.commands.jobs import ClaimJob, CompleteJob, ExtendLease, FailJob, ReturnJob, RunJob
from processes.errands import ErrandEnded
from processes.errors import DatabaseBusy, StorageFull
from processes.failures import failure_text
from processes.jobs.external import work_of
from processes.jobs.queue import EXTERNAL, LEASES
from processes.runtime import Runtime

log = logging.getLogger(__name__)
HEARTBEAT = LEASES[EXTERNAL].total_seconds() / 4


@dataclass(frozen=True)
class Claimed:
    """A leased job. ``outside``: its work is done outside a transaction, and only what it gave is stored in one."""

    job_id: int
    fence: int
    outside: bool


def work(runtime: Runtime, worker: str, job_id: int | None = None, queues: tuple[str, ...] = ()) -> bool:
    """Claim and do the oldest due job of these queues, or of any, or that one; False when there was none. A failed one
    is put off; one that was ended because this process stops is due again, and False."""
    found = runtime.execute(ClaimJob(worker, job_id, queues), SYSTEM)
    if found is None:
        return False
    job = Claimed(**found)
    try:
        _do(runtime, job)
    except ErrandEnded:
        runtime.execute(ReturnJob(job.job_id, job.fence), SYSTEM)
        return False
    except (DatabaseBusy, StorageFull):
        raise  # not the job's fault: its lease ends and it is taken again
    except Exception as error:
        # Whatever a command raises is the job's failure: it is retried and then becomes an incident.
        log.exception("job failed", extra={"job_id": job.job_id})
        runtime.execute(FailJob(job.job_id, job.fence, failure_text(error)), SYSTEM)
    return True


def _do(runtime: Runtime, job: Claimed) -> None:
    if not job.outside:
        runtime.execute(RunJob(job.job_id, job.fence), SYSTEM)
        return
    with _heartbeat(runtime, job):
        result: Mapping[str, object] = work_of(runtime, job.job_id)()
    runtime.execute(CompleteJob(job.job_id, job.fence, dict(result)), SYSTEM)


@contextmanager
def _heartbeat(runtime: Runtime, job: Claimed) -> Iterator[None]:
    """Keep the lease while a call lasts."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT):
            try:
                runtime.execute(ExtendLease(job.job_id, job.fence), SYSTEM)
            except Exception:  # the next beat comes well before the lease ends
                log.exception("lease not extended", extra={"job_id": job.job_id})

    thread = threading.Thread(target=beat, name=f"lease-{job.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
