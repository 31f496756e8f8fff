"""Drafts of definitions: the files that owners edit until two people publish them as one version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models.base import Base, UtcDateTime

UNSETTLED = "status IN ('editing', 'submitted')"
UNSETTLED_ONLY: Any = {"sqlite_where": text(UNSETTLED), "postgresql_where": text(UNSETTLED)}


class DefinitionDraft(Base):
    """What is to become the next version of ``key``; one at a time.

    ``status``: editing, submitted, published or discarded; ``based_on``: number of the version whose files it began
    with, ``follows``: of the last one then, None for the first; ``comment``: why it was returned;
    ``effective_from``: of a standard; ``arrived_digest``: of the files that came with the program, where they did.
    """

    __tablename__ = "definition_draft"
    __table_args__ = (Index("ix_definition_draft_unsettled", "definition_key", unique=True, **UNSETTLED_ONLY),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column("definition_key", String(100))
    status: Mapped[str] = mapped_column(String(20))
    based_on: Mapped[int | None]
    follows: Mapped[int | None]
    began_by_name: Mapped[str] = mapped_column(String(100))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="")
    effective_from: Mapped[date | None]
    arrived_digest: Mapped[str | None] = mapped_column(String(64))
    submitted_by_name: Mapped[str | None] = mapped_column(String(100))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str | None] = mapped_column(String(1000))
    settled_by_name: Mapped[str | None] = mapped_column(String(100))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    files: Mapped[list[DraftFile]] = relationship(back_populates="draft", order_by="DraftFile.path")
    authors: Mapped[list[DraftAuthor]] = relationship()


class DraftFile(Base):
    """A file of a draft as last saved. ``revision``: counts its savings, 1 as the draft began."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("definition_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int]
    saved_by_name: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    draft: Mapped[DefinitionDraft] = relationship(back_populates="files")


class DraftAuthor(Base):
    """Whoever changed a draft; none of them may publish it (E1)."""

    __tablename__ = "draft_author"

    draft_id: Mapped[int] = mapped_column(ForeignKey("definition_draft.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)


class KeptFile(Base):
    """What a person has changed in a file and not saved, kept while it is edited. ``revision``: that it began from."""

    __tablename__ = "kept_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("definition_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
