"""Every combination that the tables of D2, D3 and D4 tell apart, against the clauses written out plainly."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from processes.engine.errors import NoRuleMatched
from services.standard.budget import allowed_budget
from services.standard.contact_norm import ContactNorm, contact_norm
from services.standard.standard import shipped_standard

TIERS = ("A", "B", "P", "C", "D")


def clause_d2(veto: bool, score: Decimal, risk: int, potential: int | None) -> str:
    if veto:
        return "T1"
    if score >= 80 and risk >= 60:
        return "T2"
    if score >= 65 and risk >= 40:
        return "T3"
    if potential is not None and potential >= 4 and risk >= 60:
        return "T4"
    return "T5" if score >= 45 else "T6"


def test_every_combination_of_score_risk_potential_and_veto_meets_its_tier_rule():
    scores = [Decimal(text) for text in ("0.0", "44.9", "45.0", "64.9", "65.0", "79.9", "80.0", "100.0")]
    for veto, score, risk, potential in product((True, False), scores, (0, 20, 40, 60, 100), (None, 1, 3, 4, 5)):
        known = {"potential_known": potential is not None, "potential": potential or 0}
        found = shipped_standard().decide("tier", veto=veto, score=score, risk_points=risk, **known)
        assert found.rule == clause_d2(veto, score, risk, potential), (veto, score, risk, potential)


def test_every_combination_of_grace():
    for has, veto, change, used in product((True, False), (True, False), (-3, -1, 0, 1), (True, False)):
        found = shipped_standard().decide("grace", has_previous=has, veto=veto, rank_change=change, previous_grace=used)
        assert found.flag("grace") == (has and not veto and change < 0 and not used), (has, veto, change, used)


BEST: dict[str, object] = {
    "veto": False, "tier": "B", "previous_tier": "B", "potential_known": True, "potential": 3, "no_loan": False,
    "satisfaction_known": True, "satisfaction": Decimal("3.5"), "risk_points": 60, "net_known": True,
    "net": Decimal("0.0"), "share_known": True, "share": Decimal(40), "complaints_overdue": 0, "score_fall": 10,
}  # fmt: skip


def test_every_combination_of_terminating():
    for veto, tier, previous, potential, no_loan in product(
        (True, False), ("C", "D"), ("", "C", "D"), (None, 1, 2, 3), (True, False)
    ):
        given = {"potential_known": potential is not None, "potential": potential or 0, "no_loan": no_loan}
        found = shipped_standard().decide(
            "recommendation", **{**BEST, "veto": veto, "tier": tier, "previous_tier": previous, **given}
        )
        low = potential is not None and potential <= 2
        watched_twice = tier == previous == "D" and low and no_loan
        expected = "Z1" if veto else "Z2" if watched_twice else "Z4"
        assert found.text("rule") == expected, (veto, tier, previous, potential, no_loan)


def test_any_one_reason_and_any_set_of_reasons_improves():
    for satisfaction, net, share, risk, late, tier, fall in product(
        (None, "3.4", "3.5"), (None, "-0.1", "0.0"), (None, "39.99", "40"), (40, 60), (1, 0), ("P", "B"), ("10.1", 10)
    ):
        given = {
            "satisfaction_known": satisfaction is not None, "satisfaction": Decimal(satisfaction or 0),
            "net_known": net is not None, "net": Decimal(net or 0),
            "share_known": share is not None, "share": Decimal(share or 0),
            "risk_points": risk, "complaints_overdue": late, "tier": tier, "score_fall": Decimal(fall),
        }  # fmt: skip
        found = shipped_standard().decide("recommendation", **{**BEST, **given})
        sound = (satisfaction, net, share, risk, late, tier, fall) == ("3.5", "0.0", "40", 60, 0, "B", 10)
        assert found.text("rule") == ("Z4" if sound else "Z3"), given
        assert found.text("recommendation") == ("维持关系" if sound else "改进关系")


@pytest.mark.parametrize(
    ("tier", "norm"),
    [
        ("A", (2, "month", 6, 20, 2, 1)),
        ("B", (1, "month", 4, 35, 1, 0)),
        ("P", (1, "month", 4, 35, 1, 0)),
        ("C", (1, "quarter", 1, 100, 0, 0)),
        ("D", (1, "half-year", 0, 190, 0, 0)),
    ],
)
def test_the_contact_norm_of_each_tier(tier, norm):
    found = contact_norm(tier, shipped_standard())
    assert found == ContactNorm(*norm, found.measures)
    assert found.measures


@pytest.mark.parametrize(("tier", "gift"), [("A", 200), ("B", 100), ("P", 100), ("C", 30), ("D", 0)])
def test_the_gift_cap_of_each_tier(tier, gift):
    assert allowed_budget(tier, Decimal(100), shipped_standard()).gift_cap == gift


def test_a_tier_outside_the_standard_has_no_norm():
    with pytest.raises(NoRuleMatched):
        contact_norm("E", shipped_standard())
