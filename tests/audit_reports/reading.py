"""How the tests read a report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from services.readings.audit_reports import REPORTS, Wanted
from tests.support.bank import Bank


def rows_of(bank: Bank, key: str, wanted: Wanted | None = None) -> list[Any]:
    """Every row."""
    with bank.runtime.read_session() as session:
        return list(REPORTS[key].rows(session, wanted or Wanted()))


def altered(bank: Bank, statement: str, **values: object) -> None:
    """Change rows behind the program's back; the test's fault must have happened."""
    with bank.runtime.writer.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
