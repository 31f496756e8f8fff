"""Two standards on one customer's figures: what a draft would decide otherwise than the one in force.

By the same functions as an assessment (`assess`), with tables that are fast to ask; a stage whose tables, parameters
and figures are the same in both is decided once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from processes.engine.deciding import UNKNOWN, FastTable
from processes.engine.decisions import DecisionTable
from processes.errors import ProcessError
from services.standard.budget import allowed_budget, contribution
from services.standard.figures import Figures
from services.standard.parameters import Parameters
from services.standard.recommendation import Recommendation, recommend
from services.standard.scoring import SCORING_TABLES, Scoring, score_figures
from services.standard.standard import Decision, Standard
from services.standard.tiering import Tiering, decide_tier


class Outcome(NamedTuple):
    """What a standard decides of a customer, as in `Assessment`; ``allowed_budget``: CNY a year."""

    score: Decimal
    veto: bool
    tier: str
    effective_tier: str
    grace: bool
    recommendation: str
    contribution: Decimal
    allowed_budget: Decimal


class Undecided(NamedTuple):
    """A standard that has no answer for a customer. ``code``: the error's name; ``table``: which table, where one."""

    code: str
    table: str


Result = Outcome | Undecided
FAILURES = (ProcessError, ArithmeticError)  # what a table may say can also be too large to be counted with


class WhatIf:
    """The standard in force and a draft, ready to be asked about many customers."""

    def __init__(self, in_force: Standard, draft: Standard) -> None:
        alike: dict[str, _Asked] = {key: _Asked() for key in in_force.tables if _alike(in_force, draft, (key,))}
        self.in_force, self.draft = _fast(in_force, alike), _fast(draft, alike)
        self._scores_alike = _alike(in_force, draft, SCORING_TABLES) and _scoring(in_force) == _scoring(draft)
        self._tiers_alike = self._scores_alike and _alike(in_force, draft, ("tier", "grace"))
        self._tiers_alike &= in_force.parameters.tier_ranks == draft.parameters.tier_ranks
        self._advises_alike = self._tiers_alike and _alike(in_force, draft, ("recommendation",))

    def results(self, figures: Figures) -> tuple[Result, Result]:
        """What the standard in force decides, and what the draft would."""
        before = _decided(figures, self.in_force, _Shared())
        if isinstance(before, Undecided):
            return before, _result(_decided(figures, self.draft, _Shared()))
        shared = _Shared(
            before.scoring if self._scores_alike else None,
            before.tiering if self._tiers_alike else None,
            before.advice if self._advises_alike else None,
        )
        return before.outcome, _result(_decided(figures, self.draft, shared))

    def allowed(self, tier: str, outcome: Outcome, by_draft: bool) -> Decimal | None:
        """The budget of a customer whose tier a person decided, CNY (D5); None where the standard has none."""
        try:
            return allowed_budget(tier, outcome.contribution, self.draft if by_draft else self.in_force).allowed
        except FAILURES:
            return None


@dataclass(frozen=True)
class _FastStandard(Standard):
    """One that remembers what its tables said: of the same rules the same."""

    fast: Mapping[str, FastTable] = field(default_factory=dict)
    said: dict[tuple[str, int], Decision] = field(default_factory=dict)
    alike: Mapping[str, _Asked] = field(default_factory=dict)

    def decide(self, table: str, **inputs: object) -> Decision:
        """As `Standard.decide`."""
        asked = self.alike.get(table)
        if asked is None:
            return self._found(table, inputs)
        before, said = asked.last
        if before != inputs or said is None:
            said = self._found(table, inputs)
            asked.last = (inputs, said)
        return said

    def _found(self, table: str, inputs: dict[str, object]) -> Decision:
        matched = self.fast[table].matched(inputs)
        found = self.said.get((table, matched))
        if found is None:
            found = super().decide(table, **inputs)
            if matched != UNKNOWN:
                self.said[table, matched] = found
        return found


class _Asked:
    """What a table that is the same in both standards was asked last, and said: it is mostly asked twice.

    The inputs are of one kind each time, so that equal ones are the same; one assignment, so that threads may share it.
    """

    def __init__(self) -> None:
        self.last: tuple[dict[str, object], Decision | None] = ({}, None)


class _Shared(NamedTuple):
    """What the other standard decided by the very same rules; None: to be decided."""

    scoring: Scoring | None = None
    tiering: Tiering | None = None
    advice: Recommendation | None = None


class _Decided(NamedTuple):
    scoring: Scoring
    tiering: Tiering
    advice: Recommendation
    outcome: Outcome


def _decided(figures: Figures, standard: Standard, shared: _Shared) -> _Decided | Undecided:
    try:
        scoring = shared.scoring or score_figures(figures, standard)
        tiering = shared.tiering or decide_tier(figures, scoring, standard)
        advice = shared.advice or recommend(figures, scoring, tiering.tier, standard)
        contributed = contribution(figures, standard)
        budget = allowed_budget(tiering.effective_tier, contributed, standard)
    except FAILURES as error:
        return Undecided(type(error).__name__, str(getattr(error, "key", "") or getattr(error, "file", "")))
    outcome = Outcome(
        scoring.score,
        scoring.veto,
        tiering.tier,
        tiering.effective_tier,
        tiering.grace,
        advice.result,
        contributed,
        budget.allowed,
    )
    return _Decided(scoring, tiering, advice, outcome)


def _result(decided: _Decided | Undecided) -> Result:
    return decided if isinstance(decided, Undecided) else decided.outcome


def _fast(standard: Standard, alike: Mapping[str, _Asked]) -> _FastStandard:
    tables = {key: FastTable(table) for key, table in standard.tables.items() if isinstance(table, DecisionTable)}
    return _FastStandard(standard.version, standard.parameters, tables, tables, alike=alike)


def _alike(first: Standard, second: Standard, tables: tuple[str, ...]) -> bool:
    return all(first.tables[key] == second.tables[key] for key in tables)


def _scoring(standard: Standard) -> tuple[object, ...]:
    parameters: Parameters = standard.parameters
    weights = tuple((row.id, row.weight, row.target) for row in parameters.indicators)
    return weights, parameters.satisfaction_lowest, parameters.satisfaction_points_per_step


def reason_text(result: Undecided) -> str:
    """The name under which totals count it."""
    return f"{result.code}:{result.table}"
