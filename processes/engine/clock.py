"""Timers on the step's moment: the library asks the machine's clock, which a step must not depend on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)

from processes.engine.durations import Duration, read_cycle, read_duration, read_moment
from processes.engine.errors import ExpressionRefused

Value = TypeVar("Value")
VALUE, FIRED = "event_value", "event_fired"  # where the library keeps what it knows of a waiting timer


def on_the_steps_clock(spec: Any) -> Any:
    """The spec, its timers judged by ``script_engine.now``. Not for a spec that is still to be stored."""
    for task_spec in spec.task_specs.values():
        definition = getattr(task_spec, "event_definition", None)
        for one in (definition, *getattr(definition, "event_definitions", ())):
            if type(one) in OURS:
                one.__class__ = OURS[type(one)]
    return spec


def _now(task: Any) -> datetime:
    moment: datetime = task.workflow.script_engine.now
    return moment


def _judged(task: Any, due: datetime) -> bool:
    if due <= _now(task):
        task._set_internal_data(**{FIRED: True})
    fired: bool = task._get_internal_data(FIRED, False)
    return fired


def _read(task: Any, expression: str, read: Callable[[object], Value]) -> Value:
    """The timer's value; raises `ExpressionRefused` where it is of another kind or too far off."""
    engine = task.workflow.script_engine
    with engine.noting(task):
        try:
            return read(engine.evaluate(task, expression))
        except ValueError as error:
            raise ExpressionRefused(expression, "no value for a timer") from error


def _after(moment: datetime, duration: Duration) -> datetime:
    apart: timedelta = TimerEventDefinition.get_timedelta_from_start(dict(duration.parts), moment)
    return moment + apart


class StepTimeDate(TimeDateEventDefinition):  # type: ignore[misc]
    """Due at a moment that an expression gives when the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        value = my_task._get_internal_data(VALUE)
        if value is None:
            value = _read(my_task, self.expression, read_moment).isoformat()
            my_task._set_internal_data(**{VALUE: value})
        return _judged(my_task, self.get_datetime(value))


class StepDuration(DurationTimerEventDefinition):  # type: ignore[misc]
    """Due a duration after the moment at which the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        value = my_task._get_internal_data(VALUE)
        if value is None:
            value = _after(_now(my_task), _read(my_task, self.expression, read_duration)).isoformat()
            my_task._set_internal_data(**{VALUE: value})
        return _judged(my_task, self.get_datetime(value))


class StepCycle(CycleTimerEventDefinition):  # type: ignore[misc]
    """Due again and again, so many times."""

    def cycle_complete(self, my_task: Any) -> bool:
        value = my_task._get_internal_data(VALUE) or self._first(my_task)
        is_due = value["cycles"] != 0 and datetime.fromisoformat(value["next"]) <= _now(my_task)
        if is_due:
            after = datetime.fromisoformat(value["next"]) + timedelta(seconds=value["duration"])
            value = {**value, "next": after.isoformat(), "cycles": value["cycles"] - 1}
        elif value["cycles"] == 0:
            my_task.internal_data[FIRED] = True
        my_task._set_internal_data(**{VALUE: value})
        return is_due

    def _first(self, my_task: Any) -> dict[str, Any]:
        cycles, apart = _read(my_task, self.expression, read_cycle)
        start = _after(_now(my_task), apart)
        return {"cycles": cycles, "next": start.isoformat(), "duration": (start - _now(my_task)).total_seconds()}


OURS = {
    TimeDateEventDefinition: StepTimeDate,
    DurationTimerEventDefinition: StepDuration,
    CycleTimerEventDefinition: StepCycle,
}
