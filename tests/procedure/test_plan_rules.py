"""The check of a plan at its boundaries (E2, E4, E5, D5, L5, L7). Allowed budget: CNY 1000."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.models import ImprovementMeasure
from services.procedure.basis import PlanBasis
from services.procedure.measure_rules import Measure
from services.procedure.plan_rules import plan_errors

GOOD = {
    **{"kind": "关键人强化", "way": "走访", "measure": "走访总经理", "person": 1, "date": "2026-03-20"},
    **{"budget": "100.00", "aim": "总经理", "target": "关系提升一级", "recipients": None},
    **{"capacity": True, "bs": "not_needed", "consent": True, "way_reason": None},
}


def basis(**changes: Any) -> PlanBasis:
    values = {
        **{"customer_name": "甲公司", "tier": "B", "result": "维持关系", "allowed": Decimal(1000)},
        **{"gaps": ("I6",), "latest_end": date(2026, 6, 30)},
        **changes,
    }
    return PlanBasis(**values)


def codes(rows: list[dict[str, object]], of: PlanBasis | None = None, active: bool = True, **plan: object) -> list[str]:
    values = {"period_from": "2026-03-01", "period_to": "2026-06-30", "measures": rows, **plan}
    measures = [Measure(number, row, active) for number, row in enumerate(rows, start=1)]
    return [f"{error.path} {error.code}" for error in plan_errors(values, measures, of or basis())]


def test_a_feasible_plan_has_no_errors():
    assert codes([GOOD]) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"date": "2026-02-28"}, "measures.0.date date_outside"),
        ({"date": "2026-03-01"}, None),
        ({"date": "2026-06-30"}, None),
        ({"date": "2026-07-01"}, "measures.0.date date_outside"),
        ({"capacity": False}, "measures.0.capacity no_capacity"),
        ({"bs": "pending"}, "measures.0.bs bs_pending"),
        ({"bs": "confirmed"}, None),
        ({"consent": False}, "measures.0.consent no_consent"),
        ({"aim": "I6"}, None),
        ({"aim": "I1"}, "measures.0.aim aim_untied"),
        ({"aim": "improvement"}, "measures.0.aim aim_untied"),
        ({"target": None}, "measures.0.aim aim_untied"),
        ({"way": "活动"}, "measures.0.way_reason way_unreasoned"),
        ({"way": "电话"}, "measures.0.way_reason way_unreasoned"),
        ({"way": "活动", "way_reason": "客户只接受集体活动"}, None),
        ({"kind": "信息", "way": "邮件"}, None),
        ({"kind": "信息", "way": "短信"}, None),
        ({"kind": "信息", "way": "电话"}, "measures.0.way_reason way_unreasoned"),
    ],
)
def test_an_infeasible_measure_is_refused_at_its_column(changes, error):
    assert codes([{**GOOD, **changes}]) == ([] if error is None else [error])


def test_a_measure_needs_an_active_owner():
    assert codes([GOOD], active=False) == ["measures.0.person owner_inactive"]


def test_a_refusal_names_the_measure_in_both_languages():
    rows = [GOOD, {**GOOD, "aim": "副总经理", "measure": "拜访副总", "consent": False}]
    values = {"period_from": "2026-03-01", "period_to": "2026-06-30", "measures": rows}
    (error,) = plan_errors(values, [Measure(1, rows[0], True), Measure(2, rows[1], True)], basis())
    assert error.message is not None
    assert "措施 2「拜访副总」" in error.message["zh"]
    assert "Measure 2 “拜访副总”" in error.message["en"]


@pytest.mark.parametrize(
    ("tier", "budget", "recipients", "error"),
    [
        ("A", "200.00", 1, None),
        ("A", "200.01", 1, "measures.0.budget gift_above_cap"),
        ("B", "300.00", 3, None),
        ("B", "300.01", 3, "measures.0.budget gift_above_cap"),
        ("P", "100.00", 1, None),
        ("C", "30.00", 1, None),
        ("C", "30.01", 1, "measures.0.budget gift_above_cap"),
        ("D", "0.01", 1, "measures.0.budget gift_above_cap"),
        ("B", "100.00", None, "measures.0.recipients recipients_missing"),
    ],
)
def test_a_gift_stays_below_the_cap_a_person(tier, budget, recipients, error):
    gift = {**GOOD, "kind": "问候礼品", "budget": budget, "recipients": recipients}
    assert codes([gift], basis(tier=tier)) == ([] if error is None else [error])


def test_a_greeting_without_a_gift_goes_by_message():
    assert codes([{**GOOD, "kind": "问候礼品", "way": "短信", "budget": "0.00"}], basis(tier="D")) == []


def test_measures_that_repeat_each_other_are_to_be_merged():
    assert codes([GOOD, GOOD]) == ["measures.1.measure duplicate"]
    assert codes([GOOD, {**GOOD, "date": "2026-03-21"}]) == []


@pytest.mark.parametrize(
    ("budget", "reason", "error"),
    [
        ("1000.00", None, None),
        ("1000.01", None, "budget_reason reason_missing"),
        ("1000.01", "旺季活动", None),
        ("1500.00", "旺季活动", None),
        ("1500.01", "旺季活动", "measures above_authority"),
    ],
)
def test_the_total_stays_within_authority(budget, reason, error):
    found = codes([{**GOOD, "budget": budget}], budget_reason=reason)
    assert found == ([] if error is None else [error])


@pytest.mark.parametrize(
    ("start", "end", "latest", "error"),
    [
        ("2026-03-01", "2026-06-30", date(2026, 6, 30), None),
        ("2026-03-01", "2026-07-01", date(2026, 6, 30), "period_to after_rating_day"),
        ("2026-03-01", "2027-02-28", date(2027, 6, 30), None),
        ("2026-03-01", "2027-03-01", date(2027, 6, 30), "period_to period_too_long"),
        ("2028-02-29", "2029-02-27", date(2029, 6, 30), None),
        ("2028-02-29", "2029-02-28", date(2029, 6, 30), "period_to period_too_long"),
    ],
)
def test_the_period_is_short_and_ends_by_the_next_rating_day(start, end, latest, error):
    found = codes([{**GOOD, "date": start}], basis(latest_end=latest), period_from=start, period_to=end)
    assert found == ([] if error is None else [error])


def test_a_relationship_to_improve_needs_a_strengthening_measure():
    visit = {**GOOD, "kind": "拜访"}
    assert codes([visit], basis(result="改进关系")) == ["measures strengthening_missing"]
    assert codes([visit, GOOD], basis(result="改进关系")) == []
    assert codes([visit], basis(result="维持关系")) == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"answer": "taken_up", "measure_no": 1}, None),
        ({"answer": "taken_up", "measure_no": 2}, "carried.0.measure_no not_in_plan"),
        ({"answer": "taken_up", "measure_no": None}, "carried.0.measure_no not_in_plan"),
        ({"answer": "declined", "reason": "客户已无此需求"}, None),
        ({"answer": "declined", "reason": None}, "carried.0.reason reason_missing"),
    ],
)
def test_an_improvement_carried_over_is_in_the_plan_or_declined_with_a_reason(answer, error):
    found = codes([GOOD], carried=[{"measure_id": 7, **answer}])
    assert found == ([] if error is None else [error])


def test_a_measure_may_serve_an_improvement_that_is_carried_over():
    carried = (ImprovementMeasure(id=7, measure="按月走访"),)
    assert codes([{**GOOD, "aim": "improvement"}], basis(carried=carried)) == []
