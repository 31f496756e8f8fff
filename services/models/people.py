"""The bank's people: teams and users."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models import Base, UtcDateTime

AM = "am"
SUP = "sup"
CC = "cc"
CC_HEAD = "cc_head"
BS = "bs"
AUD = "aud"
OWNER = "owner"
ADMIN = "admin"
ROLES = (AM, SUP, CC, CC_HEAD, BS, AUD, OWNER, ADMIN)


class Team(Base):
    """A team of account managers under one supervisor."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    members: Mapped[list[User]] = relationship(back_populates="team")


class User(Base):
    """A person who may sign in. ``role``: one of ``ROLES``; ``team_id``: for am and sup."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(50), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    team: Mapped[Team | None] = relationship(back_populates="members")


class SignInFailure(Base):
    """Wrong passwords in a row. ``subject``: "login:" or "address:" and a digest, never what was typed."""

    __tablename__ = "sign_in_failure"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
