"""Customers, their file 客户资料管理档案 as immutable versions, and the tier catalogue 客户分级目录."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models import Base, PackedJson, UtcDateTime
from services.models.people import User


class Customer(Base):
    """A corporate customer 对公客户. ``status``: active, exiting or exited; ``ended_on``: since when, null before.

    ``tier``: effective tier (A B C D P) of the last rating; ``tier_grace``: that rating used the grace (D2).
    ``pinyin`` and ``initials``: of the name, lower case, for searching.
    """

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    pinyin: Mapped[str] = mapped_column(String(400))
    initials: Mapped[str] = mapped_column(String(100))
    am_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default="active")
    tier: Mapped[str | None] = mapped_column(String(1))
    tier_grace: Mapped[bool] = mapped_column(default=False)
    tier_since: Mapped[date | None]
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    am: Mapped[User] = relationship()


class ArchiveVersion(Base):
    """One version of a customer's file; ``values``: the keys of a customer record (C1), JSON scalars.

    ``completeness``: percent with one decimal, as text (C1); ``missing``: {field: owner AM or BS}.
    """

    __tablename__ = "archive_version"
    __table_args__ = (UniqueConstraint("customer_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    version: Mapped[int]
    values: Mapped[dict[str, object]] = mapped_column("record_values", PackedJson)
    completeness: Mapped[str] = mapped_column(String(6))
    missing: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    source: Mapped[str] = mapped_column(String(50))  # import, file_archive, record_tier …
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    filed_by: Mapped[str] = mapped_column(String(100))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TierRecord(Base):
    """A line of the tier catalogue: one approved rating of a customer (D2, procedure step 3)."""

    __tablename__ = "tier_record"
    __table_args__ = (Index("ix_tier_record_customer", "customer_id", "rating_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    rating_date: Mapped[date]
    computed_tier: Mapped[str] = mapped_column(String(1))
    tier: Mapped[str] = mapped_column(String(1))
    grace: Mapped[bool] = mapped_column(default=False)
    override_from: Mapped[str | None] = mapped_column(String(1))
    override_reason: Mapped[str | None] = mapped_column(String(1000))
    result: Mapped[str] = mapped_column(String(20))  # 改进关系, 维持关系, 终止关系
    advice: Mapped[str] = mapped_column(String(1000))
    rated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
