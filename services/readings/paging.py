"""A page of rows out of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
PAGE_ROWS = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """``number``: from 1; ``pages``: at least 1; ``total``: rows on all pages."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int


def page_of(
    session: Session,
    query: Select[*tuple[Any, ...]],
    number: int,
    row: Callable[[Any], T],
    total: int | None = None,
) -> Page[T]:
    """The rows of one page of a query; a number outside gets the nearest page. ``total``: when it is known."""
    if total is None:
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    number = min(max(number, 1), pages)
    found = session.execute(query.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return Page([row(one) for one in found], number, pages, total)
