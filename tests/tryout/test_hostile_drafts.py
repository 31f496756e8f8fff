"""A hostile draft is refused before it runs, or stopped by the runtime's own limits; the next try-out goes on."""

from __future__ import annotations

from itertools import count

import pytest

from processes.engine.errors import DefinitionRefused
from processes.errors import StepFailed
from processes.scenarios import Advance, Complete
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.hostile.growth import START, looping
from tests.engine.hostile.making import script
from tests.runtime.small import folder
from tests.tryout.trying import cycle_files, tried


def test_a_draft_with_problems_is_not_tried_and_they_are_named():
    files = {**cycle_files(), "small.bpmn": b"<x/>", "forms/plan-review.json": b"{}"}
    with pytest.raises(DefinitionRefused) as refused:
        tried(files=files)
    assert refused.value.problems


def test_a_script_that_would_run_code_is_refused():
    with pytest.raises(DefinitionRefused) as refused:
        tried(files={"small.bpmn": script("__import__('os').system('id')")}, process="small")
    assert refused.value.problems[0].element_id == "x"


@pytest.mark.parametrize("name", ["y = 1", "t = text(t) + text(t)", "rows = rows + [[a, a, a, a] for a in rows]"])
def test_an_endless_loop_ends_at_the_limits_of_a_step(name):
    found = tried(files={"small.bpmn": looping(name)}, process="small", data=START)
    assert isinstance(found.refusal, StepFailed)
    assert found.point.processes == ()
    assert tried().open == ["supply_bank_figures", "collect_status_record"]


def timers_without_end() -> dict[str, bytes]:
    """A loop that waits a second and begins again."""
    second = "timeDuration xsi:type='bpmn:tFormalExpression'"
    wait = f"intermediateCatchEvent wait ><bpmn:timerEventDefinition id='t'><bpmn:{second}>'PT1S'</bpmn:timeDuration>"
    body = nodes("startEvent begin", "exclusiveGateway m", f"{wait}</bpmn:timerEventDefinition>")
    body += nodes("exclusiveGateway x default='x_m'", "endEvent end")
    return diagram(body + flows("begin m", "m wait", "wait x", "x end False", "x m"))


def test_a_flood_of_timers_is_told_as_taking_too_long():
    found = tried(Advance(1), files=timers_without_end(), process="small")
    assert found.refusal.code == "too_long"


def test_data_that_cannot_be_kept_refuses_the_start():
    found = tried(files=folder("alarm"), process="alarm", data={"wait_until": {"typename": "x"}})
    assert found.refusal is not None
    assert len(found.outcomes) == 1


def test_a_prefill_that_breaks_at_its_new_place_refuses_the_step_and_names_it():
    files = cycle_files()
    name = "relationship-maintenance.bpmn"
    files[name] = files[name].replace(b'name="prefill" value="status_record"', b'name="prefill" value="plan_review"')
    found = tried(Complete("collect_status_record"), files=files)
    assert (found.refusal.code, found.refusal.detail.split(":")[0]) == ("failed", "plan_review")
    typed = tried(Complete("collect_status_record", values={"customer_name": ("恒岚",)}), files=files)
    assert typed.refusal.code == "failed"


def test_a_replay_ends_when_its_time_is_over():
    passing = count(step=6.0)
    found = tried(Complete("collect_status_record"), *[Advance(1)] * 9, seconds=lambda: next(passing))
    assert (found.refusal.code, len(found.outcomes) < 10) == ("too_long", True)
