"""What an audit report is: a key, its columns, and rows that are read one after another, never all at once (F)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_
from sqlalchemy.orm import Session

from processes.context import day_begins
from services.readings.paging import PAGE_ROWS, Page, page_of

AT_ONCE = 200  # rows fetched together while a report is read through

Rows = Callable[[Session, "Wanted"], Iterator[Any]]
Query = Callable[[Session, "Wanted"], Select[*tuple[Any, ...]]]


@dataclass(frozen=True)
class Said:
    """A statement of a cell, in the reader's language only when it is shown. ``code``: which; ``about``: its names."""

    code: str
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What is asked of a report. ``since``, ``until``: the bank's days, both with; None: without that bound.

    ``text``: part of a customer's name or number; ``option``: one of the report's, empty for all.
    """

    since: date | None = None
    until: date | None = None
    text: str = ""
    option: str = ""

    def holds(self, moment: Any) -> ColumnElement[bool]:
        """The condition that a column of moments lies in the period."""
        bounds = [] if self.since is None else [moment >= day_begins(self.since)]
        if self.until is not None:
            bounds.append(moment < day_begins(self.until + timedelta(days=1)))
        return and_(True, *bounds)


@dataclass(frozen=True)
class Report:
    """``key``: its name in addresses; ``columns``: the fields of its rows that are shown, in order; ``options``: what
    its rows may be narrowed to; ``by_customer``: whether it may be narrowed to customers; ``reach_days``: how far back
    it looks when no period is asked for, None: to the beginning; ``query`` and ``row``: where a row of the database is
    a row of the report."""

    key: str
    columns: tuple[str, ...]
    rows: Rows
    options: tuple[str, ...] = ()
    by_customer: bool = False
    reach_days: int | None = 365
    query: Query | None = None
    row: Callable[[Session], Callable[[Any], Any]] | None = None

    def page(self, session: Session, wanted: Wanted, number: int) -> Page[Any]:
        """One page; without a query of its own it is read from the first row on, as far as the page."""
        if self.query is not None and self.row is not None:
            return page_of(session, self.query(session, wanted), number, self.row(session))
        return _page_of_rows(self.rows(session, wanted), max(number, 1))


def queried(
    key: str, columns: tuple[str, ...], query: Query, row: Callable[[Session], Callable[[Any], Any]], **more: Any
) -> Report:
    """A report whose rows are a query's. ``row``: given the session, tells how a found row becomes one of these."""

    def rows(session: Session, wanted: Wanted) -> Iterator[Any]:
        return map(row(session), found_in_turn(session, query(session, wanted)))

    return Report(key, columns, rows, query=query, row=row, **more)


def found_in_turn(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows of a query, a few at a time."""
    return iter(session.execute(query.execution_options(yield_per=AT_ONCE)))


def _page_of_rows(rows: Iterator[Any], number: int) -> Page[Any]:
    before = (number - 1) * PAGE_ROWS
    skipped = sum(1 for _ in islice(rows, before))
    found = list(islice(rows, PAGE_ROWS + 1))
    more = len(found) > PAGE_ROWS
    return Page(found[:PAGE_ROWS], number, number + more, skipped + len(found), more)
