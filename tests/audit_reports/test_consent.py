"""Consent of a contact over the versions of a customer's file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from services.archive import current_archive
from services.models import ArchiveVersion
from services.readings.audit_reports import Wanted
from services.readings.audit_reports.consent import consent_over_time
from tests.audit_reports.reading import rows_of
from tests.paths.walking import Walker

FIRST = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "state", "given", "withdrawn"),
    [
        ([], "consent_unknown", None, None),
        ([None], "consent_unknown", None, None),
        ([False], "consent_refused", None, None),
        ([None, False], "consent_refused", None, None),
        ([True], "consent_given", 0, None),
        ([False, True, True], "consent_given", 1, None),
        ([True, False], "consent_withdrawn", 0, 1),
        ([True, None], "consent_withdrawn", 0, 1),
        ([True, False, False], "consent_withdrawn", 0, 1),
        ([True, False, True], "consent_given", 2, None),
        (["true"], "consent_unknown", None, None),  # a text is no consent
    ],
)
def test_what_the_versions_say_of_a_contact(said, state, given, withdrawn):
    told = [(FIRST + number * DAY, one) for number, one in enumerate(said)]
    moments = [None if one is None else FIRST + one * DAY for one in (given, withdrawn)]
    assert consent_over_time(told) == (state, *moments)


def test_a_withdrawal_is_listed_with_its_day(bank):
    customer = Walker(bank.runtime).customer("K1004").id
    contact = {"name": "顾一", "post": "财务", "phone": "0512-1", "email": ""}
    for consent in (True, False):
        bank.clock.advance(days=1)
        file_contact(bank, customer, {**contact, "consent": consent})
    (row,) = rows_of(bank, "consent", Wanted(option="consent_withdrawn"))
    assert (row.contact, row.customer_id, row.withdrawn) == ("顾一", customer, bank.clock.now)
    assert row.given == bank.clock.now - DAY


def file_contact(bank, customer: int, contact: dict[str, object]) -> None:
    """A new version of the file with one contact."""
    with bank.runtime.read_session() as session:
        last = current_archive(session, customer)
    assert last is not None
    row = {"customer_id": customer, "version": last.version + 1, "values": {**last.values, "contacts": [contact]}}
    row |= {"completeness": "100.0", "missing": {}, "source": "test", "filed_by": "林", "filed_at": bank.clock.now}
    with Session(bank.runtime.writer) as session, session.begin():
        session.add(ArchiveVersion(**row))
