"""Completeness of a customer's file (C1) and its immutable versions."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.errors import NotAllowed
from services.archive import completeness, current_archive, file_version
from services.customers import ImportCustomers, RecordInvalid, records_of
from services.demo.customers import sample_records
from services.models import ArchiveVersion, Customer
from tests.support.bank import Bank

MANDATORY = 20  # C1: twelve fields of the AM, seven of business support (wealth is one), and satisfaction


def test_the_worked_examples_are_complete() -> None:
    for record in sample_records():
        assert completeness(record).percent == Decimal("100.0"), record["customer_id"]


@pytest.mark.parametrize(
    ("removed", "percent", "complete"),
    [
        (("avg_deposit",), "95.0", True),
        (("avg_deposit", "satisfaction"), "90.0", False),
        (("general_manager", "fee_income", "uscc"), "100.0", True),
    ],
)
def test_completeness_is_filled_mandatory_fields_by_all_of_them(
    removed: tuple[str, ...], percent: str, complete: bool
) -> None:
    record = {key: value for key, value in sample_records()[0].items() if key not in removed}
    share = completeness(record)
    assert (share.percent, share.is_complete) == (Decimal(percent), complete)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"avg_loan": 0, "overdue_days": 0, "employees": 0}, {}),
        ({"avg_loan": None}, {"avg_loan": "BS"}),
        ({"contacts": []}, {"contacts": "AM"}),
        ({"contacts": [{"name": "顾晓岚", "post": "部门经理", "phone": ""}]}, {"contacts": "AM"}),
        ({"operating": {"revenue": 1, "trend": ""}}, {"operating.trend": "AM"}),
        ({"other_banks": []}, {"other_banks": "AM"}),
        ({"other_banks": [], "no_other_banks": True}, {}),
        ({"wealth_products": [], "wealth_balance": 0}, {}),
        ({"wealth_products": [], "wealth_balance": None}, {"wealth_products": "BS"}),
        ({"wealth_products": [], "wealth_balance": "0.00"}, {}),
        ({"wealth_products": [], "wealth_balance": 5}, {"wealth_products": "BS"}),
        ({"wealth_balance": None}, {"wealth_products": "BS"}),
        ({"other_banks": [{"bank": ""}]}, {"other_banks": "AM"}),
    ],
)
def test_a_missing_field_belongs_to_whoever_fills_it(change: dict[str, object], missing: dict[str, str]) -> None:
    assert completeness(sample_records()[0] | change).missing == missing


def test_an_empty_file_misses_every_mandatory_field() -> None:
    share = completeness({})
    assert len(share.missing) == MANDATORY
    assert share.percent == 0


def test_a_new_version_leaves_the_older_ones_as_they_were(bank: Bank) -> None:
    with bank.runtime.read_session() as session:
        customer = session.scalars(select(Customer).where(Customer.number == "K0001")).one()
        first = current_archive(session, customer.id)
        assert first is not None
        kept = dict(first.values)
        at = datetime(2026, 3, 2, tzinfo=UTC)
        second = file_version(session, customer.id, kept | {"employees": 421}, "file_archive", SYSTEM, at)
        assert (first.version, second.version) == (1, 2)
        session.expire_all()
        assert session.get_one(ArchiveVersion, first.id).values == kept


def test_importing_is_all_or_nothing_and_names_record_and_field(bank: Bank) -> None:
    good = sample_records()[0] | {"customer_id": "K9001"}
    bad = sample_records()[1] | {"customer_id": "K9002", "customer_name": "短"[:1]}
    with pytest.raises(RecordInvalid) as refused:
        bank.runtime.execute(ImportCustomers([good, bad], "lin"), SYSTEM)
    assert (refused.value.record, refused.value.field) == ("K9002", "customer_name")
    with bank.runtime.read_session() as session:
        assert session.scalars(select(Customer).where(Customer.number == "K9001")).all() == []


def test_only_administration_imports_customers(bank: Bank) -> None:
    with pytest.raises(NotAllowed):
        bank.execute(ImportCustomers([], "lin"), "lin")


@pytest.mark.parametrize("text", ["", "{", "3", "[1]"])
def test_a_file_that_holds_no_records_is_refused(text: str) -> None:
    with pytest.raises(RecordInvalid):
        records_of(text)
