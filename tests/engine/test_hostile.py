"""Nothing in a file runs, hangs or fills the memory: each is refused, with the element named where there is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.hostile.circles import call_cases, rings
from tests.engine.hostile.expressions import REFUSED
from tests.engine.hostile.forms import form_cases
from tests.engine.hostile.growth import running_cases, structure_cases
from tests.engine.hostile.making import Case
from tests.engine.hostile.multiples import crowds, many_cases
from tests.engine.hostile.places import everywhere
from tests.engine.hostile.rules import bombs, rule_cases
from tests.engine.hostile.tables import table_cases
from tests.engine.hostile.trying import MEMORY, Outcome, lint, outcomes, run
from tests.engine.hostile.xml import xml_cases


def expression_cases() -> dict[str, Case]:
    """Each text in each place where an expression may stand."""
    return everywhere(REFUSED)


GROUPS: tuple[Callable[[], dict[str, Case]], ...] = (
    expression_cases,
    xml_cases,
    table_cases,
    form_cases,
    structure_cases,
    rule_cases,
    many_cases,
    call_cases,
)
Started = tuple[Case, dict[str, object]]
RUNNING: tuple[Callable[[], dict[str, Started]], ...] = (running_cases, bombs, crowds, rings)


def names(at: str, outcome: Outcome) -> bool:
    """Whether the refusal names the place, or one inside it."""
    return any(place is not None and place.startswith(at) for place, _ in outcome.told)


@pytest.mark.parametrize("cases", GROUPS)
def test_hostile_files_are_refused_and_the_place_is_named(cases: Callable[[], dict[str, Case]]) -> None:
    found, given = outcomes(cases, lint), cases()
    assert [name for name, outcome in found.items() if not outcome.told] == []
    unnamed = {name: outcome.told[:3] for name, outcome in found.items() if not names(given[name].at or "", outcome)}
    assert {name: told for name, told in unnamed.items() if given[name].at is not None} == {}
    assert [name for name, outcome in found.items() if outcome.grown > MEMORY] == []


@pytest.mark.parametrize("cases", RUNNING)
def test_what_only_shows_when_it_runs_is_stopped_at_its_element(cases: Callable[[], dict[str, Started]]) -> None:
    found, given = outcomes(cases, run), cases()
    assert [name for name, outcome in found.items() if not outcome.told] == []
    assert {name: outcome.told for name, outcome in found.items() if not names(given[name][0].at or "", outcome)} == {}
    assert [name for name, outcome in found.items() if outcome.grown > MEMORY] == []
