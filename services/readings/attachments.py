"""What a file that somebody attached is about, for the record of who read it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.models import Attachment, FormSubmission, Instance
from services.visibility import KEY_PERSON_FORM


def customer_of_attachment(session: Session, attachment_id: int) -> int | None:
    """The customer's id."""
    about = select(Instance.subject_id).join(Attachment, Attachment.instance_id == Instance.id)
    return session.scalar(about.where(Attachment.id == attachment_id))


def key_person_submission(session: Session, attachment_id: int) -> int | None:
    """The submitted key-person form (C3) that the file belongs to; None when it belongs to another."""
    found = select(FormSubmission.id).join(Attachment, Attachment.submission_id == FormSubmission.id)
    return session.scalar(found.where(Attachment.id == attachment_id, FormSubmission.form_key == KEY_PERSON_FORM))
