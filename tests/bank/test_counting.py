"""Counts and pages of long lists: exact as far as a person reads on, bounded beyond, and no row out of reach."""

from __future__ import annotations

import pytest
from sqlalchemy import literal_column, select, union_all
from sqlalchemy.orm import Session

from services.readings import counting, paging
from services.readings.paging import Page, page_of
from tests.support.bank import Bank
from web.presentation import counted

MOST, ROWS = 7, 2


@pytest.fixture
def session(bank: Bank, monkeypatch: pytest.MonkeyPatch):
    """Lists of seven are counted here, and pages hold two."""
    monkeypatch.setattr(counting, "MOST_COUNTED", MOST)
    monkeypatch.setattr(paging, "MOST_COUNTED", MOST)
    monkeypatch.setattr(paging, "PAGE_ROWS", ROWS)
    with bank.runtime.read_session() as found:
        yield found


def listed(session: Session, many: int, number: int) -> Page[int]:
    numbers = union_all(*(select(literal_column(str(one)).label("n")) for one in range(many))).subquery()
    query = select(numbers.c.n).where(numbers.c.n >= 0).order_by(numbers.c.n)
    return page_of(session, query, number, lambda row: int(row[0]))


@pytest.mark.parametrize(
    ("many", "number", "rows", "shown", "pages", "total", "is_open"),
    [
        (1, 1, [0], 1, 1, 1, False),
        (2, 1, [0, 1], 1, 1, 2, False),
        (3, 2, [2], 2, 2, 3, False),
        (7, 4, [6], 4, 4, 7, False),
        (7, 9, [6], 4, 4, 7, False),
        (8, 1, [0, 1], 1, 4, 8, True),
        (8, 4, [6, 7], 4, 4, 8, False),
        (20, 4, [6, 7], 4, 5, 8, True),
        (20, 10, [18, 19], 10, 10, 8, False),
        (20, 11, [6, 7], 4, 5, 8, True),
        (20, -3, [0, 1], 1, 4, 8, True),
    ],
)
def test_every_row_has_a_page_and_what_is_not_counted_is_said(
    session: Session, many: int, number: int, rows: list[int], shown: int, pages: int, total: int, is_open: bool
) -> None:
    page = listed(session, many, number)
    assert page == Page(rows, shown, pages, total, is_open)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (2000, "2,000"), (2001, "2,000+"), (99999, "2,000+")])
def test_a_number_beyond_what_is_counted_says_so(number: int, text: str) -> None:
    assert counted(number) == text
