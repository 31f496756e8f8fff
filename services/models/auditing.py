"""The auditor's workbench: samples with what they were drawn from, and findings with their answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from processes.models import Base, PackedJson, UtcDateTime


class AuditSample(Base):
    """A sample of cycles, drawn once and never changed (`services.auditing.drawing`).

    ``wanted``: the filter as `CycleFilter.written` gives it, applied on ``drawn_on``, the bank's day; ``trait``: what
    the strata were made by; ``allocation``: proportional or each; ``strata``: [[stratum, population, drawn]] in order;
    ``population_digest``: SHA-256, hexadecimal, of the population in its stated order; ``purpose``: in the auditor's
    words.
    """

    __tablename__ = "audit_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[dict[str, str]] = mapped_column(JSON)
    trait: Mapped[str] = mapped_column(String(20))
    allocation: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(20))
    seed: Mapped[str] = mapped_column(String(64))
    strata: Mapped[list[tuple[str, int, int]]] = mapped_column(JSON)
    population_digest: Mapped[str] = mapped_column(String(64))
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_on: Mapped[date]


class AuditPopulation(Base):
    """What a sample was drawn from: stratum → ids of cycles. Kept up to a size, for whoever draws again."""

    __tablename__ = "audit_population"

    sample_id: Mapped[int] = mapped_column(ForeignKey("audit_sample.id"), primary_key=True, autoincrement=False)
    strata: Mapped[dict[str, list[int]]] = mapped_column(PackedJson)


class AuditSampleItem(Base):
    """A drawn cycle and what the auditor found in it. ``place``: from 1, in the order of the draw; ``state``: open,
    in_order or finding."""

    __tablename__ = "audit_sample_item"

    sample_id: Mapped[int] = mapped_column(ForeignKey("audit_sample.id"), primary_key=True, autoincrement=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True, autoincrement=False)
    place: Mapped[int]
    stratum: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="open")
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    examined_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    examined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditFinding(Base):
    """A finding 审计发现, addressed to the person who answers for it.

    ``instance_id``: whose history it is about, the cycle's or that of a task of it; ``element_id``, ``event_seq``: the
    step or event, if it is about one. ``status``: open, answered, returned, accepted or closed; ``reason``: of the
    last return; ``remark``: of the closing. What they were before is in the history stream ``finding:<id>``.
    """

    __tablename__ = "audit_finding"
    __table_args__ = (
        Index("ix_audit_finding_addressee", "addressee_id", "status"),
        Index("ix_audit_finding_cycle", "cycle_id"),
        Index("ix_audit_finding_sample", "sample_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("audit_sample.id"))
    element_id: Mapped[str | None] = mapped_column(String(100))
    event_seq: Mapped[int | None]
    severity: Mapped[str] = mapped_column(String(10))
    condition: Mapped[str] = mapped_column(Text)
    criterion: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    due_date: Mapped[date]
    status: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int] = mapped_column(default=1)
    answer: Mapped[str | None] = mapped_column(Text)
    measure: Mapped[str | None] = mapped_column(Text)
    measure_due: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
