"""Puts the bank and the runtime together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import processes.commands  # noqa: F401  (registers the runtime's handlers)
import services.auditing.answers
import services.auditing.findings
import services.auditing.following
import services.auditing.samples
import services.customers
import services.exports.recording
import services.finding.searches
import services.privacy.again
import services.privacy.disposals
import services.privacy.disposing
import services.privacy.holds
import services.privacy.relationship
import services.privacy.requests
import services.procedure
import services.recorded_views
import services.standard_impact  # noqa: F401  (registers its question)
from processes.database import make_database
from processes.history import KeyRing
from processes.runtime import Ports, Runtime, utc_now
from services.assignment import BankPeople
from services.calendar import BankCalendar
from services.choices import BankChoices
from services.finding.traits import keep_traits
from services.policy import BankPolicy


def bank_ports() -> Ports:
    """The bank's answers to the runtime's questions."""
    return Ports(
        access=BankPolicy(), people=BankPeople(), calendar=BankCalendar(), choices=BankChoices, heard=keep_traits
    )


def bank_runtime(url: str, keys: KeyRing, clock: Callable[[], datetime] = utc_now) -> Runtime:
    """A runtime on the database of ``url``; the tables must be there (`services.database.migrate`)."""
    return Runtime(make_database(url), bank_ports(), keys, clock)
