"""A reader whose connection is lost after it has read everything is not told of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from services.models import Customer
from tests.support.bank import Bank


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_connection_lost_after_the_reading_harms_nobody(bank: Bank) -> None:
    with bank.runtime.read_session() as session:
        customers = session.scalars(select(Customer.id)).all()
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        with bank.runtime.writer.begin() as other:
            assert other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend}).scalar()
    with bank.runtime.read_session() as session:
        assert session.scalars(select(Customer.id)).all() == customers
        assert session.scalar(text("SELECT pg_backend_pid()")) != backend
