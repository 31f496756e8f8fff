"""Scorecards of a file of records: what `steward score` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from services.standard.assessment import assess
from services.standard.loading import Standard, shipped_standard
from services.standard.record import RecordRefused


def scorecards(text: str, standard: Standard | None = None) -> Iterator[dict[str, object]]:
    """One result for each record of a JSON text, which is one record or a list. RecordRefused names the fault."""
    try:
        data = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise RecordRefused("1", "JSON", str(error)) from error
    applied = standard or shipped_standard()
    for position, record in enumerate(data if isinstance(data, list) else [data], start=1):
        if not isinstance(record, dict):
            raise RecordRefused(str(position), "JSON", record)
        yield assess(record, applied, position).as_json()
