"""What holds for every record. A failure prints its example and the blob that replays it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.standard.assessment import assess
from services.standard.scorecard import scorecard
from services.standard.standard import shipped_standard

AMOUNTS = st.none() | st.decimals(0, 20_000, places=2)
PERSONS = st.fixed_dictionaries(
    {
        "influence": st.integers(1, 5),
        "own_relation": st.none() | st.integers(0, 5),
        "competitor_relation": st.integers(0, 5),
    }
)
RECORDS = st.fixed_dictionaries(
    {
        "customer_id": st.just("K1"),
        "avg_deposit": AMOUNTS,
        "avg_loan": AMOUNTS,
        "wealth_balance": AMOUNTS,
        "fee_income": AMOUNTS,
        "settlement_products": st.none() | st.lists(st.sampled_from(["网银", "票据", "收单", "其他"])),
        "other_banks": st.none() | st.lists(st.fixed_dictionaries({"deposit": AMOUNTS}), max_size=3),
        "satisfaction": st.none() | st.decimals(1, 5, places=1),
        "potential": st.none() | st.integers(1, 5),
        "loan_class": st.sampled_from([None, "正常", "关注", "次级", "可疑", "损失", "无贷款"]),
        "overdue_days": st.none() | st.integers(0, 120),
        "aml_risk": st.sampled_from([None, "低", "中", "高", "禁止"]),
        "complaints_overdue": st.none() | st.integers(0, 2),
        "previous_tier": st.sampled_from([None, "A", "B", "P", "C", "D"]),
        "previous_score": st.none() | st.decimals(0, 100, places=1),
        "previous_grace": st.booleans(),
        "key_persons": st.none() | st.lists(PERSONS, max_size=4),
    }
)
replayed = settings(print_blob=True, deadline=None, max_examples=100)


@replayed
@given(RECORDS)
def test_every_readable_record_is_assessed_within_the_clauses(record: dict[str, Any]):
    found = assess(record, shipped_standard())
    total = sum((found.weights[key] * score for key, score in found.indicators.items()), Decimal(0)) / 100
    assert found.score == total.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    assert all(0 <= score <= 100 for score in found.indicators.values())
    assert set(found.data_gaps) <= set(found.gaps)
    assert 0 <= found.allowed_budget <= found.budget_cap
    assert (found.effective_tier == record["previous_tier"]) if found.grace else (found.effective_tier == found.tier)
    assert not found.veto or (found.tier_rule, found.recommendation_rule, found.grace) == ("T1", "Z1", False)
    assert scorecard(found) == scorecard(assess(record, shipped_standard()))


@replayed
@given(RECORDS, st.sampled_from(["avg_deposit", "avg_loan", "wealth_balance"]), st.decimals(0, 9000, places=2))
def test_more_business_never_scores_less(record: dict[str, Any], field: str, more: Decimal):
    grown = {**record, field: (record[field] or 0) + more}
    assert assess(grown, shipped_standard()).score >= assess(record, shipped_standard()).score


@replayed
@given(RECORDS)
def test_more_days_overdue_never_help(record: dict[str, Any]):
    days = [assess({**record, "overdue_days": n}, shipped_standard()).indicators["I8"] for n in (0, 1, 30, 31, 90, 91)]
    assert days == sorted(days, reverse=True)
