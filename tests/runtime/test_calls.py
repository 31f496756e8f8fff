"""What a call runs is this instance's: items by its own lanes, its path, its timers, and its place in a migration."""

from __future__ import annotations

import pytest

from processes.commands import CancelInstance, CompleteWorkItem, MigrateInstance
from processes.engine.errors import DefinitionRefused
from processes.jobs.worker import run_due
from tests.engine.calls import call, row
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.random_models import timer_event
from tests.runtime.small import instance_row, item_at, publish, start
from tests.support.bank import Bank


def laned(lane: str, tasks: str, body: str) -> str:
    """A body whose tasks stand in a lane."""
    inside = "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in tasks.split())
    lanes = f'<bpmn:lane id="{lane}" name="{lane}">{inside}</bpmn:lane>'
    return f'<bpmn:laneSet id="{lane}_set">{lanes}</bpmn:laneSet>{body}'


def calling(*inner: str, late: bool = False) -> dict[str, bytes]:
    """The account manager does a, the centre what is called, the manager z; ``late``: unless it takes a day."""
    body = row("", "a", f"c={call('c', 'part')}", "z")
    if late:
        border = f"boundaryEvent b attachedToRef='c' >{timer_event('P1D')}"
        body += nodes(border, "userTask hurry") + flows("b hurry", "hurry e")
    main = diagram(laned("lane_am", "s a c z e hurry" if late else "s a c z e", body))
    part = diagram(laned("lane_cc", " ".join(inner), row("part", *inner)), key="part")
    return {**main, **part}


def complete(bank: Bank, instance_id: int, element_id: str, login: str) -> None:
    bank.execute(CompleteWorkItem(item_at(bank, instance_id, element_id).id, {}), login)


def test_the_items_of_a_called_diagram_go_to_its_own_lanes_and_its_path_is_kept(bank: Bank) -> None:
    publish(bank, calling("x", "y"))
    instance_id = start(bank, "small")
    for element_id, login in (("a", "lin"), ("x", "chen"), ("y", "luo"), ("z", "lin")):
        assert instance_row(bank, instance_id).waiting_at == [element_id]
        complete(bank, instance_id, element_id, login)
    ended = instance_row(bank, instance_id)
    assert ended.status == "completed"
    assert ended.visits == dict.fromkeys(("s", "a", "parts", "x", "y", "parte", "c", "z", "e"), 1)
    assert ended.path == dict.fromkeys(("s_a", "a_c", "parts_x", "x_y", "y_parte", "c_z", "z_e"), 1)


def test_a_call_is_where_the_instance_is_while_what_it_calls_waits(bank: Bank) -> None:
    version_id = publish(bank, calling("x"))
    instance_id = start(bank, "small")
    with bank.runtime.read_session() as session:
        definition = bank.runtime.definitions.get(session, version_id)
    found = []
    for element_id, login in (("a", "lin"), ("x", "chen"), ("z", "lin")):
        now = instance_row(bank, instance_id)
        found.append(definition.calls_around(now.waiting_at, now.path, now.visits))
        complete(bank, instance_id, element_id, login)
    assert found == [set(), {"c"}, set()]


def test_a_timer_on_the_border_withdraws_the_items_inside(bank: Bank) -> None:
    publish(bank, calling("x", late=True))
    instance_id = start(bank, "small")
    complete(bank, instance_id, "a", "lin")
    assert item_at(bank, instance_id, "x").status == "open"
    bank.clock.advance(days=2)
    assert run_due(bank.runtime) > 0
    assert item_at(bank, instance_id, "x").status == "withdrawn"
    complete(bank, instance_id, "hurry", "lin")
    assert instance_row(bank, instance_id).status == "completed"


def test_ending_an_instance_withdraws_the_items_inside_a_call(bank: Bank) -> None:
    publish(bank, calling("x"))
    instance_id = start(bank, "small")
    complete(bank, instance_id, "a", "lin")
    bank.execute(CancelInstance(instance_id, "no longer wanted"), "zhou")
    assert item_at(bank, instance_id, "x").status == "withdrawn"


def test_what_is_inserted_after_a_running_call_is_done(bank: Bank) -> None:
    publish(bank, calling("x"))
    instance_id = start(bank, "small")
    complete(bank, instance_id, "a", "lin")
    newer = publish(bank, calling("x", "y"))
    bank.execute(MigrateInstance(instance_id, newer, "one more step inside"), "gao")
    for element_id, login in (("x", "chen"), ("y", "chen"), ("z", "lin")):
        complete(bank, instance_id, element_id, login)
    assert instance_row(bank, instance_id).status == "completed"


def test_a_version_keeps_all_its_diagrams(bank: Bank) -> None:
    version_id = publish(bank, calling("x"))
    with bank.runtime.read_session() as session:
        definition = bank.runtime.definitions.get(session, version_id)
    assert b'"small"' in definition.diagram
    assert [page.file for page, _ in definition.called] == ["part.bpmn"]
    assert definition.diagram_of("x") == definition.called[0][1]
    assert definition.diagram_of("a") == definition.diagram


def test_a_name_inside_a_called_diagram_that_stands_for_nothing_is_told_with_its_file(bank: Bank) -> None:
    given = "<spiffworkflow:properties><spiffworkflow:property name='form' value='nowhere'/></spiffworkflow:properties>"
    task = nodes(f"userTask x ><bpmn:extensionElements>{given}</bpmn:extensionElements>")
    files = {**calling("x"), **diagram(row("part", f"x={task}"), key="part")}
    with pytest.raises(DefinitionRefused) as refused:
        publish(bank, files)
    assert [(one.file, one.element_id, one.code) for one in refused.value.problems] == [
        ("part.bpmn", "x", "unknown_form")
    ]
