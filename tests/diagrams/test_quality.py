"""The finder of faults finds each kind: a drawing without faults is spoiled in one way at a time."""

from __future__ import annotations

import pytest

from processes.diagrams import Diagram
from processes.diagrams.quality import faults
from tests.diagrams.small import FIRST, SECOND, drawing

CLEAN = drawing()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clean_drawing_has_no_fault(language):
    assert faults(Diagram.parse(CLEAN), language) == []


@pytest.mark.parametrize(
    ("code", "spoiled"),
    [
        ("line_through_shape", drawing(lines={"past": [(100, 120), (600, 120)]})),
        ("shapes_overlap", drawing(second=(300, 100))),
        ("outside_its_lane", drawing(second=(480, 260))),
        ("text_on_line", drawing(label=(420, 133))),
        ("text_on_shape", drawing(label=(300, 130))),
        ("text_too_small", drawing(name="名" * 120)),
        ("backwards", drawing(first=SECOND, second=FIRST)),
        ("line_on_line", drawing(lines={"over": [(360, 140), (470, 140)]})),
    ],
)
def test_a_fault_is_found(code, spoiled):
    assert code in {fault.code for fault in faults(Diagram.parse(spoiled), "zh")}


def test_three_crossings_are_borne_and_a_fourth_is_not():
    def crossed(times):
        lines = {f"down{n}": [(380 + 20 * n, 90), (380 + 20 * n, 200)] for n in range(times)}
        return [one for one in faults(Diagram.parse(drawing(lines=lines)), "zh") if one.code == "lines_cross"]

    assert crossed(3) == []
    assert len(crossed(4)) == 4
