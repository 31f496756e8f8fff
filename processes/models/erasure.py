"""What was erased, without a word of it: so that it is erased again in a database put back from before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from processes.models.base import Base, UtcDateTime


class Erasure(Base):
    """One record's personal data is gone. A copy of the row lies outside the database (`processes.history.erasures`).

    ``number``: counts on, also past a restore; ``kind``, ``record_id``: of what; ``fields``: which, or where in it;
    ``request``, ``disposal``: what it was erased for, one of them.
    """

    __tablename__ = "erasure"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int]
    customer_id: Mapped[int | None]
    fields: Mapped[list[str]] = mapped_column(JSON)
    request: Mapped[int | None]
    disposal: Mapped[int | None]
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)
