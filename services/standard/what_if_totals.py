"""Counts what a draft standard would change: tiers, recommendations, budgets, and who would have to approve (E2).

Countable from what is stored: plans that are written, by who may approve them; tiers that a supervisor moved; exits,
which the head decides. Not countable: plans nobody has written yet, and tiers somebody may move next time.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from services.standard.authority import NEIGHBOURS, approver
from services.standard.what_if import Outcome, Result, Undecided, reason_text

FEN = 100
BEFORE, AFTER = "before", "after"


class Count:
    """Totals of some customers; money in fen. "x>y": x by the standard in force, y by the draft."""

    def __init__(self) -> None:
        self._single: Counter[str] = Counter()
        self._named: dict[str, Counter[str]] = {}

    def unreadable(self, field: str) -> None:
        """A customer whose file holds a value that no standard reads."""
        self._single["customers"] += 1
        self._add("unreadable", field)

    def results(self, before: Result, after: Result) -> None:
        """What both standards decide of one customer."""
        self._single["customers"] += 1
        for side, result in ((BEFORE, before), (AFTER, after)):
            if isinstance(result, Undecided):
                self._add(f"undecided_{side}", reason_text(result))
            else:
                self._add(f"budget_{side}", result.effective_tier, int(result.allowed_budget * FEN))
                self._single[f"grace_{side}"] += result.grace
        if isinstance(before, Outcome) and isinstance(after, Outcome):
            self._add("tiers", f"{before.effective_tier}>{after.effective_tier}")
            self._add("recommendations", f"{before.recommendation}>{after.recommendation}")

    def plan(self, total: Decimal, before: Decimal | None, after: Decimal | None) -> None:
        """A plan that waits or runs, by who may approve it; ``before``, ``after``: the allowed budgets, CNY."""
        self._add("plans", f"{approver(total, before)}>{approver(total, after)}")

    def override(self, moved_to: str, after: Outcome) -> None:
        """A tier that a supervisor moved: whether the draft needs, allows or forbids it (B3)."""
        if after.effective_tier == moved_to:
            self._add("overrides", "needless")
        elif after.veto or moved_to not in NEIGHBOURS.get(after.effective_tier, ""):
            self._add("overrides", "impossible")
        else:
            self._add("overrides", "kept")

    def totals(self) -> dict[str, Any]:
        """As JSON."""
        return {**self._single, **{name: dict(counts) for name, counts in self._named.items()}}

    def _add(self, name: str, key: str, count: int = 1) -> None:
        counts = self._named.get(name)
        if counts is None:
            counts = self._named[name] = Counter()
        counts[key] += count
