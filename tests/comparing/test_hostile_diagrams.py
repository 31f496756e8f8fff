"""Comparing takes hostile diagrams as every reader does: refused, or compared in bounded time and memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from processes.comparing.diagrams import compare_diagrams
from processes.engine.errors import DefinitionRefused
from tests.engine.hostile.growth import structure_cases
from tests.engine.hostile.making import Case
from tests.engine.hostile.trying import MEMORY, SECONDS, Told, outcomes
from tests.engine.hostile.xml import SOUND, xml_cases


def compare(case: Case) -> Told:
    """What a sound diagram and the case say of one another, both ways: the same elements; or why not."""
    if not case.file.endswith(".bpmn"):
        return []
    try:
        there = compare_diagrams(SOUND.encode(), case.content)
        back = compare_diagrams(case.content, SOUND.encode())
    except DefinitionRefused as refused:
        return [(problem.element_id, problem.code) for problem in refused.problems]
    assert {one.id for one in there.changes} == {one.id for one in back.changes}
    return [(one.id, one.kind) for one in there.changes]


@pytest.mark.parametrize("cases", [xml_cases, structure_cases])
def test_no_hostile_diagram_hangs_or_fills_the_memory(cases: Callable[[], dict[str, Case]]) -> None:
    found = outcomes(cases, compare)
    assert [name for name, one in found.items() if one.grown > MEMORY or one.seconds > SECONDS] == []


def test_documents_that_unfold_or_reach_for_files_are_refused_by_name() -> None:
    for name in ("entities", "file", "external type"):
        assert compare(xml_cases()[name]) == [(None, "doctype")]
