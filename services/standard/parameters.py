"""The parameters of a standard: ``parameters.json`` as a frozen dataclass. Must not evaluate anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TypeVar

from services.standard.errors import StandardInvalid

FILE = "parameters.json"
INDICATORS = tuple(f"I{number}" for number in range(1, 9))
TIERS = frozenset("ABPCD")
T = TypeVar("T")


@dataclass(frozen=True)
class Indicator:
    """``weight``: %; ``target``: points 0–100, below it is a gap (D1); ``label``: language → text."""

    id: str
    weight: Decimal
    target: Decimal
    label: Mapping[str, str]


@dataclass(frozen=True)
class Parameters:
    """The figures of D1–D5 that are in no table; amounts in CNY, shares in %.

    ``tier_ranks``: tier → rank, higher is better, equal ranks do not count as a fall (D2).
    """

    version: str
    effective_from: date
    indicators: tuple[Indicator, ...]
    satisfaction_lowest: Decimal
    satisfaction_points_per_step: Decimal
    tier_ranks: Mapping[str, int]
    deposits_percent: Decimal
    loans_percent: Decimal
    wealth_percent: Decimal
    loans_count_up_to_overdue_days: int
    budget_percent_of_contribution: Decimal
    event_seat_cap: Decimal
    alert_tier_a_percent: Decimal
    alert_customers_per_manager: int

    @cached_property
    def weights(self) -> Mapping[str, Decimal]:
        """Indicator → its weight, %."""
        return {row.id: row.weight for row in self.indicators}


def read_parameters(content: bytes) -> Parameters:
    """The parameters in the file's bytes; raises `StandardInvalid`."""
    try:
        made = _parameters(json.loads(content))
    except KeyError as error:
        raise StandardInvalid(FILE, f"missing: {error.args[0]}") from error
    except (ValueError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise StandardInvalid(FILE, str(error)) from error
    if tuple(indicator.id for indicator in made.indicators) != INDICATORS:
        raise StandardInvalid(FILE, "indicators: I1 to I8, each once, in order", "standard_indicators")
    if sum(indicator.weight for indicator in made.indicators) != 100:
        raise StandardInvalid(FILE, "weights: must total 100 %", "standard_weights")
    if set(made.tier_ranks) != TIERS:
        raise StandardInvalid(FILE, "tier_ranks: A, B, P, C and D, each once", "standard_ranks")
    return made


def _parameters(data: dict[str, dict[str, object]]) -> Parameters:
    satisfaction, contribution, alerts = data["satisfaction"], data["contribution"], data["alerts"]
    return Parameters(
        version=_text(data["version"]),
        effective_from=date.fromisoformat(_text(data["effective_from"])),
        indicators=_each(data["indicators"], _indicator),
        satisfaction_lowest=_number(satisfaction["lowest"]),
        satisfaction_points_per_step=_number(satisfaction["points_per_step"]),
        tier_ranks={tier: int(_number(rank)) for tier, rank in data["tier_ranks"].items()},
        deposits_percent=_number(contribution["deposits_percent"]),
        loans_percent=_number(contribution["loans_percent"]),
        wealth_percent=_number(contribution["wealth_percent"]),
        loans_count_up_to_overdue_days=int(_number(contribution["loans_count_up_to_overdue_days"])),
        budget_percent_of_contribution=_number(data["budget_percent_of_contribution"]),
        event_seat_cap=_number(data["event_seat_cap"]),
        alert_tier_a_percent=_number(alerts["tier_a_percent"]),
        alert_customers_per_manager=int(_number(alerts["customers_per_manager"])),
    )


def _indicator(row: dict[str, object]) -> Indicator:
    label = row["label"]
    if not isinstance(label, dict):
        raise TypeError("label: language → text")
    texts = {str(language): _text(text) for language, text in label.items()}
    return Indicator(_text(row["id"]), _number(row["weight_percent"]), _number(row["target"]), texts)


def _each(value: object, read: Callable[[dict[str, object]], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return tuple(read(item) for item in value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"a text is expected, not {value!r}")
    return value


def _number(value: object) -> Decimal:
    """Fractions are texts in the file, so that no binary float ever enters; never negative."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(f"a whole number or a text is expected, not {value!r}")
    number = Decimal(value)
    if not number.is_finite() or number < 0:
        raise ValueError(f"a number from 0 is expected, not {value!r}")
    return number
