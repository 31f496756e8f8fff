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


class Disposal(Base):
    """A list of what has fallen due 到期处置, approved by a second person and erased (E8). ``until``: the last day.

    ``status``: collecting, proposed, erasing, done, refused or cancelled; ``digest``: SHA-256 of the list, hexadecimal,
    null until it is whole; ``reason``: why it was refused.
    """

    __tablename__ = "disposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[date]
    status: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str | None] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(500))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DisposalEntry(Base):
    """A record on the list. ``kind``: form, file, inputs, record, task or request; ``due``: when its term ended.

    ``status``: pending, erased; held: a legal hold or a person's open request keeps it; gone: nothing of it was left to
    erase, or it is not due any more; left: the list was refused or cancelled.
    """

    __tablename__ = "disposal_entry"
    __table_args__ = (Index("ix_disposal_entry_status", "disposal_id", "status", "kind"),)

    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    due: Mapped[date]
    status: Mapped[str] = mapped_column(String(20))


class Restriction(Base):
    """A record whose personal data is kept in storage only (PIPL 47). ``kind``: form, file or record."""

    __tablename__ = "restriction"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("privacy_request.id"))
