"""Names of the people that a history speaks of by id."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.models import User


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Id → name as it is now."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}
