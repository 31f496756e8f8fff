"""What is hashed of a moment is the same text, whether the moment or its microseconds are at hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.history.hashing import EPOCH, moment_text, stored_moment_text
from processes.history.reading import moment_of

MICROSECOND = timedelta(microseconds=1)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_has_one_text(moment: datetime) -> None:
    assert stored_moment_text((moment - EPOCH) // MICROSECOND) == moment_text(moment)


@pytest.mark.parametrize("stored", ["yesterday", None, 10**30, b"\0", -(10**30)])
def test_what_is_no_moment_is_told_as_it_is(stored: object) -> None:
    assert moment_of(stored) == str(stored)
