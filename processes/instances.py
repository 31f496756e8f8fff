"""Reads instance rows, and holds an instance for a step."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session, contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from processes.context import CommandContext
from processes.database.locking import locks_rows
from processes.database.rows import change, store, table_of
from processes.engine.errors import StateRefused
from processes.errors import NotFound
from processes.history import note_change
from processes.models import Instance, InstanceState, WorkItem

ROWS, STATES, ITEMS = table_of(Instance), table_of(InstanceState), table_of(WorkItem)
FORGET_STATE = delete(STATES).where(STATES.c.instance_id == bindparam("id"))
LOCK = select(ROWS.c.id).where(ROWS.c.id == bindparam("id")).with_for_update()
LOCK_OF_ITEM = (
    select(ROWS.c.id)
    .where(ROWS.c.id == select(ITEMS.c.instance_id).where(ITEMS.c.id == bindparam("id")).scalar_subquery())
    .with_for_update()
)
WITH_STATE = (
    select(Instance)
    .outerjoin(Instance.state)
    .options(contains_eager(Instance.state))
    .where(Instance.id == bindparam("id"))
)
ITEM_WITH_STATE = (
    select(WorkItem)
    .join(WorkItem.instance)
    .outerjoin(Instance.state)
    .options(contains_eager(WorkItem.instance).contains_eager(Instance.state))
    .where(WorkItem.id == bindparam("id"))
)
RUNNING_ABOUT = select(ROWS.c.id).where(
    ROWS.c.definition_key == bindparam("key"),
    ROWS.c.subject_id == bindparam("subject"),
    ROWS.c.status == "running",
)


def instance_of(session: Session, instance_id: int) -> Instance:
    """The instance, locked for this step where the database locks rows; NotFound when there is none."""
    # The lock is a statement of its own: a row read while waiting for it would be the one from before the wait.
    if locks_rows(session):
        session.connection().execute(LOCK, {"id": instance_id})
    found = session.scalars(WITH_STATE, {"id": instance_id}).first()
    if found is None:
        raise NotFound(str(instance_id))
    return found


def item_of(session: Session, work_item_id: int) -> WorkItem | None:
    """The item with its instance, both held by the instance's lock; None when there is none.

    Always the instance before its items: a timer, which starts at the instance, would otherwise wait for whoever
    started at the item, and he for it.
    """
    if locks_rows(session):
        session.connection().execute(LOCK_OF_ITEM, {"id": work_item_id})
    return session.scalars(ITEM_WITH_STATE, {"id": work_item_id}).first()


def state_of(instance: Instance) -> bytes:
    """The engine's stored state; StateRefused when the instance has ended."""
    if instance.state is None:
        raise StateRefused(f"instance {instance.id} has ended")
    return instance.state.blob


def keep_instance(context: CommandContext, instance: Instance, blob: bytes | None, **values: object) -> None:
    """Store how a step leaves an instance, and have the history vouch for it. ``values``: the row's changes.

    ``blob``: the engine's state; None: the instance has ended and needs none.
    """
    change(context.session, instance, **values)
    _store_state(context.session, instance, blob)
    note_change(context.session, instance, context.actor, context.now)


def running_about(session: Session, definition_key: str, subject_id: int) -> int | None:
    """The id of the running instance of a process about a subject, if there is one."""
    return session.connection().execute(RUNNING_ABOUT, {"key": definition_key, "subject": subject_id}).scalar()


def _store_state(session: Session, instance: Instance, blob: bytes | None) -> None:
    if blob is None:
        session.connection().execute(FORGET_STATE, {"id": instance.id})
        set_committed_value(instance, "state", None)
    elif instance.state is None:
        state = InstanceState(instance_id=instance.id, blob=blob)
        store(session, state)
        set_committed_value(instance, "state", state)
    else:
        change(session, instance.state, blob=blob)
