"""Runs the scenarios of a draft, and tells which elements and flows they pass."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from processes.definitions import LoadedDefinition
from processes.engine.parsing import ProcessSpec
from processes.errors import ProcessError
from processes.scenarios import Scenario, parse_scenarios
from services.tryout.expecting import Ending, Finding, findings
from services.tryout.points import Point
from services.tryout.reading import point_of
from services.tryout.refusals import StepRefused
from services.tryout.replay import Outcome, Replay
from services.tryout.surroundings import Surroundings
from services.tryout.world import Files, Worlds

SECONDS = 40.0  # of all scenarios of a draft together: a request may take a minute


@dataclass(frozen=True)
class ScenarioResult:
    """``outcomes``: up to the step that was refused; ``findings``: empty when a step was, for then nothing is as
    expected."""

    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    refusal: ProcessError | None

    @property
    def passed(self) -> bool:
        """Every step was taken and every expectation holds."""
        return self.refusal is None and all(one.holds for one in self.findings)

    @property
    def refused_step(self) -> int | None:
        """The number of the step that could not be taken, from 1; 0: the start."""
        return None if self.refusal is None else max(len(self.outcomes) - 1, 0)


@dataclass(frozen=True)
class Coverage:
    """How many scenarios passed each element and flow of the draft; every one is named."""

    elements: Mapping[str, int]
    flows: Mapping[str, int]

    @property
    def percent(self) -> int:
        """Of the flows, rounded down, so that 100 means all."""
        taken = sum(1 for count in self.flows.values() if count)
        return 100 * taken // len(self.flows) if self.flows else 100

    @property
    def missed(self) -> tuple[str, ...]:
        """The flows that no scenario takes."""
        return tuple(key for key, count in self.flows.items() if not count)


@dataclass(frozen=True)
class ScenarioReport:
    """What the scenarios of a draft say of it. ``definition``: the draft as they ran it."""

    results: tuple[ScenarioResult, ...]
    coverage: Coverage
    definition: LoadedDefinition

    @property
    def passed(self) -> bool:
        """All of them; also when there is none."""
        return not self.failed

    @property
    def failed(self) -> tuple[ScenarioResult, ...]:
        """Those that did not pass."""
        return tuple(one for one in self.results if not one.passed)


def run_scenarios(worlds: Worlds, files: Files, around: Surroundings, seconds: float = SECONDS) -> ScenarioReport:
    """Every scenario of a draft, each in a fresh world. Raises DefinitionRefused for a draft that cannot be run.

    What does not get its turn in so many ``seconds`` is refused as too long.
    """
    end = time.monotonic() + seconds
    results, points = [], []
    for scenario in parse_scenarios(files):
        if time.monotonic() > end:
            results.append(ScenarioResult(scenario, (), (), StepRefused("too_long")))
            continue
        result, point = _run(worlds, files, around, scenario)
        results.append(result)
        points.append(point)
    with worlds.opened(files, around) as (world, prepared), world.runtime.read_session() as session:
        definition = prepared.definitions.get(session, prepared.version_id)
    return ScenarioReport(tuple(results), _coverage(definition.spec, points), definition)


def _run(worlds: Worlds, files: Files, around: Surroundings, scenario: Scenario) -> tuple[ScenarioResult, Point]:
    with worlds.opened(files, around) as (world, prepared):
        replay = Replay(world, prepared, scenario.try_out)
        replay.run()
        point = point_of(replay)
    outcomes, refusal = tuple(replay.outcomes), replay.refusal
    found = () if refusal is not None else findings(scenario.expect, Ending(point, list(replay.heard)))
    return ScenarioResult(scenario, outcomes, found, refusal), point


def _coverage(spec: ProcessSpec, points: list[Point]) -> Coverage:
    elements: Counter[str] = Counter(key for point in points for key in point.visits)
    flows: Counter[str] = Counter(key for point in points for key in point.path)
    return Coverage({key: elements[key] for key in spec.elements}, {key: flows[key] for key in spec.flows})
