"""Reads submitted forms: immutable rows, the latest of an element counts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.models import FormSubmission


def latest_submission(session: Session, instance_id: int, element_id: str) -> FormSubmission | None:
    """The latest form submitted for a user task of an instance; None before the first."""
    return session.scalars(
        select(FormSubmission)
        .where(FormSubmission.instance_id == instance_id, FormSubmission.element_id == element_id)
        .order_by(FormSubmission.id.desc())
        .limit(1)
    ).first()
