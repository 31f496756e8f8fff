"""The figures of a customer record that the standard reads (form C1), typed, and two derived. Must not judge them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from services.standard.fields import Fields
from services.standard.rounding import half_up

LOAN_CLASSES = ("正常", "关注", "次级", "可疑", "损失", "无贷款")
AML_RISKS = ("低", "中", "高", "禁止")
TIERS = ("A", "B", "P", "C", "D")


class KeyPerson(NamedTuple):
    """A row of the strengthening form (C3): influence 1–5, relations 0–5; None: unknown."""

    influence: int | None
    own_relation: int | None
    competitor_relation: int | None


class Figures(NamedTuple):
    """Amounts in 万元 (CNY 10,000); None: unknown.

    ``share``: own ÷ (own + others) deposits, %, unrounded (D1, I5); ``net_relation``: −5.0 to 5.0 (D3).
    """

    record: str
    deposits: Decimal | None
    loans: Decimal | None
    wealth: Decimal | None
    fees: Decimal | None
    products: int | None
    share: Decimal | None
    satisfaction: Decimal | None
    potential: int | None
    loan_class: str | None
    overdue_days: int | None
    aml_risk: str | None
    complaints_overdue: int | None
    previous_tier: str | None
    previous_score: Decimal | None
    previous_grace: bool
    net_relation: Decimal | None


def read_figures(record: Mapping[str, object]) -> Figures:
    """The typed figures of a record with the keys of form C1; absent, null and blank mean unknown.

    Raises `RecordInvalid` naming the record (its customer_id) and the field.
    """
    fields = Fields(str(record.get("customer_id", "")), record)
    products, deposits = fields.texts("settlement_products"), fields.decimal("avg_deposit")
    return Figures(
        record=fields.record,
        deposits=deposits,
        loans=fields.decimal("avg_loan"),
        wealth=fields.decimal("wealth_balance"),
        fees=fields.decimal("fee_income", low=None),
        products=None if products is None else len(products),
        share=_share(deposits, _other_deposits(fields)),
        satisfaction=fields.decimal("satisfaction", 1, 5),
        potential=fields.integer("potential", 1, 5),
        loan_class=fields.option("loan_class", LOAN_CLASSES),
        overdue_days=fields.integer("overdue_days"),
        aml_risk=fields.option("aml_risk", AML_RISKS),
        complaints_overdue=fields.integer("complaints_overdue"),
        previous_tier=fields.option("previous_tier", TIERS),
        previous_score=fields.decimal("previous_score", 0, 100),
        previous_grace=fields.flag("previous_grace"),
        net_relation=_net_relation(_key_persons(fields)),
    )


def _share(own: Decimal | None, elsewhere: tuple[Decimal | None, ...] | None) -> Decimal | None:
    """No other banks at all is a known nought.

    None, unknown: own deposits unknown, the list or one of its deposits unknown, or no deposits anywhere.
    """
    if own is None or elsewhere is None:
        return None
    total = own
    for deposit in elsewhere:
        if deposit is None:
            return None
        total += deposit
    return own * 100 / total if total else None


def _net_relation(persons: tuple[KeyPerson, ...]) -> Decimal | None:
    """Σ influence × (own − competitor) ÷ Σ influence, one decimal half-up.

    None, unknown: no key persons, or a row with an unknown figure.
    """
    weighted, influence = 0, 0
    for person in persons:
        if person.influence is None or person.own_relation is None or person.competitor_relation is None:
            return None
        weighted += person.influence * (person.own_relation - person.competitor_relation)
        influence += person.influence
    return half_up(Decimal(weighted) / influence, 1) if influence else None


def _other_deposits(fields: Fields) -> tuple[Decimal | None, ...] | None:
    rows = fields.rows("other_banks")
    return None if rows is None else tuple(row.decimal("deposit") for row in rows)


def _key_persons(fields: Fields) -> tuple[KeyPerson, ...]:
    return tuple(
        KeyPerson(
            row.integer("influence", 1, 5),
            row.integer("own_relation", 0, 5),
            row.integer("competitor_relation", 0, 5),
        )
        for row in fields.rows("key_persons") or []
    )
