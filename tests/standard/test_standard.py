"""The standard v1.0 (domain D): every band edge, every combination that the tables tell apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.demo.customers import sample_records
from services.standard.assessment import Assessment, assess
from services.standard.budget import allowed_budget
from services.standard.standard import shipped_standard


def assessed(**changes: Any) -> Assessment:
    """K0001 with other values."""
    return assess({**sample_records()[0], **changes}, shipped_standard())


def points(indicator: str, **changes: Any) -> Decimal:
    return assessed(**changes).indicators[indicator]


def bank(deposit: object) -> list[dict[str, object]]:
    return [{"bank": "他行", "deposit": deposit, "loan": 0, "other_products": []}]


@pytest.mark.parametrize(
    ("deposits", "score"),
    [
        (0, 0), ("9.99", 0), (10, 20), ("99.99", 20), (100, 40), ("499.99", 40), (500, 60), ("999.99", 60),
        (1000, 80), ("4999.99", 80), (5000, 100), (None, 0),
    ],
)  # fmt: skip
def test_i1_deposits_by_band(deposits, score):
    assert points("I1", avg_deposit=deposits) == score


@pytest.mark.parametrize(
    ("loans", "score"),
    [
        (0, 0), ("0.01", 20), ("99.99", 20), (100, 40), ("499.99", 40), (500, 60), ("1999.99", 60),
        (2000, 80), ("4999.99", 80), (5000, 100), (None, 0),
    ],
)  # fmt: skip
def test_i2_loans_by_band(loans, score):
    assert points("I2", avg_loan=loans) == score


@pytest.mark.parametrize(("count", "score"), [(0, 0), (1, 20), (2, 40), (3, 60), (4, 80), (5, 100), (6, 100)])
def test_i3_counts_distinct_settlement_products(count, score):
    names = ["网银", "代发工资", "票据", "收单", "国际结算", "现金管理"][:count]
    assert points("I3", settlement_products=names + names) == score


@pytest.mark.parametrize(
    ("wealth", "score"),
    [
        (0, 0), ("0.01", 20), ("49.99", 20), (50, 40), ("199.99", 40), (200, 60), ("499.99", 60),
        (500, 80), ("999.99", 80), (1000, 100), (None, 0),
    ],
)  # fmt: skip
def test_i4_wealth_by_band(wealth, score):
    assert points("I4", wealth_balance=wealth) == score


@pytest.mark.parametrize(
    ("own", "others", "score"),
    [
        (80, 20, 100), ("79.99", "20.01", 80), (60, 40, 80), ("59.99", "40.01", 60), (40, 60, 60),
        ("39.99", "60.01", 40), (20, 80, 40), ("19.99", "80.01", 20), ("0.01", 1000, 20), (0, 100, 0),
        (0, 0, 0), (100, None, 0), (None, 100, 0),
    ],
)  # fmt: skip
def test_i5_share_of_deposits_is_not_rounded(own, others, score):
    assert points("I5", avg_deposit=own, other_banks=bank(others)) == score


@pytest.mark.parametrize(
    ("satisfaction", "score"), [(1, 0), ("2.5", "37.5"), ("4.6", 90), (5, 100), (None, 0), ("3.25", "56.25")]
)
def test_i6_satisfaction(satisfaction, score):
    assert points("I6", satisfaction=satisfaction) == Decimal(score)


@pytest.mark.parametrize(("potential", "score"), [(1, 20), (2, 40), (3, 60), (4, 80), (5, 100), (None, 0)])
def test_i7_potential(potential, score):
    assert points("I7", potential=potential) == score


@pytest.mark.parametrize(
    ("loan_class", "overdue", "aml", "score", "veto"),
    [
        ("正常", 0, "低", 100, False), ("无贷款", 0, "中", 100, False), ("关注", 0, "低", 60, False),
        ("正常", 1, "低", 40, False), ("正常", 30, "低", 40, False), ("关注", 30, "低", 40, False),
        ("正常", 31, "低", 20, False), ("正常", 90, "低", 20, False), ("正常", 0, "高", 20, False),
        ("正常", 91, "低", 0, True), ("次级", 0, "低", 0, True), ("可疑", 0, "低", 0, True), ("损失", 0, "低", 0, True),
        ("正常", 0, "禁止", 0, True), (None, 0, "禁止", 0, True), (None, 0, "低", 0, False),
    ],
)  # fmt: skip
def test_i8_the_worst_risk_applies(loan_class, overdue, aml, score, veto):
    found = assessed(loan_class=loan_class, overdue_days=overdue, aml_risk=aml)
    assert (found.indicators["I8"], found.veto) == (score, veto)


def decide_tier(score: str, risk: int, potential: int | None, veto: bool = False) -> tuple[str, str]:
    known = {"potential_known": potential is not None, "potential": potential or 0}
    decision = shipped_standard().decide("tier", veto=veto, score=Decimal(score), risk_points=Decimal(risk), **known)
    return decision.rule, decision.text("tier")


@pytest.mark.parametrize(
    ("score", "risk", "potential", "veto", "expected"),
    [
        ("99.9", 100, 5, True, ("T1", "D")), ("80.0", 60, 1, False, ("T2", "A")), ("79.9", 60, 1, False, ("T3", "B")),
        ("80.0", 40, 1, False, ("T3", "B")), ("65.0", 40, 1, False, ("T3", "B")), ("64.9", 40, 5, False, ("T5", "C")),
        ("65.0", 20, 5, False, ("T5", "C")), ("64.9", 60, 4, False, ("T4", "P")), ("64.9", 60, 3, False, ("T5", "C")),
        ("45.0", 0, 1, False, ("T5", "C")), ("44.9", 100, 3, False, ("T6", "D")), ("44.9", 60, 4, False, ("T4", "P")),
        ("44.9", 40, 5, False, ("T6", "D")), ("44.9", 100, None, False, ("T6", "D")),
    ],
)  # fmt: skip
def test_tier_rules_at_their_edges(score, risk, potential, veto, expected):
    assert decide_tier(score, risk, potential, veto) == expected


FALLEN = {"avg_deposit": 100, "avg_loan": 0, "wealth_balance": 0, "potential": 1, "loan_class": "无贷款"}


@pytest.mark.parametrize(
    ("previous", "used", "changes", "effective", "grace"),
    [
        (None, False, {}, "A", False), ("A", False, {}, "A", False), ("B", False, {}, "A", False),
        ("A", False, FALLEN, "A", True), ("A", True, FALLEN, "D", False), ("B", False, FALLEN, "B", True),
        ("P", False, FALLEN, "P", True), ("C", False, {**FALLEN, "potential": 4}, "P", False),
        ("A", False, {"aml_risk": "禁止"}, "D", False),
    ],
)  # fmt: skip
def test_a_first_fall_without_veto_keeps_the_old_tier(previous, used, changes, effective, grace):
    found = assessed(previous_tier=previous, previous_grace=used, **changes)
    assert (found.effective_tier, found.grace) == (effective, grace)


WEAK = {
    "avg_deposit": 5, "avg_loan": 0, "wealth_balance": 0, "settlement_products": [], "potential": 2,
    "loan_class": "无贷款", "other_banks": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "Z4"), ({"aml_risk": "禁止"}, "Z1"), ({**WEAK, "previous_tier": "D"}, "Z2"),
        ({**WEAK, "previous_tier": "C"}, "Z4"), ({**WEAK, "previous_tier": "D", "potential": 3}, "Z4"),
        ({**WEAK, "previous_tier": "D", "avg_loan": None}, "Z4"), ({"satisfaction": "3.5"}, "Z4"),
        ({"satisfaction": "3.4"}, "Z3"), ({"satisfaction": None}, "Z3"), ({"loan_class": "关注"}, "Z4"),
        ({"overdue_days": 1}, "Z3"), ({"other_banks": None}, "Z3"), ({"key_persons": []}, "Z3"),
        ({"complaints_overdue": 1}, "Z3"), ({"previous_score": 100}, "Z4"),
    ],
)  # fmt: skip
def test_recommendation_rules(changes, rule):
    assert assessed(**changes).recommendation_rule == rule


@pytest.mark.parametrize(("fall", "rule"), [("10.0", "Z4"), ("10.1", "Z3")])
def test_a_fall_of_more_than_ten_points_improves(fall, rule):
    found = assessed(overdue_days=0, satisfaction="3.6", avg_loan=500)
    again = assessed(satisfaction="3.6", avg_loan=500, previous_score=str(found.score + Decimal(fall)))
    assert again.recommendation_rule == rule


@pytest.mark.parametrize(("own", "others", "rule"), [(2000, 3000, "Z4"), (2000, "3000.01", "Z3")])
def test_a_share_below_forty_percent_improves(own, others, rule):
    assert assessed(avg_deposit=own, other_banks=bank(others)).recommendation_rule == rule


@pytest.mark.parametrize(("own", "net", "rule"), [(2, "0.0", "Z4"), (1, "-1.0", "Z3")])
def test_a_negative_net_relation_improves(own, net, rule):
    person = {"post": "总经理", "influence": 5, "own_relation": own, "competitor_relation": 2}
    found = assessed(key_persons=[person])
    assert (str(found.net_relation), found.recommendation_rule) == (net, rule)


@pytest.mark.parametrize(
    ("tier", "contributed", "allowed"),
    [
        ("A", "10", 5000), ("A", "9.99", 4995), ("B", "4", 2000), ("B", "3.99", 1995), ("C", "0.6", 300),
        ("C", "0.59", 295), ("D", "0.1", 50), ("D", "0.09", 45), ("P", "0", 1500), ("A", "0", 0),
    ],
)  # fmt: skip
def test_allowed_budget_by_tier(tier, contributed, allowed):
    assert allowed_budget(tier, Decimal(contributed), shipped_standard()).allowed == allowed


@pytest.mark.parametrize(("overdue", "expected"), [(90, "150.00"), (91, "90.00")])
def test_loans_overdue_above_ninety_days_contribute_nothing(overdue, expected):
    assert assessed(overdue_days=overdue).contribution == Decimal(expected)
