"""Legal holds 法律保全, requests of persons about their data 个人信息请求, and what is kept in storage only 仅存储."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from processes.models import Base, UtcDateTime


class LegalHold(Base):
    """While it is not released nothing of the customer's is erased or falls due. ``reference``: e.g. of a case."""

    __tablename__ = "legal_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    reference: Mapped[str] = mapped_column(String(100))
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    release_reason: Mapped[str | None] = mapped_column(String(500))


class PrivacyRequest(Base):
    """What a person asked of the bank about his data (PIPL 44–50). ``kind``: access, correction, deletion, withdrawal.

    ``person``, ``post``: as he is named in the customer's records, themselves personal: null once they were erased;
    ``status``: open, granted, refused, storage_only; ``due_on``: 15 working days after ``received_on`` (E7).
    """

    __tablename__ = "privacy_request"
    __table_args__ = (Index("ix_privacy_request_status", "status", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(20))
    person: Mapped[str | None] = mapped_column(String(50))
    post: Mapped[str | None] = mapped_column(String(50))
    received_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(20))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(1000))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Restriction(Base):
    """A record whose personal data is kept in storage only (PIPL 47). ``kind``: form, file or record."""

    __tablename__ = "restriction"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("privacy_request.id"))
