"""Reads what each customer was last assessed by, and what people decided of him since: of many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import LargeBinary, Select, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from processes.packing import packed
from services.models import ArchiveVersion, Assessment, PlanVersion, TierRecord
from services.standard.book import LastFigures

Column = InstrumentedAttribute[int]
Value = TypeVar("Value")
EMPTY = packed(b"{}")  # of a customer without a file
AT_WORK = ("submitted", "approved", "running")  # a plan that counts: what was returned or closed needs nobody


def last_figures(session: Session, customer_ids: Sequence[int]) -> Iterator[LastFigures]:
    """In the order of the ids. A customer without an assessment comes with the newest version of his file."""
    assessed = _newest(session, Assessment.id, Assessment.customer_id, customer_ids, Assessment.inputs)
    others = [one for one in customer_ids if one not in assessed]
    filed = _newest(session, ArchiveVersion.id, ArchiveVersion.customer_id, others, ArchiveVersion.values)
    plans = _plans(session, customer_ids)
    moved = _moved(session, customer_ids)
    for one in customer_ids:
        record = assessed.get(one) or filed.get(one) or EMPTY
        yield LastFigures(one, record, plans.get(one), moved.get(one))


def _newest(
    session: Session, row_id: Column, owner: Column, ids: Sequence[int], value: InstrumentedAttribute[dict[str, object]]
) -> dict[int, bytes]:
    """Customer → a value of his newest row, as it is stored."""
    last = select(func.max(row_id)).where(owner.in_(ids)).group_by(owner)
    return _pairs(session, select(owner, type_coerce(value, LargeBinary)).where(row_id.in_(last)))


def _plans(session: Session, ids: Sequence[int]) -> dict[int, Decimal]:
    last = (
        select(func.max(PlanVersion.id))
        .where(PlanVersion.customer_id.in_(ids), PlanVersion.status.in_(AT_WORK))
        .group_by(PlanVersion.customer_id)
    )
    return _pairs(session, select(PlanVersion.customer_id, PlanVersion.total).where(PlanVersion.id.in_(last)))


def _moved(session: Session, ids: Sequence[int]) -> dict[int, str]:
    last = select(func.max(TierRecord.id)).where(TierRecord.customer_id.in_(ids)).group_by(TierRecord.customer_id)
    found = select(TierRecord.customer_id, TierRecord.tier).where(
        TierRecord.id.in_(last), TierRecord.override_from.is_not(None)
    )
    return _pairs(session, found)


def _pairs(session: Session, query: Select[int, Value]) -> dict[int, Value]:
    return {row[0]: row[1] for row in session.execute(query)}
