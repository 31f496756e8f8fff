"""Takes an instance back to where it was before its last migration, while nothing has happened since."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import UndoRefused
from processes.instances import keep_instance, state_of
from processes.migration_items import redescribe
from processes.migration_rows import digest_of_state, ends_of, held_for, keep
from processes.models import DefinitionVersion, Instance, Migration

LAST = select(Migration).where(Migration.instance_id == bindparam("instance")).order_by(Migration.id.desc()).limit(1)


@dataclass(frozen=True)
class UndoMigration:
    """Take an instance back to where it was before its last migration; ``of_batch``: only if that was of this one."""

    instance_id: int
    reason: str
    batch_id: int | None = None
    of_batch: int | None = None


@handles(UndoMigration)
def undo_migration(context: CommandContext, command: UndoMigration) -> dict[str, object]:
    """The undo's id. UndoRefused says why not: a later step, an end, or nothing left to take back."""
    instance = held_for(context, command.instance_id)
    last = context.session.scalars(LAST, {"instance": instance.id}).first()
    if last is None or last.undoes_id is not None or command.of_batch not in (None, last.batch_id):
        raise UndoRefused("undone")
    if instance.status != "running":
        raise UndoRefused("ended")
    if instance.definition_version_id != last.to_version_id or digest_of_state(state_of(instance)) != last.state_after:
        raise UndoRefused("moved_on")
    undo_id = keep(context, instance, last.from_version_id, command.reason, command.batch_id, last.blob, last.id)
    _go_back(context, instance, command, last)
    return {"migration_id": undo_id, "kind": "undone"}


def _go_back(context: CommandContext, instance: Instance, command: UndoMigration, last: Migration) -> None:
    before, old_state = instance.definition_version, digest_of_state(state_of(instance))
    to = context.session.get_one(DefinitionVersion, last.from_version_id)
    keep_instance(context, instance, last.blob, definition_version_id=to.id, **last.row)
    context.session.expire(instance, ["definition_version"])
    context.history(
        f"instance:{instance.id}",
        "instance:migrate-undo",
        **ends_of(before, to),
        reason=command.reason,
        batch=command.batch_id,
        items=redescribe(context, instance, last.items),  # type: ignore[arg-type]
        state=[old_state, digest_of_state(last.blob)],
    )
