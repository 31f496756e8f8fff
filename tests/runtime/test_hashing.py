"""What is hashed of a moment is one text; a stored value that none of its kind can be is told, and ends nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from processes.history.hashing import EPOCH, moment_text, stored_moment_text
from processes.history.reading import moment_of
from processes.history.verification import verify
from tests.runtime.small import start
from tests.support.bank import Bank

MICROSECOND = timedelta(microseconds=1)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_has_one_text(moment: datetime) -> None:
    assert stored_moment_text((moment - EPOCH) // MICROSECOND) == moment_text(moment)


@pytest.mark.parametrize("stored", ["yesterday", None, 10**30, b"\0", -(10**30)])
def test_what_is_no_moment_is_told_as_it_is(stored: object) -> None:
    assert moment_of(stored) == str(stored)


@pytest.mark.parametrize("change", ["at = 'yesterday'", "context = x'00ff'", "actor = x'00'", "hash = 'short'"])
def test_a_value_of_another_kind_is_told_with_its_place(small: Bank, change: str) -> None:
    """SQLite alone keeps a value of another kind than the column's."""
    stream = f"instance:{start(small, 'handover')}"
    asked = text(f"UPDATE history_event SET {change} WHERE stream = :stream AND seq = 2")
    with small.runtime.writer.begin() as connection:
        assert connection.execute(asked, {"stream": stream}).rowcount == 1
    assert ("chain", stream, 2, 0) in verify(small.runtime).findings


@pytest.fixture
def database_kind() -> str:
    """The database that lets it happen."""
    return "sqlite"
