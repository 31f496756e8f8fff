"""Reads instance rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.errors import NotFound
from processes.models import Instance


def instance_of(session: Session, instance_id: int) -> Instance:
    """The instance, locked for this step where the database locks rows; NotFound when there is none."""
    found = session.scalars(select(Instance).where(Instance.id == instance_id).with_for_update()).first()
    if found is None:
        raise NotFound(str(instance_id))
    return found


def running_about(session: Session, definition_key: str, subject_id: int) -> Instance | None:
    """The running instance of a process about a subject, if there is one."""
    return session.scalars(
        select(Instance).where(
            Instance.definition_key == definition_key,
            Instance.subject_id == subject_id,
            Instance.status == "running",
        )
    ).first()
