"""The worked examples of domain G, through the process: what the operations of steps 2 and 3 store."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from services.models import Assessment
from tests.paths.walking import Walker
from tests.standard.test_score_command import EXAMPLES, KEYS


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_worked_example_comes_out_of_the_process(bank, number):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(number)
    walker.desk.run_to(cycle, "approve_tier")
    with bank.runtime.read_session() as session:
        stored = session.scalars(select(Assessment).where(Assessment.instance_id == cycle)).all()
    assert stored
    indicators, results = EXAMPLES[number]
    for assessment in stored:
        assert assessment.result["indicators"] == {f"I{i}": text for i, text in enumerate(indicators, 1)}
        assert [assessment.result[key] for key in KEYS] == results
    walker.walk(cycle, ["approve_tier"])
    customer = walker.customer(number)
    allowed = Decimal(walker.data(cycle)["record_tier"]["allowed_budget"])
    assert (customer.tier, allowed) == (results[2], Decimal(results[10]))
