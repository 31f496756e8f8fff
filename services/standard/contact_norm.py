"""How often a customer of a tier is contacted, and with which measures (D4)."""

from __future__ import annotations

from dataclasses import dataclass

from services.standard.standard import Standard


@dataclass(frozen=True)
class ContactNorm:
    """``contacts`` a ``period`` (month, quarter, half-year); visits are a year's and count as contacts.

    ``measures``: keys, e.g. "named-team".
    """

    contacts: int
    period: str
    visits_per_year: int
    max_gap_days: int
    supervisor_visits_per_year: int
    leader_visits_per_year: int
    measures: tuple[str, ...]


def contact_norm(effective_tier: str, standard: Standard) -> ContactNorm:
    """The contact norm of an effective tier (D4); raises `NoRuleMatched` for an unknown tier."""
    decision = standard.decide("contact", tier=effective_tier)
    return ContactNorm(
        contacts=int(decision.number("contacts")),
        period=decision.text("period"),
        visits_per_year=int(decision.number("visits_per_year")),
        max_gap_days=int(decision.number("max_gap_days")),
        supervisor_visits_per_year=int(decision.number("supervisor_visits_per_year")),
        leader_visits_per_year=int(decision.number("leader_visits_per_year")),
        measures=tuple(decision.text("measures").split(",")),
    )
