"""Tells what of a scenario did not hold. Imports no page: the pages of drafts ask for it."""

from __future__ import annotations

from collections.abc import Mapping

from services.tryout.scenario_runs import ScenarioResult
from web.languages import gettext as _
from web.tryout.words import expectation_sentence, refusal_sentence


def faults_of(result: ScenarioResult, names: Mapping[str, str]) -> tuple[str, ...]:
    """What did not hold, with what happened instead."""
    if result.refusal is not None:
        why = refusal_sentence(result.refusal, names)
        return (_("Step %(number)s: %(why)s", number=result.refused_step, why=why),)
    broken = [one for one in result.findings if not one.holds]
    return tuple(
        _(
            "expected: %(what)s; found: %(seen)s",
            what=expectation_sentence(one.expectation, names),
            seen=one.seen or "–",
        )
        for one in broken
    )
