"""Takes a running instance to another version of its process."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from processes.command_registry import handles
from processes.context import CommandContext
from processes.engine.migration import Verdict, migrate
from processes.errors import NotFound, NotRunning
from processes.instances import keep_instance, state_of
from processes.item_columns import described
from processes.migration_items import open_items_of, redescribe
from processes.migration_rows import digest_of_state, ends_of, held_for, keep
from processes.models import DefinitionVersion, Instance


@dataclass(frozen=True)
class MigrateInstance:
    """Take a running instance to another version of its process. ``batch_id``: of which batch, if of one."""

    instance_id: int
    to_version_id: int
    reason: str
    batch_id: int | None = None


@handles(MigrateInstance)
def migrate_instance(context: CommandContext, command: MigrateInstance) -> dict[str, object]:
    """The migration's id, and the verdict's kind; no id when it is on that version already.

    MigrationBlocked says why not; NotRunning; NotFound for a version of another process; NotAllowed by the policy.
    """
    instance = held_for(context, command.instance_id)
    to = _version(context, instance, command.to_version_id)
    if instance.status != "running":
        raise NotRunning
    if to.id == instance.definition_version_id:
        return {"migration_id": None, "kind": "unaffected"}
    comparison = context.runtime.definitions.change(context.session, instance.definition_version_id, to.id)
    verdict, after = migrate(comparison, state_of(instance), instance.visits)
    migration_id = keep(context, instance, to.id, command.reason, command.batch_id, after)
    _go(context, instance, command, to, after, verdict)
    return {"migration_id": migration_id, "kind": verdict.kind}


def _version(context: CommandContext, instance: Instance, version_id: int) -> DefinitionVersion:
    found = context.session.get(DefinitionVersion, version_id)
    if found is None or found.definition_id != instance.definition_version.definition_id:
        raise NotFound(str(version_id))
    return found


def _go(
    context: CommandContext,
    instance: Instance,
    command: MigrateInstance,
    to: DefinitionVersion,
    after: bytes,
    verdict: Verdict,
) -> None:
    before, old_state = instance.definition_version, digest_of_state(state_of(instance))
    elements = context.runtime.definitions.get(context.session, to.id).spec.elements
    steps = [elements[key].properties.get("step") for key in instance.waiting_at if key in elements]
    step = min((step for step in steps if step), default=instance.step)
    keep_instance(context, instance, after, definition_version_id=to.id, step=step)
    context.session.expire(instance, ["definition_version"])
    wanted = {
        str(item.id): described(elements[item.element_id], item.part) for item in open_items_of(context, instance)
    }
    context.history(
        f"instance:{instance.id}",
        "instance:migrate",
        **ends_of(before, to),
        reason=command.reason,
        batch=command.batch_id,
        verdict=asdict(verdict),
        items=redescribe(context, instance, wanted),
        state=[old_state, digest_of_state(after)],
    )
