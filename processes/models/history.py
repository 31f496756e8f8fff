"""Append-only history with its chain columns, heads, checkpoints and keys, and the idempotency keys of the commands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, UtcDateTime

# Of the index, and for queries: so the database sees that it holds the rows asked for.
UNCOVERED, IS_UNCOVERED = text("covered_seq < seq"), text("history_head.covered_seq < history_head.seq")


class HistoryEvent(Base):
    """One event of a stream (``instance:7``, ``sign-in``, ``administration`` …), never changed.

    ``hash`` = SHA-256 over the length-prefixed previous event's hash, stream, seq, at, actor, on_behalf_of, action,
    context text, personal_data_commitment, and of what is not null of remaining and state_digest: 32 bytes.
    ``context`` is kept as the text that was hashed. ``remaining``: how many events its transaction wrote to the
    stream after it, so that a transaction cannot be cut; null in events from before that was kept.
    ``state_digest``: SHA-256 of the instance as the transaction left it (`processes.history.standing`), on the last
    event of one that changed it. A stream's events lie together, so that a long story is read from few pages.
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
    remaining: Mapped[int | None] = mapped_column(SmallInteger)
    state_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class HistoryHead(Base):
    """The last event of a stream, sealed with a key that the database does not hold.

    ``seal``: 16 bytes of HMAC-SHA-256 over stream, seq and that event's hash; null only in streams from before heads
    were sealed. ``covered_seq``, ``checkpoint``: up to which event which checkpoint speaks; copies, for finding what
    is new, and proofs.
    """

    __tablename__ = "history_head"
    __table_args__ = (
        Index("ix_history_head_uncovered", "stream", sqlite_where=UNCOVERED, postgresql_where=UNCOVERED),
        {"sqlite_with_rowid": False},
    )

    stream: Mapped[str] = mapped_column(String(100), primary_key=True)
    seq: Mapped[int]
    key_id: Mapped[str | None] = mapped_column(String(16))
    seal: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    covered_seq: Mapped[int] = mapped_column(default=0)
    checkpoint: Mapped[int] = mapped_column(default=0)


class HistoryCheckpoint(Base):
    """A signed statement about the heads that changed since the one before it; a copy lies outside the database.

    ``statement``: the signed text, JSON; ``signature``: Ed25519, 64 bytes; ``leaves``: packed (stream, seq, hash).
    """

    __tablename__ = "history_checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    statement: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    leaves: Mapped[bytes] = mapped_column(LargeBinary)


class HistoryKey(Base):
    """A key that this database's history was sealed or signed with: which must be there to go on.

    ``kind``: seal or signing; ``public``: of a signing key, hexadecimal.
    """

    __tablename__ = "history_key"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    public: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


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
