"""Timers on the step's moment: the library asks the machine's clock, which a step must not depend on.

When a timer is due is found once, when it is reached, and kept with its task.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
)

from processes.engine.errors import ExpressionRefused
from processes.engine.moments import Cycle, Duration, moment

VALUE, FIRED = "event_value", "event_fired"  # where the library keeps what it knows of a waiting timer

Found = TypeVar("Found")


def on_the_steps_clock(spec: Any) -> Any:
    """The spec, its timers judged by ``script_engine.now``. Not for a spec that is still to be stored."""
    for task_spec in spec.task_specs.values():
        definition = getattr(task_spec, "event_definition", None)
        for one in (definition, *getattr(definition, "event_definitions", ())):
            if type(one) in OURS:
                one.__class__ = OURS[type(one)]
    return spec


def _now(task: Any) -> datetime:
    """The step's moment, in the zone by whose calendar months and days are counted."""
    now: datetime = task.workflow.script_engine.now
    return now


def _kept(task: Any, expression: str, find: Callable[[object, datetime], Found]) -> Found:
    """What is known of a waiting timer; found from its expression, and kept, when it is reached."""
    value: Found | None = task._get_internal_data(VALUE)
    if value is None:
        engine = task.workflow.script_engine
        with engine.noting(task):
            try:
                value = find(engine.evaluate(task, expression), _now(task))
            except (ValueError, OverflowError) as error:
                raise ExpressionRefused(expression, "no value for a timer") from error
        task._set_internal_data(**{VALUE: value})
    return value


def _judged(task: Any, due: str) -> bool:
    if datetime.fromisoformat(due) <= _now(task):
        task._set_internal_data(**{FIRED: True})
    fired: bool = task._get_internal_data(FIRED, False)
    return fired


class StepTimeDate(TimeDateEventDefinition):  # type: ignore[misc]
    """Due at a moment that an expression gives when the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        return _judged(my_task, _kept(my_task, self.expression, lambda text, now: moment(text, now).isoformat()))


class StepDuration(DurationTimerEventDefinition):  # type: ignore[misc]
    """Due a duration after the moment at which the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        def due(text: object, now: datetime) -> str:
            return Duration.parse(text).after(now).isoformat()

        return _judged(my_task, _kept(my_task, self.expression, due))


class StepCycle(CycleTimerEventDefinition):  # type: ignore[misc]
    """Due again and again, so many times; each round is counted from the first, so that months stay where they were."""

    def cycle_complete(self, my_task: Any) -> bool:
        value = _kept(my_task, self.expression, _first_round)
        if value["cycles"] == 0:
            my_task.internal_data[FIRED] = True
            return False
        if datetime.fromisoformat(value["next"]) > _now(my_task):
            return False
        my_task._set_internal_data(**{VALUE: _next_round(value)})
        return True


def _first_round(text: object, now: datetime) -> dict[str, Any]:
    """``start``, ``round``: where the counting begins, and how many durations after it the next round is."""
    cycle = Cycle.parse(text)
    start = now if cycle.start is None else moment(cycle.start, now).astimezone(now.tzinfo)
    number = 1 if cycle.start is None else 0
    return _round(cycle.every, start, number, cycle.times)


def _next_round(value: dict[str, Any]) -> dict[str, Any]:
    start = datetime.fromisoformat(value["start"])
    return _round(value["every"], start, value["round"] + 1, value["cycles"] - 1)


def _round(every: str, start: datetime, number: int, left: int) -> dict[str, Any]:
    due = Duration.parse(every).after(start, number)
    kept = {"start": start.isoformat(), "round": number, "every": every}
    return {"cycles": left, "next": due.isoformat(), **kept}


OURS = {
    TimeDateEventDefinition: StepTimeDate,
    DurationTimerEventDefinition: StepDuration,
    CycleTimerEventDefinition: StepCycle,
}
