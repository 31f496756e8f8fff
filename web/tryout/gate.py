"""Stands before publishing: a draft's scenarios hold, or somebody says why it is published all the same."""

from __future__ import annotations

from processes.drafts import files_of, is_process
from processes.engine.errors import DefinitionRefused
from processes.models import DefinitionDraft
from services.tryout.scenario_runs import ScenarioReport
from services.tryout.surroundings import surroundings_of
from services.tryout.verdicts import SHORTEST_OVERRIDE, refuse_failing
from web.languages import gettext as _
from web.reading import read_session
from web.tryout.faults import faults_of
from web.tryout.naming import names_with


def failing_scenarios(draft: DefinitionDraft, override: str) -> tuple[str, ...]:
    """The names of those that fail and are overridden. Raises ScenariosFailed without a reason to override them."""
    if not is_process(draft.key):
        return ()
    try:
        return refuse_failing(files_of(draft), surroundings_of(read_session()), override)
    except DefinitionRefused:  # publishing says so itself
        return ()


def failure_lines(draft: DefinitionDraft, report: ScenarioReport) -> tuple[str, ...]:
    """What does not hold, a line a fault."""
    names = names_with(files_of(draft), surroundings_of(read_session()))
    return tuple(f"{one.scenario.name}: {fault}" for one in report.failed for fault in faults_of(one, names))


def failure_sentence() -> str:
    """What stops publishing, and what may be done."""
    return _(
        "Scenarios of this draft do not hold. Return it, or give a reason of at least %(count)s characters to publish "
        "it all the same.",
        count=SHORTEST_OVERRIDE,
    )
