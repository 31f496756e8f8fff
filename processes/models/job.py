"""Jobs (pending operations, timers, scheduled commands) and the incidents they end in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, UtcDateTime


class Job(Base):
    """A command to run once as the system, at or after ``run_at``.

    ``dedupe``: at most one job ever carries a given key (e.g. next cycle by customer and date).
    ``fence``: how often it was leased; only the last lease may end it. ``lease_until``: when that one is forfeited.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "status", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[dict[str, object]] = mapped_column(JSON)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    dedupe: Mapped[str | None] = mapped_column(String(200), unique=True)
    queue: Mapped[str] = mapped_column(String(20))  # local, external, reading, verifying
    status: Mapped[str] = mapped_column(String(20))  # pending, done, failed, skipped
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=3)
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worker: Mapped[str | None] = mapped_column(String(100))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


IS_UNRESOLVED = text("incident.status = 'open'")  # for queries, as the partial index says it


class Incident(Base):
    """What needs an operator: a job that failed for good, or a stranded instance."""

    __tablename__ = "incident"
    __table_args__ = (
        Index(
            "ix_incident_open",
            "code",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    element_id: Mapped[str | None] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(100))
    detail: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))  # open, resolved
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None] = mapped_column(String(100))
