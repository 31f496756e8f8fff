"""What rows keep: packed JSON that stays readable, and moments to the microsecond."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from processes.database.rows import table_of
from processes.models import SystemFlag
from processes.packing import WORDS, packed, unpacked
from tests.support.bank import Bank

DICTIONARY = 0x7315A73B  # RFC 1950: its Adler-32 stands in every packed value


@given(st.binary(max_size=5_000))
def test_what_is_packed_comes_back(content: bytes) -> None:
    assert unpacked(packed(content)) == content


def test_rows_packed_without_the_dictionary_are_read() -> None:
    assert unpacked(zlib.compress(b'{"decision":"approve"}')) == b'{"decision":"approve"}'


def test_the_dictionary_never_changes_for_rows_can_be_read_with_it_alone() -> None:
    assert zlib.adler32(WORDS) == DICTIONARY
    assert int.from_bytes(packed(b"{}")[2:6], "big") == DICTIONARY


def test_it_is_worth_its_price() -> None:
    form = b'{"decision":"approve","comments":null,"effective_tier":"B","allowed_budget":"1200.00"}'
    assert len(packed(form)) < len(zlib.compress(form)) / 2


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8))])
@pytest.mark.parametrize("microsecond", [0, 1, 999_999])
def test_a_moment_is_kept_to_the_microsecond(bank: Bank, zone: timezone, microsecond: int) -> None:
    moment = datetime(2026, 11, 26, 23, 59, 59, microsecond, zone)
    flag = SystemFlag(key="moment", value="", set_at=moment)
    with bank.runtime.writer.begin() as connection:
        connection.execute(table_of(SystemFlag).insert().values(key=flag.key, value=flag.value, set_at=flag.set_at))
    with bank.runtime.read_session() as session:
        found = session.scalars(select(SystemFlag.set_at).where(SystemFlag.key == "moment")).one()
        later = select(SystemFlag.key).where(SystemFlag.set_at > moment - timedelta(microseconds=1))
        assert session.scalars(later.where(SystemFlag.set_at < moment + timedelta(microseconds=1))).one() == "moment"
    assert (found, found.utcoffset()) == (moment, timedelta(0))
