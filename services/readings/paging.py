"""A page of rows out of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.readings.counting import MOST_COUNTED, counted

T = TypeVar("T")
PAGE_ROWS = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """``number``: from 1; ``pages``: at least 1; ``total``: rows on all pages, at most `MOST_COUNTED` + 1.

    ``is_open``: more pages follow than are counted; ``pages`` are those known.
    """

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    is_open: bool = False


def page_of(
    session: Session,
    query: Select[*tuple[Any, ...]],
    number: int,
    row: Callable[[Any], T],
    total: int | None = None,
) -> Page[T]:
    """The rows of one page of a query; a number outside gets the nearest page. ``total``: when it is known."""
    if total is None:
        total = session.scalar(counted(query)) or 0
    known = max(1, -(-min(total, MOST_COUNTED) // PAGE_ROWS))
    number = max(number, 1) if total > MOST_COUNTED else min(max(number, 1), known)
    found = _found(session, query, number)
    if not found and number > known:
        number = known
        found = _found(session, query, number)
    is_open = total > MOST_COUNTED and len(found) > PAGE_ROWS
    return Page([row(one) for one in found[:PAGE_ROWS]], number, max(known, number + is_open), total, is_open)


def _found(session: Session, query: Select[*tuple[Any, ...]], number: int) -> Sequence[Any]:
    """One row more than the page holds, which tells whether another page follows."""
    return session.execute(query.limit(PAGE_ROWS + 1).offset((number - 1) * PAGE_ROWS)).all()
