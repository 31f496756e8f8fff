"""Share of deposits (D1, I5) and net relation (D3)."""

from __future__ import annotations

from decimal import Decimal

from services.standard.record import Record
from services.standard.rounding import half_up

RELATION_HIGH = 5


def share_of_deposits(record: Record) -> Decimal | None:
    """own ÷ (own + others) in percent, unrounded; None when any part is unknown or all are 0."""
    own, banks = record.number("avg_deposit"), record.rows("other_banks")
    if own is None or banks is None:
        return None
    others = [record.exact(bank.get("deposit"), "other_banks.deposit") for bank in banks]
    known = [deposit for deposit in others if deposit is not None]
    whole = own + sum(known, Decimal(0))
    if len(known) < len(others) or whole == 0:
        return None
    return own * 100 / whole


def net_relation(record: Record) -> Decimal | None:
    """Σ influence×(own−competitor) ÷ Σ influence, one decimal, half-up; None when nobody is fully known."""
    weighted, influences = Decimal(0), Decimal(0)
    for person in record.rows("key_persons") or []:
        influence = record.exact(person.get("influence"), "key_persons.influence", 1, RELATION_HIGH)
        own = record.exact(person.get("own_relation"), "key_persons.own_relation", 0, RELATION_HIGH)
        other = record.exact(person.get("competitor_relation"), "key_persons.competitor_relation", 0, RELATION_HIGH)
        if influence is None or own is None or other is None:
            continue
        weighted += influence * (own - other)
        influences += influence
    return half_up(weighted / influences, 1) if influences else None
