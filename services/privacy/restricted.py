"""What is kept in storage only 仅存储 (PIPL 47): who may still read its personal data."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import Erasure
from services.models import AUD, CC_HEAD, Restriction

MAY_READ = (CC_HEAD, AUD)


def hidden_from(session: Session, actor: Actor, kind: str, ids: Iterable[int]) -> frozenset[int]:
    """Which of these records' personal data the actor may not read."""
    if actor.is_system or actor.role in MAY_READ:
        return frozenset()
    found = select(Restriction.record_id).where(Restriction.kind == kind, Restriction.record_id.in_(list(ids)))
    return frozenset(session.scalars(found))


def erasure_of(session: Session, kind: str, record_id: int) -> Erasure | None:
    """The newest erasure of a record, None where nothing was erased."""
    found = select(Erasure).where(Erasure.kind == kind, Erasure.record_id == record_id)
    return session.scalars(found.order_by(Erasure.number.desc()).limit(1)).first()
