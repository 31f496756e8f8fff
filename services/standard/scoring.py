"""The eight indicators and the final score (D1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from services.standard.figures import Figures, read_figures
from services.standard.rounding import ZERO, half_up
from services.standard.standard import Decision, Standard


class Scoring(NamedTuple):
    """``indicators``, ``weights`` (%), ``points`` (weight × score ÷ 100): keyed I1 to I8; scores 0–100.

    ``score``: 0.0–100.0, rounded once, half-up. ``gaps``: indicators below target; ``data_gaps``: those scored 0
    because a figure is unknown. ``rules``: indicator → matched row (I6 has a formula and no row).
    """

    indicators: Mapping[str, Decimal]
    weights: Mapping[str, Decimal]
    points: Mapping[str, Decimal]
    score: Decimal
    veto: bool
    gaps: tuple[str, ...]
    data_gaps: tuple[str, ...]
    rules: Mapping[str, str]


def score_indicators(record: Mapping[str, object], standard: Standard) -> Scoring:
    """Score a record with the keys of form C1 (D1); raises `RecordInvalid`."""
    return score_figures(read_figures(record), standard)


def score_figures(figures: Figures, standard: Standard) -> Scoring:
    """Score typed figures (D1): bands are [low, high), an unknown figure scores 0."""
    values = values_of(figures)
    decisions = _decisions(figures, values, standard)
    indicators = {key: decision.number("points") for key, decision in decisions.items()}
    indicators["I6"] = _satisfaction(figures.satisfaction, standard)
    points: dict[str, Decimal] = {}
    total, gaps = ZERO, list[str]()
    for row in standard.parameters.indicators:
        score = indicators[row.id]
        total += points.setdefault(row.id, row.weight * score / 100)
        if score < row.target:
            gaps.append(row.id)
    return Scoring(
        indicators={key: indicators[key] for key in points},
        weights=standard.parameters.weights,
        points=points,
        score=half_up(total, 1),
        veto=decisions["I8"].flag("veto"),
        gaps=tuple(gaps),
        data_gaps=tuple([key for key in points if values[key] is None]),
        rules={key: decision.rule for key, decision in decisions.items()},
    )


def values_of(figures: Figures) -> dict[str, Decimal | int | None]:
    """Indicator → the figure that it scores; None: unknown. Of I8 one of several."""
    return {
        "I1": figures.deposits,
        "I2": figures.loans,
        "I3": figures.products,
        "I4": figures.wealth,
        "I5": figures.share,
        "I6": figures.satisfaction,
        "I7": figures.potential,
        "I8": figures.overdue_days if _risk_known(figures) else None,
    }


TABLE_INPUTS = {
    "I1": ("deposits", "deposits"),
    "I2": ("loans", "loans"),
    "I3": ("settlement", "products"),
    "I4": ("wealth", "wealth"),
    "I5": ("share", "share"),
    "I7": ("potential", "potential"),
}
"""Indicator → its table and the name of the figure there."""

SCORING_TABLES = (*(table for table, _ in TABLE_INPUTS.values()), "risk")


def _decisions(figures: Figures, values: Mapping[str, Decimal | int | None], standard: Standard) -> dict[str, Decision]:
    decisions = {}
    for indicator, (table, name) in TABLE_INPUTS.items():
        value = values[indicator]
        figure: dict[str, object] = {name: value or 0}
        decisions[indicator] = standard.decide(table, known=value is not None, **figure)
    decisions["I8"] = standard.decide(
        "risk",
        loan_class=figures.loan_class or "",
        overdue_days=figures.overdue_days or 0,
        aml_risk=figures.aml_risk or "",
        known=_risk_known(figures),
    )
    return decisions


def _risk_known(figures: Figures) -> bool:
    return None not in (figures.loan_class, figures.overdue_days, figures.aml_risk)


def _satisfaction(satisfaction: Decimal | None, standard: Standard) -> Decimal:
    """(s − 1) × 25 (D1, I6)."""
    if satisfaction is None:
        return ZERO
    parameters = standard.parameters
    return (satisfaction - parameters.satisfaction_lowest) * parameters.satisfaction_points_per_step
