"""What an answer about impact says, as a page shows it: tables in the order of the tiers, sentences for reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from processes.definitions import is_diagram
from processes.diagrams import Diagram, Language
from processes.impact import INSTANCES, reason_of
from services.readings.impact import ImpactState
from services.standard.figures import TIERS
from web.definitions.finding import names_of_process
from web.definitions.migration_words import reason_sentence
from web.impact.words import undecided_sentence
from web.languages import language

Counts = Mapping[str, int]
APPROVERS = ("reviewer", "head", "nobody", "undecided")
RESULTS = ("维持关系", "改进关系", "终止关系")
OVERRIDES = ("kept", "needless", "impossible")


@dataclass(frozen=True)
class InstancesTold:
    """Running instances: how many of each kind; sentences with how many they are said of, the most frequent first."""

    kinds: Counts
    blocked_by: list[tuple[str, int]]
    notes: list[tuple[str, int]]


@dataclass(frozen=True)
class Side:
    """One line before and after: how many, and where it is about money how much, CNY."""

    key: str
    before: int
    after: int
    money_before: Decimal = Decimal(0)
    money_after: Decimal = Decimal(0)


@dataclass(frozen=True)
class TiersTold:
    """The customer book. ``matrix``: tier by the standard in force → how many have which tier by the draft, both in
    the order of the tiers; ``undecided``: sentences with how many they are said of."""

    customers: int
    changed: int
    matrix: list[tuple[str, list[int]]]
    tiers: list[Side]
    total: Side
    recommendations: list[Side]
    plans: list[Side]
    overrides: list[tuple[str, int]]
    grace: Side
    undecided: list[tuple[str, int]]


def told_of(session: Session, state: ImpactState) -> InstancesTold | TiersTold:
    """What is known so far."""
    return _instances(session, state) if state.run.kind == INSTANCES else _tiers(state.totals)


def _instances(session: Session, state: ImpactState) -> InstancesTold:
    names = {**names_of_process(session, state.run.subject), **_drawn(state.run.files)}
    blocked, notes = (_sentences(state.totals.get(name, {}), names) for name in ("blocked_by", "notes"))
    return InstancesTold(state.totals.get("kinds", {}), blocked, notes)


def _sentences(reasons: Counts, names: Mapping[str, str]) -> list[tuple[str, int]]:
    told = Counter[str]()
    for key, count in reasons.items():
        told[reason_sentence(reason_of(key), names)] += count
    return told.most_common()


def _drawn(files: Mapping[str, str]) -> dict[str, str]:
    """The names in the diagram that was asked about: what is new in it has no other."""
    diagram = next((text.encode("latin-1") for path, text in files.items() if is_diagram(path)), None)
    if diagram is None:
        return {}
    spoken: Language = "en" if language() == "en" else "zh"
    elements = Diagram.parse(diagram).elements.values()
    return {one.id: one.label(spoken) for one in elements if one.label(spoken)}


def _tiers(totals: Mapping[str, Any]) -> TiersTold:
    moves: Counts = totals.get("tiers", {})
    tiers = [_tier(tier, moves, totals) for tier in TIERS]
    undecided = [
        *((undecided_sentence("unreadable", field), count) for field, count in totals.get("unreadable", {}).items()),
        *((undecided_sentence("before", code), count) for code, count in totals.get("undecided_before", {}).items()),
        *((undecided_sentence("after", code), count) for code, count in totals.get("undecided_after", {}).items()),
    ]
    return TiersTold(
        customers=totals.get("customers", 0),
        changed=sum(count for key, count in moves.items() if len(set(key.split(">"))) > 1),
        matrix=[(one, [moves.get(f"{one}>{other}", 0) for other in TIERS]) for one in TIERS],
        tiers=tiers,
        total=_total(tiers),
        recommendations=_sides(totals.get("recommendations", {}), RESULTS),
        plans=_sides(totals.get("plans", {}), APPROVERS),
        overrides=[(key, totals["overrides"].get(key, 0)) for key in OVERRIDES] if totals.get("overrides") else [],
        grace=Side("grace", totals.get("grace_before", 0), totals.get("grace_after", 0)),
        undecided=undecided,
    )


def _tier(tier: str, moves: Counts, totals: Mapping[str, Any]) -> Side:
    (side,) = _sides(moves, (tier,))
    money = (Decimal(totals.get(f"budget_{name}", {}).get(tier, 0)) / 100 for name in ("before", "after"))
    return Side(tier, side.before, side.after, *money)


def _total(tiers: list[Side]) -> Side:
    return Side(
        "",
        sum(one.before for one in tiers),
        sum(one.after for one in tiers),
        sum((one.money_before for one in tiers), Decimal(0)),
        sum((one.money_after for one in tiers), Decimal(0)),
    )


def _sides(moves: Counts, keys: tuple[str, ...]) -> list[Side]:
    """How many have each key by the standard in force, and by the draft."""
    before, after = Counter[str](), Counter[str]()
    for move, count in moves.items():
        one, _, other = move.partition(">")
        before[one] += count
        after[other] += count
    return [Side(key, before[key], after[key]) for key in keys]
