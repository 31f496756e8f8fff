"""What a migration keeps of an instance, and who may cause one. Called inside the step's transaction."""

from __future__ import annotations

import hashlib

from processes.context import CommandContext
from processes.database.rows import insert_row
from processes.errors import NotAllowed, NotFound
from processes.instances import instance_of, state_of
from processes.migration_items import kept_of
from processes.models import DefinitionVersion, Instance, Migration

KEPT = ("data", "path", "visits", "waiting_at", "step")


def digest_of_state(blob: bytes) -> str:
    """SHA-256 of a stored state."""
    return hashlib.sha256(blob).hexdigest()


def held_for(context: CommandContext, instance_id: int) -> Instance:
    """The instance, locked; NotFound or NotAllowed by the access policy."""
    instance = instance_of(context.session, instance_id)
    access = context.runtime.ports.access
    if not access.may_see_instance(context.session, context.actor, instance):
        raise NotFound(str(instance_id))
    if not access.may_migrate(context.session, context.actor, instance):
        raise NotAllowed
    return instance


def keep(
    context: CommandContext,
    instance: Instance,
    to_version_id: int,
    reason: str,
    batch_id: int | None,
    after: bytes,
    undoes_id: int | None = None,
) -> int:
    """Store what the instance has now, for an undo; the row's id. ``after``: the state that it is about to get."""
    return insert_row(
        context.session,
        Migration,
        instance_id=instance.id,
        batch_id=batch_id,
        undoes_id=undoes_id,
        from_version_id=instance.definition_version_id,
        to_version_id=to_version_id,
        reason=reason,
        done_by_id=context.actor.user_id,
        done_by_name=context.actor.name,
        done_at=context.now,
        blob=state_of(instance),
        row={name: getattr(instance, name) for name in KEPT},
        items=kept_of(context, instance),
        state_after=digest_of_state(after),
    )


def ends_of(before: DefinitionVersion, after: DefinitionVersion) -> dict[str, object]:
    """Both versions, by number and digest, for the history."""
    return {
        "from_version": before.version,
        "version": after.version,
        "from_digest": before.digest,
        "digest": after.digest,
    }
