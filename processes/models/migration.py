"""Migrations of instances to another version: what each left behind, and batches of many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, PackedJson, UtcDateTime


class MigrationBatch(Base):
    """Many migrations for one reason. ``kind``: migrate, or undo of the batch ``undoes_id``."""

    __tablename__ = "migration_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("migration_batch.id"))
    definition_key: Mapped[str] = mapped_column(String(100), index=True)
    to_version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    reason: Mapped[str] = mapped_column(String(500))
    started_by_id: Mapped[int | None]
    started_by_name: Mapped[str] = mapped_column(String(100))
    started_by_role: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MigrationEntry(Base):
    """One instance of a batch. ``status``: pending, done, blocked, cancelled; ``detail``: code, element and
    value of each reason why it was blocked."""

    __tablename__ = "migration_entry"
    __table_args__ = (Index("ix_migration_entry_status", "batch_id", "status"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("migration_batch.id"), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    detail: Mapped[list[list[str | None]]] = mapped_column(JSON)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Migration(Base):
    """One instance went to another version; never changed. What it had before, for an undo, which is a row of its own.

    ``undoes_id``: the migration that this one took back; ``items``: the open items' columns before, by item id;
    ``state_after``: SHA-256 of the state that it made: as long as that is the state, nothing has happened since.
    """

    __tablename__ = "migration"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("migration_batch.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("migration.id"), unique=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    reason: Mapped[str] = mapped_column(String(500))
    done_by_id: Mapped[int | None]
    done_by_name: Mapped[str] = mapped_column(String(100))
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    row: Mapped[dict[str, object]] = mapped_column(PackedJson)
    items: Mapped[dict[str, object]] = mapped_column(PackedJson)
    state_after: Mapped[str] = mapped_column(String(64))
