"""What the scenarios of a draft say, kept while draft and surroundings are the same; publishing asks for it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from processes.commands.publishing import digest_of
from processes.errors import ProcessError
from services.tryout.scenario_runs import ScenarioReport, run_scenarios
from services.tryout.surroundings import Surroundings
from services.tryout.world import WORLDS, Files

MOST_KEPT = 8
SHORTEST_OVERRIDE = 10  # characters of a reason to publish although a scenario fails

_kept: OrderedDict[tuple[str, str], ScenarioReport] = OrderedDict()
_lock = threading.Lock()


class ScenariosFailed(ProcessError):
    """A draft is not published because its scenarios do not hold. ``report``: which, and why."""

    def __init__(self, report: ScenarioReport) -> None:
        super().__init__(", ".join(one.scenario.name for one in report.failed))
        self.report = report


def known_report(files: Files, around: Surroundings) -> ScenarioReport | None:
    """The report, if the scenarios have run on just this in this process."""
    with _lock:
        return _kept.get((digest_of(files), around.digest))


def report_of(files: Files, around: Surroundings) -> ScenarioReport:
    """The report, running the scenarios if need be. Raises DefinitionRefused for a draft that cannot run."""
    found = known_report(files, around)
    if found is None:
        found = run_scenarios(WORLDS, files, around)
        with _lock:
            _kept[digest_of(files), around.digest] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def refuse_failing(files: Files, around: Surroundings, override: str) -> tuple[str, ...]:
    """The names of the scenarios that fail and are overridden; ScenariosFailed without a reason to override them."""
    report = report_of(files, around)
    if report.failed and len(override) < SHORTEST_OVERRIDE:
        raise ScenariosFailed(report)
    return tuple(one.scenario.name for one in report.failed)
