"""Append-only history with its chain columns, and the idempotency keys of the commands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, UtcDateTime


class HistoryEvent(Base):
    """One event of a stream (``instance:7``, ``sign-in``, ``administration`` …), never changed.

    ``hash`` = SHA-256 over the length-prefixed previous event's hash, stream, seq, at, actor, on_behalf_of,
    action, context text and personal_data_commitment: 32 bytes. ``context`` is kept as the text that was hashed.
    A stream's events lie together, so that a long story is read from few pages.
    """

    __tablename__ = "history_event"
    __table_args__ = ({"sqlite_with_rowid": False},)

    stream: Mapped[str] = mapped_column(String(100), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    on_behalf_of: Mapped[str | None] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100))
    context: Mapped[str] = mapped_column(Text)
    personal_data_commitment: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class IdempotencyKey(Base):
    """A command's key as given by one user, with the answer that a repeat gets back."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]  # 0 is the system
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, object] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
