"""Timers are judged by the step's moment, whatever the machine's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)  # far from today


def spec(kind: str, value: str) -> ProcessSpec:
    event = f"<bpmn:timerEventDefinition id='t'><bpmn:{kind}>{value}</bpmn:{kind}></bpmn:timerEventDefinition>"
    body = nodes("startEvent begin", f"intermediateCatchEvent wait >{event}", "userTask then", "endEvent end")
    files = diagram(body + flows("begin wait", "wait then", "then end"))
    return ProcessSpec.load(parse_process(files).dump())


def waits(one: EngineInstance) -> list[str]:
    return [task.element_id for task in one.open_tasks()]


@pytest.mark.parametrize(
    ("kind", "value", "due"),
    [
        ("timeDate", "at", NOON + timedelta(days=2)),
        ("timeDuration", '"P2D"', NOON + timedelta(days=2)),
        ("timeDuration", '"PT30M"', NOON + timedelta(minutes=30)),
    ],
)
def test_a_timer_is_due_at_its_moment_and_not_before(kind, value, due) -> None:
    process, call = spec(kind, value), Answers({})
    one = EngineInstance.start(process, {"at": due.isoformat()}, call, NOON)
    assert (waits(one), one.next_timer_at()) == (["wait"], due)
    early = EngineInstance.load(process, one.dump(), call, due - timedelta(seconds=1))
    early.fire_timers()
    assert waits(early) == ["wait"]
    late = EngineInstance.load(process, early.dump(), call, due)
    late.fire_timers()
    assert (waits(late), late.next_timer_at()) == (["then"], None)
