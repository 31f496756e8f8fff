"""Timers are judged by the step's moment, whatever the machine's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from processes.engine.errors import ExpressionRefused
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
        ("timeDuration", '"P1M"', datetime(2031, 6, 1, 12, tzinfo=UTC)),
        ("timeDuration", '"P1Y2M3W4DT5H6M7S"', datetime(2032, 7, 26, 17, 6, 7, tzinfo=UTC)),
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


def due(value: str, now: datetime, kind: str = "timeDuration", **data: object) -> datetime | None:
    return EngineInstance.start(spec(kind, value), data, Answers({}), now).next_timer_at()


def test_a_months_end_goes_to_the_next_months_end() -> None:
    for day, later in ((31, 28), (30, 28), (29, 28), (28, 28)):
        assert due('"P1M"', datetime(2031, 1, day, 12, tzinfo=UTC)) == datetime(2031, 2, later, 12, tzinfo=UTC)


def test_months_are_counted_where_the_bank_is() -> None:
    """07:30 of 1 March there is 28 February in UTC: a month later is 1 April, not 29 March."""
    there = timezone(timedelta(hours=8))
    assert due('"P1M"', datetime(2031, 3, 1, 7, 30, tzinfo=there)) == datetime(2031, 4, 1, 7, 30, tzinfo=there)


def test_a_date_without_a_zone_is_of_the_bank() -> None:
    there = timezone(timedelta(hours=8))
    now = datetime(2031, 3, 1, 7, 30, tzinfo=there)
    assert due("day", now, "timeDate", day="2031-06-30") == datetime(2031, 6, 30, tzinfo=there)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("timeDate", 7),
        ("timeDate", "P2D"),
        ("timeDuration", "soon"),
        ("timeDuration", "P99999999999Y"),
        ("timeDuration", None),
        ("timeCycle", "PT1H"),
        ("timeCycle", "R3/soon"),
    ],
)
def test_data_that_are_no_time_are_an_incident_of_the_step(kind: str, value: object) -> None:
    with pytest.raises(ExpressionRefused, match="no value for a timer: at"):
        due("at", NOON, kind, at=value)


def test_a_monthly_cycle_keeps_to_the_day_that_it_began_on() -> None:
    process, call = spec("timeCycle", '"R3/P1M"'), Answers({})
    one = EngineInstance.start(process, {}, call, datetime(2031, 1, 31, 12, tzinfo=UTC))
    rounds = []
    while (moment := one.next_timer_at()) is not None:
        rounds.append((moment.month, moment.day))
        one = EngineInstance.load(process, one.dump(), call, moment)
        one.fire_timers()
    assert rounds == [(2, 28), (3, 31), (4, 30)]
