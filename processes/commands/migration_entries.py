"""The entries of batches: each done by a job of its own, in one transaction, in the name of who started the batch.

The entries are the truth: a job that comes again finds its entry done, and one of a cancelled batch nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from processes.actors import Actor
from processes.command_registry import handles
from processes.commands.migrating import MigrateInstance, migrate_instance
from processes.commands.migration_undo import UndoMigration, undo_migration
from processes.context import CommandContext
from processes.engine.migration import MigrationBlocked, Reason
from processes.errors import NotAllowed, NotRunning, UndoRefused
from processes.instances import instance_of
from processes.models import MigrationBatch, MigrationEntry

AT_ONCE = 100  # jobs stored by one transaction


@dataclass(frozen=True)
class StoreBatchJobs:
    """The system's: store the jobs of a batch's next entries. ``after``: the last instance that has its job."""

    batch_id: int
    after: int


@dataclass(frozen=True)
class RunBatchEntry:
    """The system's: migrate one instance of a batch, or take it back."""

    batch_id: int
    instance_id: int


@handles(StoreBatchJobs)
def store_batch_jobs(context: CommandContext, command: StoreBatchJobs) -> None:
    """A job for each of the next entries, and one for those after them."""
    _only_system(context)
    following = select(MigrationEntry.instance_id).where(
        MigrationEntry.batch_id == command.batch_id,
        MigrationEntry.instance_id > command.after,
        MigrationEntry.status == "pending",
    )
    found = list(context.session.scalars(following.order_by(MigrationEntry.instance_id).limit(AT_ONCE)))
    for instance_id in found:
        job = RunBatchEntry(command.batch_id, instance_id)
        context.schedule(job, context.now, dedupe=entry_job(command.batch_id, instance_id))
    if len(found) == AT_ONCE:
        store_jobs_of(context, command.batch_id, found[-1])


@handles(RunBatchEntry)
def run_batch_entry(context: CommandContext, command: RunBatchEntry) -> None:
    """In the name of whoever started the batch. What stands in the way is kept with the entry and is no failure."""
    _only_system(context)
    instance_of(context.session, command.instance_id)  # the instance's lock first, as everywhere
    key = (command.batch_id, command.instance_id)
    entry = context.session.get(MigrationEntry, key, with_for_update=True, populate_existing=True)
    if entry is None or entry.status != "pending":
        return
    batch = context.session.get_one(MigrationBatch, command.batch_id)
    try:
        _run(context, batch, command.instance_id)
        entry.status = "done"
    except MigrationBlocked as blocked:
        entry.status, entry.detail = "blocked", _said(blocked.verdict.reasons)
    except UndoRefused as refused:
        entry.status, entry.detail = "blocked", _said((Reason(refused.code, None),))
    except NotRunning:
        entry.status, entry.detail = "blocked", _said((Reason("ended", None),))
    entry.ended_at = context.now


def _said(reasons: tuple[Reason, ...]) -> list[list[str | None]]:
    return [[one.code, one.element_id, one.detail] for one in reasons]


def entry_job(batch_id: int, instance_id: int) -> str:
    """The name under which an entry has its one job."""
    return f"migration:{batch_id}:{instance_id}"


def _run(context: CommandContext, batch: MigrationBatch, instance_id: int) -> None:
    who = Actor(batch.started_by_id, batch.started_by_name, batch.started_by_role)
    named = replace(context, actor=who)
    if batch.kind == "undo":
        undo_migration(named, UndoMigration(instance_id, batch.reason, batch.id, of_batch=batch.undoes_id))
    else:
        migrate_instance(named, MigrateInstance(instance_id, batch.to_version_id, batch.reason, batch.id))


def store_jobs_of(context: CommandContext, batch_id: int, after: int = 0) -> None:
    """Have the jobs of a batch's entries stored, from the one after that instance on."""
    context.schedule(StoreBatchJobs(batch_id, after), context.now, dedupe=f"migration:{batch_id}:after:{after}")


def _only_system(context: CommandContext) -> None:
    if not context.actor.is_system:
        raise NotAllowed
