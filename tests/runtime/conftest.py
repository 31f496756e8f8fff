"""The runtime keeps its promises on both databases."""

from __future__ import annotations

import pytest

from processes.operations import external_operation
from tests.runtime.carrying import Carrier, publish_parcel
from tests.support.bank import Bank
from tests.support.databases import on_both as database_kind

__all__ = ["database_kind"]


@pytest.fixture
def carrier(small: Bank, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    """The other system, and its process published."""
    carrier = Carrier()
    monkeypatch.setitem(external_operation._entries, "test_send", carrier)
    publish_parcel(small)
    return carrier
