"""What a draft standard would decide is what an assessment by it decides, for every record and every draft."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from processes.engine.errors import DefinitionRefused
from processes.errors import ProcessError
from services.demo.customers import generated_records
from services.standard.assessment import assess
from services.standard.errors import StandardInvalid
from services.standard.figures import read_figures
from services.standard.standard import Standard, load_standard, shipped_standard
from services.standard.what_if import Outcome, Result, Undecided, WhatIf
from tests.standard.editing import moved_threshold, random_draft

TIERS = (None, "A", "B", "P", "C", "D")


def changed(chance: random.Random, record: dict[str, Any]) -> dict[str, Any]:
    """The record with some figures unknown, at a threshold, or bad."""
    amount = lambda: chance.choice([None, 0, 10, 99.99, "100", 1000, 4999.999, 5000, chance.randint(0, 9000)])  # noqa: E731
    other = {
        "avg_deposit": amount(), "avg_loan": amount(), "wealth_balance": amount(), "fee_income": -1.5,
        "satisfaction": chance.choice([None, 1, "3.5", 4.9]), "potential": chance.choice([None, 1, 3, 4, 5]),
        "loan_class": chance.choice([None, "关注", "损失", "正常"]), "overdue_days": chance.choice([None, 0, 31, 91]),
        "aml_risk": chance.choice([None, "高", "禁止"]), "other_banks": chance.choice([None, [], [{"deposit": None}]]),
        "previous_tier": chance.choice(TIERS), "previous_score": chance.choice([None, 50, "90.5"]),
        "previous_grace": chance.random() < 0.5, "complaints_overdue": chance.choice([None, 0, 2]),
        "key_persons": chance.choice([None, [{"influence": 5, "own_relation": 0, "competitor_relation": 5}]]),
    }  # fmt: skip
    return record | {key: other[key] for key in chance.sample(sorted(other), chance.randint(0, 6))}


def by_assessment(record: dict[str, Any], standard: Standard) -> Result | type[Exception]:
    try:
        one = assess(record, standard)
    except (ProcessError, ArithmeticError) as error:
        return type(error)
    return Outcome(
        one.score, one.veto, one.tier, one.effective_tier, one.grace, one.recommendation, one.contribution,
        one.allowed_budget,
    )  # fmt: skip


def told(result: Result) -> object:
    return result.code if isinstance(result, Undecided) else result


def expected(result: Result | type[Exception]) -> object:
    return result.__name__ if isinstance(result, type) else result


def test_it_is_what_an_assessment_by_each_standard_decides() -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    records = generated_records(200, seed)
    drafts = 0
    while drafts < 40:
        try:
            draft = load_standard(random_draft(chance))
        except (StandardInvalid, DefinitionRefused):
            continue
        drafts += 1
        what_if = WhatIf(shipped_standard(), draft)
        for _ in range(12):
            record = changed(chance, chance.choice(records))
            before, after = what_if.results(read_figures(record))
            assert told(before) == expected(by_assessment(record, shipped_standard())), (seed, drafts, record)
            assert told(after) == expected(by_assessment(record, draft)), (seed, drafts, record)


def test_a_draft_that_says_the_same_changes_nothing() -> None:
    what_if = WhatIf(shipped_standard(), shipped_standard())
    for record in generated_records(50):
        before, after = what_if.results(read_figures(record))
        assert before == after


def test_a_threshold_that_falls_lifts_whoever_is_at_it() -> None:
    draft = load_standard(moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 36.5"))
    record = {"customer_id": "K", "avg_deposit": 1000, "loan_class": "正常", "overdue_days": 0, "aml_risk": "低"}
    what_if = WhatIf(shipped_standard(), draft)
    before, after = what_if.results(read_figures(record | {"potential": 1, "satisfaction": 2}))
    assert isinstance(before, Outcome)
    assert isinstance(after, Outcome)
    assert (before.score, before.tier, after.tier) == (Decimal("34.5"), "D", "D")
    better = what_if.results(read_figures(record | {"potential": 2, "satisfaction": 2}))
    assert [told(one).tier for one in better] == ["D", "B"]  # type: ignore[union-attr, attr-defined]


def test_a_hole_in_a_draft_leaves_a_customer_undecided() -> None:
    draft = load_standard(moved_threshold("settlement.dmn", "&gt;= 5", "&gt;= 6"))
    record = generated_records(1)[0] | {"settlement_products": ["a", "b", "c", "d", "e"]}
    _before, after = WhatIf(shipped_standard(), draft).results(read_figures(record))
    assert isinstance(after, Undecided)
