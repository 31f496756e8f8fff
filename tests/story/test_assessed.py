"""A stored rating is computed again from its stored inputs by its own standard; what was altered since shows."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from services.models import Assessment, StandardVersion
from services.readings.story.assessed import Assessed, assessed
from services.standard.explanation import explain
from services.standard.standard import shipped_standard
from tests.paths.walking import Walker
from tests.standard.test_score_command import EXAMPLES
from tests.support.bank import Bank

MOST = 10


def rated(bank: Bank, number: str) -> int:
    """A cycle whose tier was computed."""
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(number)
    walker.desk.run_to(cycle, "approve_tier")
    return cycle


def checked(bank: Bank, cycle: int) -> list[Assessed]:
    with bank.runtime.read_session() as session:
        return assessed(session, cycle, MOST)


def alter(bank: Bank, cycle: int, part: str, name: str, value: Any) -> None:
    """Change a stored assessment behind the program's back; the change really is in the database."""
    with bank.runtime.writer.begin() as connection:
        found = select(Assessment.id, getattr(Assessment, part)).where(Assessment.instance_id == cycle)
        row_id, stored = connection.execute(found.order_by(Assessment.id.desc())).first()
        changed = {**copy.deepcopy(dict(stored)), name: value}
        assert changed != stored
        connection.execute(
            Assessment.__table__.update().where(Assessment.__table__.c.id == row_id).values({part: changed})
        )


@pytest.mark.parametrize("number", EXAMPLES)
def test_what_the_procedure_stored_is_confirmed(bank: Bank, number: str) -> None:
    found = checked(bank, rated(bank, number))
    assert len(found) == 2
    assert [one.is_confirmed for one in found] == [True, True]


@pytest.mark.parametrize(("name", "value"), [("score", "80.0"), ("tier", "A"), ("recommendation_rule", "Z4")])
def test_an_altered_result_is_told_with_both_values(bank: Bank, name: str, value: str) -> None:
    cycle = rated(bank, "K0003")
    before = checked(bank, cycle)[0].stored.result[name]
    alter(bank, cycle, "result", name, value)
    newest, first = checked(bank, cycle)
    assert [(one.name, one.stored, one.recomputed) for one in newest.differences or ()] == [(name, value, before)]
    assert not newest.is_confirmed
    assert first.is_confirmed


def test_an_altered_input_is_told_by_what_it_would_have_given(bank: Bank) -> None:
    cycle = rated(bank, "K0001")
    alter(bank, cycle, "inputs", "avg_deposit", 1)
    newest = checked(bank, cycle)[0]
    assert {one.name for one in newest.differences or ()} >= {"indicators", "score"}


def test_a_standard_that_cannot_be_read_confirms_nothing(bank: Bank) -> None:
    cycle = rated(bank, "K0001")
    with bank.runtime.writer.begin() as connection:
        standards = StandardVersion.__table__
        connection.execute(standards.update().values(files={"tier.dmn": "<broken"}))
    for one in checked(bank, cycle):
        assert (one.differences, one.explanation, one.is_confirmed) == (None, None, False)


def test_a_rating_by_a_standard_that_is_not_stored_confirms_nothing(bank: Bank) -> None:
    cycle = rated(bank, "K0001")
    with bank.runtime.writer.begin() as connection:
        connection.execute(Assessment.__table__.update().values(standard_version="9.9"))
    assert [one.is_confirmed for one in checked(bank, cycle)] == [False, False]


# domain D2; K0002 has 71.5 points, I8 100 and potential 3, K0003 has 36.5, I8 100 and potential 5.
@pytest.mark.parametrize(
    ("number", "tier", "missing"),
    [("K0001", "A", []), ("K0002", "B", [("A", [Decimal("8.5")])]), ("K0003", "P", None)],
)
def test_the_distance_to_each_better_tier_is_told(bank: Bank, number: str, tier: str, missing: Any) -> None:
    with bank.runtime.read_session() as session:
        stored = assessed(session, rated(bank, number), MOST)[0]
    explanation = stored.explanation
    assert explanation is not None
    assert explanation.tier == tier
    told = [(one.tier, [cell.missing for cell in one.unmet]) for one in explanation.better]
    if missing is None:
        missing = [("B", [Decimal("28.5")]), ("A", [Decimal("43.5")])]
    assert told == missing


def test_points_are_weight_times_score_and_add_up_to_the_score(bank: Bank) -> None:
    explanation = checked(bank, rated(bank, "K0002"))[0].explanation
    assert explanation is not None
    for one in explanation.indicators:
        assert one.points == one.weight * one.score / 100
    assert sum(one.points for one in explanation.indicators) == explanation.score == Decimal("71.5")


def test_a_veto_is_told_as_what_is_in_the_way() -> None:
    record = {"customer_id": "K1", "aml_risk": "禁止", "loan_class": "正常", "overdue_days": 0, "avg_deposit": 9000}
    explanation = explain(record, shipped_standard())
    assert (explanation.veto, explanation.tier_rule, explanation.tier) == (True, "T1", "D")
    assert "否决" in explanation.tier_said
    assert explanation.better
