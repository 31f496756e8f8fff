"""Timers on the step's moment: the library asks the machine's clock, which a step must not depend on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)

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


class StepTimeDate(TimeDateEventDefinition):  # type: ignore[misc]
    """Due at a moment that an expression gives when the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        value = my_task._get_internal_data(VALUE)
        if value is None:
            value = my_task.workflow.script_engine.evaluate(my_task, self.expression)
            my_task._set_internal_data(**{VALUE: value})
        return _judged(my_task, TimerEventDefinition.parse_time_or_duration(value))


class StepDuration(DurationTimerEventDefinition):  # type: ignore[misc]
    """Due a duration after the moment at which the timer is reached."""

    def has_fired(self, my_task: Any) -> bool:
        value = my_task._get_internal_data(VALUE)
        if value is None:
            parts = self.parse_iso_duration(my_task.workflow.script_engine.evaluate(my_task, self.expression))
            now = _now(my_task)
            value = (now + self.get_timedelta_from_start(parts, now)).isoformat()
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
        expression = my_task.workflow.script_engine.evaluate(my_task, self.expression)
        cycles, start, duration = self.parse_iso_recurring_interval(expression)
        if expression.count("/") == 1:  # only an interval: it begins now, and the library took the machine's now
            start = _now(my_task) + duration
        return {"cycles": cycles, "next": start.isoformat(), "duration": duration.total_seconds()}


OURS = {
    TimeDateEventDefinition: StepTimeDate,
    DurationTimerEventDefinition: StepDuration,
    CycleTimerEventDefinition: StepCycle,
}
