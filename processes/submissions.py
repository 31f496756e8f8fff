"""Reads submitted forms: immutable rows, the latest of an element counts."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.models import FormSubmission

LATEST = (
    select(FormSubmission)
    .where(FormSubmission.instance_id == bindparam("instance"), FormSubmission.element_id == bindparam("element"))
    .order_by(FormSubmission.id.desc())
    .limit(1)
)


def latest_submission(session: Session, instance_id: int, element_id: str) -> FormSubmission | None:
    """The latest form submitted for a user task of an instance; None before the first."""
    return session.scalars(LATEST, {"instance": instance_id, "element": element_id}).first()
