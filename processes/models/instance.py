"""Process instances: a row that pages read and a disposable state blob that the engine reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models.base import Base, PackedJson, UtcDateTime
from processes.models.definition import DefinitionVersion

# For queries, word for word as the partial indexes say it: so the database sees that they hold the rows asked for.
IS_RUNNING, HAS_COMPLETED = text("instance.status = 'running'"), text("instance.status = 'completed'")


def _only(condition: str) -> Any:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Instance(Base):
    """One running or ended process.

    ``subject_id``: what the instance is about (the customer's id), for scoped queries.
    ``parent_id``: the cycle that a task or an adjustment belongs to.
    ``path``: flow id → how often it was taken; ``visits``: element id → how often it was finished.
    """

    __tablename__ = "instance"
    __table_args__ = (
        Index("ix_instance_subject", "subject_id", "definition_key", "status"),
        Index("ix_instance_parent", "parent_id", "status"),
        Index("ix_instance_running", "definition_key", **_only("status = 'running'")),
        Index("ix_instance_running_version", "definition_version_id", "id", **_only("status = 'running'")),
        Index("ix_instance_completed", "definition_version_id", "ended_at", **_only("status = 'completed'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    definition_key: Mapped[str] = mapped_column(String(100))
    subject_id: Mapped[int | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    business_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    status: Mapped[str] = mapped_column(String(20))  # running, completed, cancelled
    step: Mapped[str | None] = mapped_column(String(20))
    data: Mapped[dict[str, object]] = mapped_column(PackedJson, default=dict)
    path: Mapped[dict[str, int]] = mapped_column(PackedJson, default=dict)
    visits: Mapped[dict[str, int]] = mapped_column(PackedJson, default=dict)
    waiting_at: Mapped[list[str]] = mapped_column(JSON, default=list)
    started_by_id: Mapped[int | None]
    started_by_name: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_timer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column()
    definition_version: Mapped[DefinitionVersion] = relationship()
    state: Mapped[InstanceState | None] = relationship(back_populates="instance", passive_deletes="all")

    __mapper_args__ = {"version_id_col": revision}


class InstanceState(Base):
    """The engine's token state: compressed, without the spec; pages never read it. It goes when the instance ends."""

    __tablename__ = "instance_state"

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    instance: Mapped[Instance] = relationship(back_populates="state")
