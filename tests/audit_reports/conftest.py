"""The pages' application is that of tests/web."""

from __future__ import annotations

import pytest

from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.support.databases import on_both
from tests.web.conftest import app

__all__ = ["app", "on_both"]

TIERED = (
    *("collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"),
    *("confirm_assessment", "rate_customer", "approve_tier"),
)


@pytest.fixture
def tiered(bank: Bank) -> int:
    """The cycle of lin's K1004, tiered and approved."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, list(TIERED))
    return cycle
