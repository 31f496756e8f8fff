"""Owns submitted forms: immutable rows, the latest of an element counts."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.database.rows import insert_row
from processes.models import FormSubmission

LATEST = (
    select(FormSubmission)
    .where(FormSubmission.instance_id == bindparam("instance"), FormSubmission.element_id == bindparam("element"))
    .order_by(FormSubmission.id.desc())
    .limit(1)
)
READ = "latest_submissions"  # (instance, element) → its latest form, as the session has read it

Read = dict[tuple[int, str], FormSubmission | None]


def latest_submission(session: Session, instance_id: int, element_id: str) -> FormSubmission | None:
    """The latest form submitted for a user task of an instance; None before the first."""
    read: Read = session.info.setdefault(READ, {})
    place = (instance_id, element_id)
    if place not in read:
        read[place] = session.scalars(LATEST, {"instance": instance_id, "element": element_id}).first()
    return read[place]


def store_submission(session: Session, instance_id: int, element_id: str, **values: object) -> int:
    """Keep a submitted form; its id. ``values``: the row's other attributes."""
    session.info.get(READ, {}).pop((instance_id, element_id), None)
    return insert_row(session, FormSubmission, instance_id=instance_id, element_id=element_id, **values)
