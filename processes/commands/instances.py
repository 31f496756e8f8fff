"""Commands that start and end process instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.rows import store
from processes.definitions import current_version
from processes.errors import AlreadyRunning, NotAllowed, NotFound
from processes.history import begin_stream
from processes.instances import instance_of, keep_instance
from processes.items import withdraw_items
from processes.models import Instance
from processes.stepping import begin_instance


@dataclass(frozen=True)
class StartInstance:
    """Start a process on its current version.

    ``subject_id``: the customer; ``parent_id``: the cycle that asked; ``business_key``: at most one
    instance ever carries it.
    """

    definition_key: str
    data: Mapping[str, object]
    subject_id: int | None = None
    parent_id: int | None = None
    business_key: str | None = None


@dataclass(frozen=True)
class CancelInstance:
    """End a running instance before its end, with a reason, and the running ones that it started."""

    instance_id: int
    reason: str


@handles(StartInstance)
def start_instance(context: CommandContext, command: StartInstance) -> int:
    """The new instance's id. NotAllowed by the access policy; AlreadyRunning when the key was used."""
    access = context.runtime.ports.access
    if not access.may_start(context.session, context.actor, command.definition_key, command.subject_id):
        raise NotAllowed(command.definition_key)
    _refuse_used_key(context, command.business_key)
    version = current_version(context.session, command.definition_key)
    instance = Instance(
        definition_version_id=version.id,
        definition_key=command.definition_key,
        subject_id=command.subject_id,
        parent_id=command.parent_id,
        business_key=command.business_key,
        status="running",
        data={},
        path={},
        visits={},
        waiting_at=[],
        started_by_id=context.actor.user_id,
        started_by_name=context.actor.name,
        started_at=context.now,
    )
    store(context.session, instance)
    set_committed_value(instance, "state", None)
    begin_stream(context.session, f"instance:{instance.id}")
    context.history(
        f"instance:{instance.id}",
        "instance:start",
        process=command.definition_key,
        version=version.version,
        digest=version.digest,
        data=command.data,
        parent=command.parent_id,
    )
    begin_instance(context, instance, command.data)
    return instance.id


@handles(CancelInstance)
def cancel_instance(context: CommandContext, command: CancelInstance) -> None:
    """NotFound or NotAllowed by the access policy; an ended instance stays as it is. Ends its children too."""
    instance = instance_of(context.session, command.instance_id)
    access = context.runtime.ports.access
    if not access.may_see_instance(context.session, context.actor, instance):
        raise NotFound(str(command.instance_id))
    if not access.may_cancel(context.session, context.actor, instance):
        raise NotAllowed
    if instance.status == "running":
        _cancel(context, instance, command.reason)


def _cancel(context: CommandContext, instance: Instance, reason: str) -> None:
    keep_instance(context, instance, None, status="cancelled", ended_at=context.now, waiting_at=[])
    withdraw_items(context, instance)
    context.history(f"instance:{instance.id}", "instance:cancel", reason=reason)
    # What it had started would go on for nobody: a cancelled cycle left its tasks in the inboxes.
    started = select(Instance).where(Instance.parent_id == instance.id, Instance.status == "running")
    for child in context.session.scalars(started.with_for_update()).all():
        _cancel(context, child, reason)


def _refuse_used_key(context: CommandContext, business_key: str | None) -> None:
    if business_key is None:
        return
    if context.session.scalars(select(Instance.id).where(Instance.business_key == business_key)).first():
        raise AlreadyRunning(business_key)
