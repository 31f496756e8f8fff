"""No draft draws segregation of duties away: who drafts does not approve, and nothing takes effect unapproved."""

from __future__ import annotations

import re

import pytest

from processes.commands.publishing import check_definition
from processes.engine.errors import DefinitionRefused
from services.procedure.segregation import DUTIES
from services.shipped import PROCESSES, process_files

CYCLE = "relationship-maintenance"
FOUR_EYES = {
    ("relationship-maintenance", "confirm_assessment"),
    ("relationship-maintenance", "approve_tier"),
    ("relationship-maintenance", "decide_exit"),
    ("relationship-maintenance", "review_plan"),
    ("relationship-maintenance", "review_plan_as_head"),
    ("relationship-maintenance", "give_guidance"),
    ("relationship-maintenance", "decide_improvements"),
    ("plan-adjustment", "approve_adjustment"),
    ("plan-adjustment", "approve_adjustment_as_head"),
    ("maintenance-task", "approve_task_cost"),
}


def edited(key: str, element: str, old: str, new: str) -> dict[str, bytes]:
    """The files of a shipped process with a text inside one element replaced; it must be there."""
    files = process_files(key)
    diagram = files[f"{key}.bpmn"].decode()
    found = re.search(rf"<bpmn:(\w+) id=\"{element}\".*?</bpmn:\1>", diagram, re.DOTALL)
    assert found is not None
    changed, count = re.subn(old, new, found[0])
    assert count == 1, found[0]
    return {**files, f"{key}.bpmn": diagram.replace(found[0], changed).encode()}


def codes(key: str, files: dict[str, bytes]) -> set[tuple[str | None, str]]:
    with pytest.raises(DefinitionRefused) as refused:
        check_definition(files, key)
    return {(problem.element_id, problem.code) for problem in refused.value.problems}


@pytest.mark.parametrize("key", PROCESSES)
def test_what_is_shipped_keeps_every_duty(key: str) -> None:
    assert check_definition(process_files(key), key).process_id == key


def test_every_duty_is_one_of_a_shipped_form() -> None:
    forms = {path.removeprefix("forms/").removesuffix(".json") for key in PROCESSES for path in process_files(key)}
    for duty in DUTIES:
        assert duty.drafted | {duty.approved} <= forms


@pytest.mark.parametrize(("key", "element"), sorted(FOUR_EYES))
def test_four_eyes_cannot_be_taken_off_a_task(key: str, element: str) -> None:
    line = r"<spiffworkflow:property name=\"not_by\" value=\"[^\"]*\"\s*/>"
    assert (element, "four_eyes_missing") in codes(key, edited(key, element, line, ""))


def test_every_task_that_keeps_somebody_apart_is_a_duty() -> None:
    found = set()
    for key in PROCESSES:
        spec = check_definition(process_files(key), key)
        found |= {(key, one.id) for one in spec.elements.values() if one.properties.get("not_by")}
    assert found == FOUR_EYES


@pytest.mark.parametrize(
    ("element", "line", "code"),
    [
        ("approve_tier", '<spiffworkflow:property name="assignee" value="started_by_id" />', "approval_assignee"),
        ("approve_tier", '<spiffworkflow:property name="candidate_groups" value="bs" />', "approval_groups"),
        ("concur_exit", '<spiffworkflow:property name="candidate_groups" value="cc" />', "approval_groups"),
    ],
)
def test_nobody_else_is_made_to_approve(element: str, line: str, code: str) -> None:
    files = edited(CYCLE, element, r"<spiffworkflow:properties>", f"<spiffworkflow:properties>{line}")
    assert (element, code) in codes(CYCLE, files)


def test_an_approval_is_not_done_for_each_of_many_which_may_be_none() -> None:
    many = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>nobody</bpmn:loopDataInputRef>"
    closing = f"{many}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
    assert ("approve_tier", "approval_many") in codes(CYCLE, edited(CYCLE, "approve_tier", "</bpmn:userTask>", closing))


def test_an_approval_stays_in_its_lane() -> None:
    files = process_files(CYCLE)
    diagram = files[f"{CYCLE}.bpmn"].decode()
    reference = "<bpmn:flowNodeRef>approve_tier</bpmn:flowNodeRef>"
    assert reference in diagram
    moved = diagram.replace(reference, "")
    before, lane, after = moved.partition('<bpmn:lane id="lane_am"')
    head, end, rest = after.partition("</bpmn:lane>")
    moved = f"{before}{lane}{head}{reference}{end}{rest}"
    assert ("approve_tier", "approval_lane") in codes(CYCLE, {**files, f"{CYCLE}.bpmn": moved.encode()})


@pytest.mark.parametrize(
    ("form", "effect"),
    [
        ("assessment-confirmation", "compute_tier"),
        ("tier-approval", "record_tier"),
        ("exit-decision", "mark_exiting"),
        ("exit-concurrence", "mark_exiting"),
        ("plan-review", "put_plan_in_force"),
        ("guidance", "schedule_next_cycle"),
    ],
)
def test_nothing_takes_effect_past_its_approval(form: str, effect: str) -> None:
    files = process_files(CYCLE)
    other = files["forms/meeting-minutes.json"].replace(b'"meeting-minutes"', b'"other"')
    diagram = files[f"{CYCLE}.bpmn"].replace(f'name="form" value="{form}"'.encode(), b'name="form" value="other"')
    assert diagram != files[f"{CYCLE}.bpmn"]
    found = codes(CYCLE, {**files, f"{CYCLE}.bpmn": diagram, "forms/other.json": other})
    assert (effect, "approval_bypassed") in found


def test_a_timer_on_the_edge_of_an_approval_does_not_take_its_place() -> None:
    files = process_files(CYCLE)
    diagram = files[f"{CYCLE}.bpmn"].decode()
    timer = (
        '<bpmn:boundaryEvent id="late" attachedToRef="approve_tier"><bpmn:outgoing>past</bpmn:outgoing>'
        '<bpmn:timerEventDefinition id="when"><bpmn:timeDuration>"P9D"</bpmn:timeDuration>'
        '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id="past" sourceRef="late" '
        'targetRef="record_tier" />'
    )
    place = diagram.rindex("</bpmn:process>")
    files[f"{CYCLE}.bpmn"] = (diagram[:place] + timer + diagram[place:]).encode()
    assert ("record_tier", "approval_bypassed") in codes(CYCLE, files)
