"""The bank with the small test processes published, on both databases."""

from __future__ import annotations

import pytest

from tests.runtime.small import folder, publish
from tests.support.bank import Bank


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The runtime keeps its promises on both."""
    return str(request.param)


@pytest.fixture
def small(bank: Bank) -> Bank:
    """A bank that also runs the processes handover, alarm and doorbell."""
    for key in ("handover", "alarm", "doorbell"):
        publish(bank, folder(key))
    return bank
