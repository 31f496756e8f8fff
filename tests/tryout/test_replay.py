"""A draft is tried in the real runtime: a whole cycle, timers, failing operations, four eyes, other processes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from processes.errors import FormInvalid, FourEyes, ItemTaken
from processes.operations import external_operation
from processes.scenarios import Advance, Answer, Begin, Break, Complete, GoOn, Next, Refuse, Repair, Send
from services.shipped import process_files
from tests.runtime.small import folder
from tests.tryout.trying import MONDAY, cycle_files, tried

BY_OTHERS = b'value="draft_plan,propose_measures"'
FILED = (Complete("collect_status_record"), Complete("supply_bank_figures"))


def test_a_whole_cycle_is_walked_by_filling_every_form_with_an_example():
    found = tried(GoOn())
    draft = found.point.draft
    assert (found.refusal, draft.status, found.open) == (None, "completed", [])
    assert {"carry_out_task", "review_plan", "apply_improvements"} <= set(found.outcomes[1].did)
    assert {one.key for one in found.point.processes} == {"relationship-maintenance", "maintenance-task"}
    assert "StartNextCycle" in [one.kind for one in found.point.coming]


def test_what_is_coming_happens_when_time_passes_to_it():
    found = tried(GoOn(), Next())
    assert [one.status for one in found.point.processes if one.is_draft] == ["completed", "running"]
    assert found.open == ["supply_bank_figures", "collect_status_record"]


def test_the_decisions_of_a_step_are_heard_with_inputs_and_rules():
    heard = {one.key: one for one in tried(*FILED).outcomes[2].heard}
    assert heard["tier"].rules == ("T2",)
    assert heard["tier"].outputs == {"tier": "A"}
    assert heard["deposits"].inputs


def test_a_refused_step_ends_the_replay_and_those_before_it_stay_taken():
    found = tried(*FILED, Complete("draft_plan"), GoOn())
    assert (found.refusal.code, found.refusal.detail) == ("not_open", "draft_plan")
    assert len(found.outcomes) == 4
    assert found.open == ["assess_relationship"]


def test_values_are_checked_as_in_the_real_form():
    found = tried(*FILED, Complete("assess_relationship", values={}))
    assert isinstance(found.refusal, FormInvalid)
    assert {error.code for error in found.refusal.errors} == {"required"}
    assert "analysis" in [error.path for error in found.refusal.errors]


def test_another_person_is_refused_as_he_would_be():
    found = tried(Complete("collect_status_record", by="zhou"))
    assert isinstance(found.refusal, ItemTaken)
    expected = tried(Complete("collect_status_record", by="zhou", refused="ItemTaken"))
    assert (expected.refusal, len(expected.open)) == (None, 2)
    assert tried(Complete("collect_status_record", refused="ItemTaken")).refusal.code == "not_refused"


def test_four_eyes_hold_and_the_next_of_the_group_does_it():
    files = cycle_files()
    name = "relationship-maintenance.bpmn"
    files[name] = files[name].replace(BY_OTHERS, BY_OTHERS[:-1] + b',approve_tier"')
    refused = tried(GoOn("review_plan"), Complete("review_plan", by="chen"), files=files)
    assert isinstance(refused.refusal, FourEyes)
    assert [person.login for person in refused.point.items[0].people] == ["luo", "gao", "chen"]
    assert tried(GoOn("review_plan"), Complete("review_plan"), files=files).open == ["break_down_tasks"]


def test_a_failing_operation_is_an_incident_and_recovers():
    broken = tried(Break("score_customer"), *FILED)
    assert (broken.refusal, broken.open) == (None, [])
    assert [(one.element_id, one.code) for one in broken.point.troubles] == [("score_customer", "job_failed")]
    assert "BrokenOnPurpose" in broken.point.troubles[0].detail
    assert broken.point.now == MONDAY + timedelta(seconds=70)  # the delays before the second and third try
    mended = tried(Break("score_customer"), *FILED, Repair("score_customer"))
    assert (mended.point.troubles, mended.open) == ((), ["assess_relationship"])


def test_a_timer_fires_when_the_clock_has_advanced_to_it():
    alarm, data = folder("alarm"), {"wait_until": "2026-03-04T08:00:00+08:00"}
    waiting = tried(files=alarm, process="alarm", data=data)
    assert (waiting.open, [one.kind for one in waiting.point.coming]) == ([], ["FireTimer"])
    assert tried(Advance(45), files=alarm, process="alarm", data=data).open == []
    assert tried(Advance(46), files=alarm, process="alarm", data=data).open == ["get_up"]
    rung = tried(Next(), files=alarm, process="alarm", data=data)
    assert (rung.open, rung.point.now.isoformat()) == (["get_up"], "2026-03-04T00:00:00+00:00")
    assert tried(Next(), Next(), files=alarm, process="alarm", data=data).refusal.code == "nothing_due"


def test_late_items_are_escalated_as_time_passes():
    late = tried(Advance(24 * 30))
    actions = [event.action for event in late.point.draft.history]
    assert actions.count("item:escalate") == 6  # three levels of each of two items


def test_a_draft_of_a_task_is_tried_in_the_cycle_that_starts_it():
    files = process_files("maintenance-task")
    found = tried(GoOn("carry_out_task"), Complete("carry_out_task", 2), files=files)
    own = [one for one in found.point.processes if one.is_draft]
    assert [one.key for one in own] == ["maintenance-task"] * 3
    assert [one.status for one in own] == ["running", "completed", "running"]


def test_an_adjustment_is_begun_by_the_supervisor():
    files = process_files("plan-adjustment")
    found = tried(GoOn("carry_out_task"), Begin("plan-adjustment"), files=files)
    assert found.point.draft.key == "plan-adjustment"
    assert "propose_adjustment" in found.open


@pytest.fixture
def parcel(monkeypatch) -> dict[str, bytes]:
    """A process that asks another system, which no try-out may call."""

    def never(_call):
        raise AssertionError("a try-out called another system")

    monkeypatch.setitem(external_operation._entries, "test_send", never)
    files = {path: content.replace(b"handover", b"parcel") for path, content in folder("handover").items()}
    diagram = files.pop("handover.bpmn").replace(b'"test_double"', b'"test_send"')
    return {**files, "parcel.bpmn": diagram}


def test_another_system_is_never_called_and_the_tester_answers_for_it(parcel):
    data = {"broken_until": "2026-01-01T00:00:00+00:00"}
    asked = Complete("enter_amount", values={"amount": ("3",)})
    waiting = tried(asked, files=parcel, process="parcel", data=data)
    assert [(one.element_id, one.operation, one.failed) for one in waiting.point.calls] == [
        ("double_amount", "test_send", False)
    ]
    assert waiting.point.calls[0].parameters["amount"] == 3
    answered = tried(asked, Answer("double_amount", {"amount": 6}), files=parcel, process="parcel", data=data)
    assert (answered.refusal, answered.open, answered.point.calls) == (None, ["check_amount"], ())
    failed = tried(asked, Refuse("double_amount"), files=parcel, process="parcel", data=data)
    assert ([one.code for one in failed.point.troubles], failed.point.calls[0].failed) == (["job_failed"], True)
    steps = (asked, Refuse("double_amount"), Answer("double_amount", {"amount": 6}))
    recovered = tried(*steps, files=parcel, process="parcel", data=data)
    assert (recovered.open, recovered.point.troubles) == (["check_amount"], ())
    assert tried(Break("test_send"), files=parcel, process="parcel", data=data).refusal.code == "external_operation"
    assert tried(Answer("nowhere"), files=parcel, process="parcel", data=data).refusal.code == "nobody_waits"


def test_a_message_from_outside_is_sent_by_the_tester():
    bell = folder("doorbell")
    assert tried(files=bell, process="doorbell").open == []
    assert tried(Send("rung"), files=bell, process="doorbell").open == ["open_door"]
    assert tried(Send("knocked"), files=bell, process="doorbell").refusal.code == "nobody_waits"


def test_a_step_that_cannot_be_taken_says_why():
    assert tried(Break("no_such")).refusal.code == "unknown_operation"
    assert tried(Complete("collect_status_record", by="nobody")).refusal.code == "unknown_person"
    assert tried(GoOn("no_such_element")).refusal.code == "never_came"
