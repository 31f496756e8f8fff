"""The assessments of a cycle with their explanation, computed once more from what was stored (E3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.engine.errors import DefinitionRefused, NoRuleMatched, SeveralRulesMatched
from processes.errors import NotFound
from services.models import Assessment, TierRecord
from services.standard.assessment import assess
from services.standard.errors import RecordInvalid, StandardInvalid
from services.standard.explanation import Explanation, explain, said_of
from services.standard.scorecard import scorecard
from services.standard.standard import Standard, load_standard
from services.standard_versions import files_named

UNREADABLE = (NotFound, StandardInvalid, DefinitionRefused, RecordInvalid, NoRuleMatched, SeveralRulesMatched)


@dataclass(frozen=True)
class Difference:
    """A part of a result that another computation gives otherwise."""

    name: str
    stored: object
    recomputed: object


@dataclass(frozen=True)
class Assessed:
    """``differences``: of the stored result from what its inputs give now by its own standard; None where nothing could
    be computed, and ``explanation`` neither. ``advice_said``: what the matched row of the recommendation says."""

    stored: Assessment
    differences: tuple[Difference, ...] | None
    explanation: Explanation | None
    advice_said: str = ""
    advice_row: str = ""

    @property
    def is_confirmed(self) -> bool:
        """The stored inputs give the stored result."""
        return self.differences == ()


def assessed(session: Session, instance_id: int, most: int) -> list[Assessed]:
    """The newest ``most`` assessments of an instance, the newest first."""
    found = select(Assessment).where(Assessment.instance_id == instance_id).order_by(Assessment.id.desc()).limit(most)
    standards: dict[str, Standard | None] = {}
    return [_checked(one, _standard(session, one.standard_version, standards)) for one in session.scalars(found)]


def tier_records(session: Session, instance_id: int) -> list[TierRecord]:
    """What was entered in the catalogue by an instance, with overrides."""
    found = select(TierRecord).where(TierRecord.instance_id == instance_id).order_by(TierRecord.id)
    return list(session.scalars(found))


def _checked(stored: Assessment, standard: Standard | None) -> Assessed:
    if standard is None:
        return Assessed(stored, None, None)
    try:
        again = assess(stored.inputs, standard, stored.rating_date)
        explanation = explain(stored.inputs, standard)
    except UNREADABLE:
        return Assessed(stored, None, None)
    row = again.rules["recommendation"]
    said = said_of(standard, "recommendation", row)
    return Assessed(stored, _differences(stored.result, scorecard(again)), explanation, said, row)


def _differences(stored: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[Difference, ...]:
    told = json.loads(json.dumps(again))  # as it would have been stored
    names = [*told, *(name for name in stored if name not in told)]
    return tuple(
        Difference(name, stored.get(name), told.get(name)) for name in names if stored.get(name) != told.get(name)
    )


def _standard(session: Session, version: str, known: dict[str, Standard | None]) -> Standard | None:
    if version not in known:
        try:
            known[version] = load_standard(files_named(session, version))
        except UNREADABLE:
            known[version] = None
    return known[version]
