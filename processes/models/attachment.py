"""Files attached to forms; their bytes apart: no list reads them, and they can be erased while the proof stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models.base import Base, UtcDateTime
from processes.models.work_item import FormSubmission, WorkItem

NOT_SUBMITTED: Any = {"sqlite_where": text("submission_id IS NULL"), "postgresql_where": text("submission_id IS NULL")}


class Attachment(Base):
    """A file as it came. ``name``: what its owner called it, only to be read; ``media_type``: found from its content;
    ``sha256``: hexadecimal; ``submission_id``: the form it was first submitted with, None before."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_work_item", "work_item_id"),
        Index("ix_attachment_left", "uploaded_at", **NOT_SUBMITTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    element_id: Mapped[str] = mapped_column(String(100))
    field_id: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int]
    uploaded_by_name: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("form_submission.id"))
    work_item: Mapped[WorkItem] = relationship()
    submission: Mapped[FormSubmission | None] = relationship()


class AttachmentContent(Base):
    """The bytes of an attachment."""

    __tablename__ = "attachment_content"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
