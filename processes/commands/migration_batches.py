"""Batches: migrations of many instances for one reason, with an entry each; taken back alike, and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.commands.migration_entries import store_jobs_of
from processes.context import CommandContext
from processes.database.rows import insert_rows
from processes.errors import NotAllowed, NotFound
from processes.models import IS_RUNNING, Definition, DefinitionVersion, Instance, MigrationBatch, MigrationEntry


@dataclass(frozen=True)
class MigrateInstances:
    """Take many instances of one process to a version of it, each by a job of its own."""

    instance_ids: tuple[int, ...]
    to_version_id: int
    reason: str


@dataclass(frozen=True)
class UndoBatch:
    """Take back every migration of a batch that nothing has followed."""

    batch_id: int
    reason: str


@dataclass(frozen=True)
class CancelBatch:
    """Leave alone what a batch has not come to yet."""

    batch_id: int


@handles(MigrateInstances)
def migrate_instances(context: CommandContext, command: MigrateInstances) -> int:
    """The batch's id. NotAllowed by the policy; NotFound for an unknown version; others' instances are left out."""
    _refuse_others(context)
    version = context.session.get(DefinitionVersion, command.to_version_id)
    if version is None:
        raise NotFound(str(command.to_version_id))
    key = context.session.get_one(Definition, version.definition_id).key
    wanted = select(Instance.id).where(Instance.definition_key == key, IS_RUNNING)
    running = set(context.session.scalars(wanted))
    chosen = sorted(running & set(command.instance_ids))
    return _begin(context, "migrate", key, version.id, command.reason, chosen)


@handles(UndoBatch)
def undo_batch(context: CommandContext, command: UndoBatch) -> int:
    """The id of the batch that takes it back."""
    _refuse_others(context)
    batch = batch_of(context.session, command.batch_id)
    done = select(MigrationEntry.instance_id).where(
        MigrationEntry.batch_id == batch.id, MigrationEntry.status == "done"
    )
    chosen = sorted(context.session.scalars(done))
    return _begin(context, "undo", batch.definition_key, batch.to_version_id, command.reason, chosen, batch.id)


@handles(CancelBatch)
def cancel_batch(context: CommandContext, command: CancelBatch) -> None:
    """Nothing when it has ended; what it did stays done."""
    _refuse_others(context)
    batch = batch_of(context.session, command.batch_id)
    pending = MigrationEntry.batch_id == batch.id, MigrationEntry.status == "pending"
    left = update(MigrationEntry).where(*pending).values(status="cancelled", ended_at=context.now)
    if batch.cancelled_at is None and context.session.connection().execute(left).rowcount:
        batch.cancelled_at = context.now
        context.history(f"definition:{batch.definition_key}", "migration:cancel", batch=batch.id)


def _begin(
    context: CommandContext,
    kind: str,
    key: str,
    to_version_id: int,
    reason: str,
    chosen: Iterable[int],
    undoes_id: int | None = None,
) -> int:
    batch = MigrationBatch(
        kind=kind,
        undoes_id=undoes_id,
        definition_key=key,
        to_version_id=to_version_id,
        reason=reason,
        started_by_id=context.actor.user_id,
        started_by_name=context.actor.name,
        started_by_role=context.actor.role,
        started_at=context.now,
    )
    context.session.add(batch)
    context.session.flush()
    rows = [{"batch_id": batch.id, "instance_id": one, "status": "pending", "detail": []} for one in chosen]
    insert_rows(context.session, MigrationEntry, rows)
    context.history(
        f"definition:{key}", f"migration:{kind}", batch=batch.id, count=len(rows), reason=reason, undoes=undoes_id
    )
    store_jobs_of(context, batch.id)
    return batch.id


def batch_of(session: Session, batch_id: int) -> MigrationBatch:
    """The batch; NotFound when there is none."""
    found = session.get(MigrationBatch, batch_id)
    if found is None:
        raise NotFound(str(batch_id))
    return found


def _refuse_others(context: CommandContext) -> None:
    if not context.runtime.ports.access.may_migrate_many(context.actor):
        raise NotAllowed
