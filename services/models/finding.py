"""What cycles are found by, a narrow row each, and the searches that people keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from processes.models import Base, UtcDateTime

INTERVENED, RUNNING = text("intervened"), text("status = 'running'")


class CycleTraits(Base):
    """A maintenance cycle as searches read it: a million of these are read through in the time of a page.

    Written in the transaction of the events that it follows from (`services.finding.traits`). ``outcome``: maintain,
    improve, terminate (proposed), exit (agreed), cancelled, or None before a rating; ``intervened``: an operator
    acted; ``late``: an item was finished, or escalated, after its due date; ``returned``: a tier or plan was.
    """

    __tablename__ = "cycle_traits"
    __table_args__ = (
        Index("ix_cycle_traits_customer", "customer_id", "cycle_id"),
        Index("ix_cycle_traits_intervened", "cycle_id", sqlite_where=INTERVENED, postgresql_where=INTERVENED),
        Index("ix_cycle_traits_running", "cycle_id", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    status: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str | None] = mapped_column(String(1))
    outcome: Mapped[str | None] = mapped_column(String(10))
    standard: Mapped[str | None] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    intervened: Mapped[bool]
    late: Mapped[bool]
    returned: Mapped[bool]


class CyclePerson(Base):
    """Who did something in a cycle, or in a task or an adjustment of it."""

    __tablename__ = "cycle_person"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True, autoincrement=False)


class SavedSearch(Base):
    """A person's own search. ``wanted``: the filter as `CycleFilter.written` gives it."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(60))
    wanted: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
