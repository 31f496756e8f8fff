"""The shipped diagrams are enjoyable to read: no fault of the drawing in either language, bare or with a long path."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from lxml import etree

from processes.diagrams import Diagram, Figures, Marks, draw, ways_back
from processes.diagrams.drawing import compose
from processes.diagrams.geometry import overlap, runs_through
from processes.diagrams.parts import Bounds
from processes.diagrams.quality import faults
from processes.diagrams.sheets import TITLES, WIDEST
from processes.diagrams.surroundings import Surroundings
from processes.diagrams.svg import new_root
from tests.engine.diagrams import BPMN_FOLDER

FILES = sorted(BPMN_FOLDER.glob("*/*.bpmn"))


def parse(file):
    return Diagram.parse(file.read_bytes())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_diagram_has_no_fault(file, language):
    assert faults(parse(file), language) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_counts_of_a_long_path_stand_clear(file):
    diagram = parse(file)
    marks = Marks(visited=dict.fromkeys(diagram.elements, 12), taken=dict.fromkeys(diagram.flows, 12))
    assert faults(diagram, "zh", marks) == []


@pytest.mark.parametrize("time", ["12.5 小时", "99 d"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_figures_of_many_stand_clear(file, time):
    diagram = parse(file)
    people = [key for key, element in diagram.elements.items() if element.kind == "userTask"]
    figures = Figures(
        dict.fromkeys(people, 3),
        dict.fromkeys(people, time),
        dict.fromkeys(people, 1234),
        dict.fromkeys(diagram.elements, 12),
        dict.fromkeys(ways_back(diagram), "112/100"),
    )
    assert faults(diagram, "zh", Marks(figures=figures)) == []
    assert faults(diagram, "en", Marks(figures=figures)) == []


def test_three_diagrams_are_shipped():
    assert [file.stem for file in FILES] == ["maintenance-task", "plan-adjustment", "relationship-maintenance"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_name_exists_in_both_languages(file):
    diagram = parse(file)
    parts = [*diagram.elements.values(), *diagram.flows.values(), *diagram.pools, *diagram.lanes]
    assert [part.id for part in parts if part.label("zh") and part.label("zh") == part.label("en")] == []


def test_sheets_of_paper_show_the_whole_in_order():
    (diagram,) = [parse(file) for file in FILES if file.stem == "relationship-maintenance"]
    drawn = draw(diagram, "zh", Marks(), "流程")
    views = [[float(part) for part in etree.fromstring(sheet).get("viewBox").split()] for sheet in drawn.sheets]
    whole = [float(part) for part in etree.fromstring(drawn.svg).get("viewBox").split()]
    assert views[0][0] == whole[0]
    assert views[-1][0] + views[-1][2] == whole[0] + whole[2]
    for one, after in pairwise(views):
        assert one[0] + one[2] == after[0] + TITLES
    longest_step = max(after.bounds.x - one.bounds.x for one, after in pairwise(diagram.phases))
    assert max(width for _, _, width, _ in views) <= max(WIDEST, longest_step) + TITLES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_lies_near_a_place_is_all_that_can_lie_on_it(file):
    seed = random.randrange(10**6)
    print("seed", seed)  # noqa: T201
    diagram, chance, answers = parse(file), random.Random(seed), set()
    canvas = compose(new_root(), diagram, "zh", Marks(taken=dict.fromkeys(diagram.flows, 12)))
    frame = canvas.extent(0)
    for _ in range(300):
        spot = Bounds(
            frame.x + chance.random() * frame.width, frame.y + chance.random() * frame.height, chance.uniform(5, 80), 20
        )
        own = chance.choice(list(diagram.flows))
        covered = [*diagram.shapes, *(text.bounds for text in canvas.written)]
        lines = [line for flow, line in diagram.stretches if flow != own]
        is_clear = not any(overlap(spot, one) for one in covered) and not any(runs_through(one, spot) for one in lines)
        area = spot.grown(chance.uniform(0, 60))
        assert Surroundings.of(canvas, diagram, area, own).leave_clear(spot) == is_clear
        answers.add(is_clear)
    assert answers == {True, False}
