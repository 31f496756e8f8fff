"""Where a new try-out of a draft starts: a process of its own, or the cycle that brings it about."""

from __future__ import annotations

from datetime import datetime

from processes.scenarios import Begin, Complete, GoOn, Step, TryOut
from services.procedure.cycle import CYCLE
from services.procedure.open_work import ADJUSTMENT
from services.procedure.tasks import TASK

TO_TASKS: tuple[Step, ...] = (GoOn("break_down_tasks"), Complete("break_down_tasks"))
BEFORE: dict[str, tuple[Step, ...]] = {TASK: TO_TASKS, ADJUSTMENT: (*TO_TASKS, Begin(ADJUSTMENT))}


def first_try(key: str, now: datetime) -> TryOut:
    """A try-out of a draft, begun on this hour: tasks and adjustments need a plan in force to be about."""
    begins = now.replace(minute=0, second=0, microsecond=0)
    return TryOut(begins, CYCLE if key in BEFORE else key, steps=BEFORE.get(key, ()))
