"""Switches of the whole installation, and the workers that report to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, UtcDateTime


class SystemFlag(Base):
    """A switch that is on while its row exists, e.g. ``external_jobs_held`` after a restore."""

    __tablename__ = "system_flag"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(String(500))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WorkerSeen(Base):
    """A worker process and when it last reported; ``name``: host and process id."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # embedded, procrastinate
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
