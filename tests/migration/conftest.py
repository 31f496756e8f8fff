"""The bank with the small test processes, for the tests that need a database; they say on which."""

from __future__ import annotations

import pytest

from tests.runtime.small import folder, publish
from tests.support.bank import Bank


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Migrations keep their promises on both."""
    return str(request.param)


@pytest.fixture
def small(bank: Bank) -> Bank:
    """A bank that also runs the processes handover, alarm and doorbell."""
    for key in ("handover", "alarm", "doorbell"):
        publish(bank, folder(key))
    return bank
