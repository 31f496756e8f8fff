"""Questions about the impact of files that are not in use yet, asked of every instance or customer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, PackedJson, UtcDateTime


class ImpactRun(Base):
    """One question. ``kind``: which one; ``subject``: the process or standard that the files are of.

    ``files``: path → content, each byte as a character; ``arguments``: what else decides the answer, so that all parts
    are answered alike; ``status``: running, done, or superseded by a later question about the same subject.
    """

    __tablename__ = "impact_run"
    __table_args__ = (Index("ix_impact_run_subject", "kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, str]] = mapped_column(PackedJson, deferred=True)
    arguments: Mapped[dict[str, object]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20))
    total: Mapped[int]
    asked_by_id: Mapped[int | None]
    asked_by_name: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, object] | None] = mapped_column(PackedJson)


class ImpactChain(Base):
    """A share of a run, answered part after part: ids above ``after_id`` up to ``upto_id`` are to come.

    ``result``: of the ``done`` ones.
    """

    __tablename__ = "impact_chain"

    run_id: Mapped[int] = mapped_column(ForeignKey("impact_run.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    after_id: Mapped[int]
    upto_id: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, object]] = mapped_column(PackedJson)


class ImpactFinding(Base):
    """One instance or customer that a run has something to tell about."""

    __tablename__ = "impact_finding"

    run_id: Mapped[int] = mapped_column(ForeignKey("impact_run.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
