"""The bank with the small test processes published, on both databases."""

from __future__ import annotations

import pytest

from processes.operations import external_operation
from tests.runtime.carrying import Carrier, publish_parcel
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


@pytest.fixture
def carrier(small: Bank, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    """The other system, and its process published."""
    carrier = Carrier()
    monkeypatch.setitem(external_operation._entries, "test_send", carrier)
    publish_parcel(small)
    return carrier
