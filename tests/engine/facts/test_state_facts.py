"""What SpiffWorkflow stores of an instance, and what it cannot bring back."""

from __future__ import annotations

import json
import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from SpiffWorkflow.bpmn.serializer.workflow import VERSION

from tests.engine.diagrams import flows, nodes
from tests.engine.facts.library import LOOP, SERIALIZER, STRAIGHT, ready, reloaded, run, started, task

ROW = nodes("startEvent s", "userTask a", "userTask b", "userTask c", "endEvent e")
ROW += flows("s a", "a b", "b c", "c e")


def test_the_serialisers_version() -> None:
    """States of another one are refused: the library's migrations evaluate their texts."""
    assert VERSION == "1.5"


def test_a_state_carries_its_diagram_unless_it_is_left_out() -> None:
    assert {"spec", "subprocess_specs"} <= SERIALIZER.to_dict(started(STRAIGHT)).keys()


def test_ids_survive_but_what_is_foreseen_gets_new_ones_at_each_try() -> None:
    stored = SERIALIZER.serialize_json(started(LOOP))
    tries = [SERIALIZER.deserialize_json(stored) for _ in range(2)]
    assert task(tries[0], "a").id == task(tries[1], "a").id
    for one in tries:
        run(one, "a", again=True)
        run(one, "a", again=True)
    assert task(tries[0], "a").id != task(tries[1], "a").id


def test_a_called_process_stays_in_the_state_when_it_is_over() -> None:
    inside = nodes("startEvent is", "userTask ia", "endEvent ie") + flows("is ia", "ia ie")
    body = nodes("startEvent s", "userTask after", "endEvent e") + flows("s sub", "sub after", "after e")
    workflow = started(f"{body}<bpmn:subProcess id='sub'>{inside}</bpmn:subProcess>")
    run(workflow, "ia")
    assert ready(workflow) == ["after"]
    assert len(workflow.subprocesses) == 1
    assert workflow.get_active_subprocesses() == []


def test_data_are_stored_as_changes_of_top_level_keys() -> None:
    workflow = started(ROW, data={"kept": {"long": 1}, "changed": {"one": 1, "two": 2}})
    run(workflow, "a", changed={"one": 1, "two": 3})
    stored = SERIALIZER.to_dict(workflow)["tasks"][str(task(workflow, "a").id)]
    assert stored["delta"]["updates"] == {"changed": {"one": 1, "two": 3}}


def test_copies_are_shallow_so_that_a_nested_change_rewrites_what_is_completed() -> None:
    workflow = started(ROW, data={"case": {"part": {"amount": 1}}})
    run(workflow, "a")
    task(workflow, "b").data["case"]["part"]["amount"] = 2
    assert task(workflow, "a").data["case"]["part"]["amount"] == 2


def test_a_key_typename_in_the_data_makes_a_state_that_cannot_be_loaded() -> None:
    with pytest.raises(TypeError):
        reloaded(started(STRAIGHT, data={"customer": {"typename": "company"}}))


@pytest.mark.parametrize("value", [Decimal(1), date(2026, 1, 1), b"x"], ids=["decimal", "date", "bytes"])
def test_only_json_can_be_stored(value: object) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        SERIALIZER.serialize_json(started(STRAIGHT, data={"value": value}))


def test_one_moment_a_task_and_no_actor() -> None:
    stored: dict[str, Any] = json.loads(SERIALIZER.serialize_json(started(STRAIGHT)))
    (found,) = [one for one in stored["tasks"].values() if one["task_spec"] == "a"]
    assert isinstance(found["last_state_change"], float)
    assert "actor" not in json.dumps(found)


@pytest.mark.parametrize(("level", "is_told"), [(logging.DEBUG, True), (logging.INFO, False)])
def test_below_info_the_log_of_tasks_carries_the_data(
    level: int, is_told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(level, "spiff.task"):
        run(started(STRAIGHT, data={"secret": "张三"}), "a")
    told = [record for record in caplog.records if record.name == "spiff.task"]
    assert told
    assert any("张三" in str(getattr(record, "data", None)) for record in told) is is_told
