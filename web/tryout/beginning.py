"""Begins a try-out anew: with which customer, at which moment, with what data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import request
from flask_login import current_user

from processes.context import BANK_ZONE
from processes.scenarios import TryOut
from processes.scenarios.try_outs import EARLIEST, LATEST
from services.models import CC, CC_HEAD
from services.tryout.starting import first_try
from services.tryout.surroundings import sample_customers
from web.tryout.posting import NotUnderstood, json_object
from web.tryout.situation import Situation, customer_by_number


@dataclass(frozen=True)
class Start:
    """What the page offers. ``customers``: number and name of the samples; ``chosen``: which one it is; ``begins``,
    ``data``: as its form shows them; ``may_be_real``: whether the reader sees customers."""

    customers: Sequence[tuple[str, str]]
    chosen: str
    begins: str
    data: str
    may_be_real: bool
    real: str


def choices_of_start(about: Situation, try_out: TryOut) -> Start:
    """The start of this try-out, to be changed."""
    samples = {number: str(record["customer_name"]) for number, record in sample_customers().items()}
    chosen = try_out.customer if try_out.customer in samples else next(iter(samples))
    data = json.dumps(dict(try_out.data), ensure_ascii=False) if try_out.data else ""
    begins = try_out.begins.astimezone(BANK_ZONE).strftime("%Y-%m-%dT%H:%M")
    real = "" if about.record is None else f"{about.record['customer_id']} {about.record['customer_name']}"
    return Start(tuple(samples.items()), chosen, begins, data, current_user.role in (CC, CC_HEAD), real)


def beginning(about: Situation, try_out: TryOut) -> tuple[Situation, TryOut]:
    """A new try-out as the form says. Raises NotUnderstood."""
    number = request.form.get("_number", "").strip()[:20]
    found = customer_by_number(number) if number else None
    if number and found is None:
        raise NotUnderstood(number)
    fresh = first_try(about.draft.key, _moment())
    data = json_object(request.form.get("_data", ""))
    begun = TryOut(_moment(), fresh.process, request.form.get("_customer", "")[:20], data, fresh.steps)
    return replace(about, customer_id=found), begun


def _moment() -> datetime:
    try:
        moment = datetime.fromisoformat(request.form.get("_begins", "")).replace(tzinfo=BANK_ZONE)
    except ValueError as error:
        raise NotUnderstood("begins") from error
    if not EARLIEST <= moment <= LATEST:
        raise NotUnderstood("begins")
    return moment
