"""Assessments as text: what ``steward score`` prints, decimals as strings as in the worked examples (§G)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from services.standard.assessment import Assessment, assess
from services.standard.errors import RecordInvalid
from services.standard.rounding import half_up, plain
from services.standard.standard import Standard, shipped_standard


def scorecards(text: str, standard: Standard | None = None) -> Iterator[dict[str, object]]:
    """A scorecard for each record of a JSON text: one record or a list, keys of form C1.

    ``standard``: the shipped one unless given. Raises `RecordInvalid` at the first record at fault.
    """
    used = standard or shipped_standard()
    for position, record in enumerate(_records(text), 1):
        yield scorecard(assess(_identified(record, position), used))


def scorecard(assessment: Assessment) -> dict[str, object]:
    """The assessment with JSON values: decimals as strings, unknown as None."""
    return {
        "id": assessment.customer_id,
        "indicators": {key: plain(value) for key, value in assessment.indicators.items()},
        "score": str(assessment.score),
        "tier_rule": assessment.tier_rule,
        "tier": assessment.tier,
        "effective_tier": assessment.effective_tier,
        "recommendation_rule": assessment.recommendation_rule,
        "recommendation": assessment.recommendation,
        "net_relation": _rounded(assessment.net_relation, 1),
        "share_percent": _rounded(assessment.share_percent, 1),
        "gaps": list(assessment.gaps),
        "contribution": _rounded(assessment.contribution, 2),
        "allowed_budget": plain(assessment.allowed_budget),
        "standard": assessment.standard_version,
    }


def _rounded(value: Decimal | None, decimals: int) -> str | None:
    return None if value is None else str(half_up(value, decimals))


def _records(text: str) -> list[object]:
    try:
        data: object = json.loads(text.removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise RecordInvalid("#1", "", "not_json") from error
    return data if isinstance(data, list) else [data]


def _no_constant(name: str) -> Decimal:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)


def _identified(record: object, position: int) -> Mapping[str, object]:
    if not isinstance(record, dict):
        raise RecordInvalid(f"#{position}", "", "not_a_record")
    name = record.get("customer_id")
    if name is None or name == "":
        raise RecordInvalid(f"#{position}", "customer_id", "required")
    if not isinstance(name, str):
        raise RecordInvalid(f"#{position}", "customer_id", "not_text")
    return record
