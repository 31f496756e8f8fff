"""What the bank tells each table of the standard, and what it must be told in return (D1–D5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.standard.parameters import TIERS

RESULTS = ("维持关系", "改进关系", "终止关系")
PERIODS = ("month", "quarter", "half-year")
MOST_POINTS = 100


@dataclass(frozen=True)
class Wanted:
    """``accepts``: whether a cell's value may be an output; ``code``: of the problem when it may not."""

    code: str
    accepts: Callable[[object], bool]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value >= 0


def _is_whole(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and _is_number(value) and value == int(value)


POINTS = Wanted("standard_points", lambda value: _is_number(value) and Decimal(str(value)) <= MOST_POINTS)
AMOUNT = Wanted("standard_amount", _is_number)
COUNT = Wanted("standard_count", _is_whole)
FLAG = Wanted("standard_flag", lambda value: isinstance(value, bool))
TEXT = Wanted("standard_text", lambda value: isinstance(value, str) and bool(value))
TIER = Wanted("standard_tier", lambda value: isinstance(value, str) and value in TIERS)
RESULT = Wanted("standard_result", lambda value: isinstance(value, str) and value in RESULTS)
PERIOD = Wanted("standard_period", lambda value: isinstance(value, str) and value in PERIODS)

OUTPUTS: Mapping[str, Mapping[str, Wanted]] = {
    **{key: {"points": POINTS} for key in ("deposits", "loans", "settlement", "wealth", "share", "potential")},
    "risk": {"points": POINTS, "veto": FLAG},
    "tier": {"tier": TIER},
    "grace": {"grace": FLAG},
    "recommendation": {"rule": TEXT, "recommendation": RESULT},
    "contact": {
        "contacts": COUNT,
        "period": PERIOD,
        "visits_per_year": COUNT,
        "max_gap_days": COUNT,
        "supervisor_visits_per_year": COUNT,
        "leader_visits_per_year": COUNT,
        "measures": TEXT,
    },
    "budget": {"cap": AMOUNT, "gift_cap": AMOUNT, "contribution_limited": FLAG},
}
"""Decision id → the outputs it must have, and what each holds."""

INPUTS: Mapping[str, frozenset[str]] = {
    "deposits": frozenset(("known", "deposits")),
    "loans": frozenset(("known", "loans")),
    "settlement": frozenset(("known", "products")),
    "wealth": frozenset(("known", "wealth")),
    "share": frozenset(("known", "share")),
    "potential": frozenset(("known", "potential")),
    "risk": frozenset(("loan_class", "overdue_days", "aml_risk", "known")),
    "tier": frozenset(("veto", "score", "risk_points", "potential_known", "potential")),
    "grace": frozenset(("has_previous", "veto", "rank_change", "previous_grace")),
    "recommendation": frozenset(
        (
            *("veto", "tier", "previous_tier", "potential_known", "potential", "no_loan"),
            *("satisfaction_known", "satisfaction", "risk_points", "net_known", "net"),
            *("share_known", "share", "complaints_overdue", "score_fall"),
        )
    ),
    "contact": frozenset(("tier",)),
    "budget": frozenset(("tier",)),
}
"""Decision id → the names that its inputs and cells may read."""

BY_TIER = ("contact", "budget")
"""Tables that must have one row for each tier."""
