"""How a process does, element by element: what is open, how long it takes, what comes back. Numbers, no customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from processes.context import bank_day
from services.readings.health_figures import Count, ElementHealth, ProcessHealth, Returns, Spread
from services.readings.health_newest import newest_finished, newest_instances
from services.readings.health_rows import (
    Scope,
    count_completed,
    count_finished,
    count_running,
    incidents_by_element,
    open_by_element,
)
from services.working_time import WorkingTime

SAMPLE = 1_000  # finished items of an element that are looked at, the newest; of instances half as many of each state


def health_of(
    session: Session,
    scope: Scope,
    element_ids: Sequence[str],
    ways_back: Mapping[str, str],
    now: datetime,
    sample: int = SAMPLE,
) -> ProcessHealth:
    """The figures of a process. ``element_ids``: its user tasks; ``ways_back``: flow id → the element it leads back to.

    Elements that have something open or an incident are told of too where ``element_ids`` lacks them.
    """
    waiting, troubled = open_by_element(session, scope, bank_day(now)), incidents_by_element(session, scope)
    named = dict.fromkeys((*element_ids, *sorted(waiting), *sorted(troubled)))
    finished = {key: newest_finished(session, scope, key, sample) for key in named}
    ended = newest_instances(session, scope, sample // 2, running=False)
    clock = WorkingTime(session, _earliest(finished, ended, now), now)
    looked_at = [*ended, *newest_instances(session, scope, sample // 2, running=True)]
    return ProcessHealth(
        elements=[
            ElementHealth(
                key,
                *waiting.get(key, (0, 0)),
                troubled.get(key, 0),
                _count(session, scope, key, rows, sample),
                **_times(rows, clock),
            )
            for key, rows in finished.items()
        ],
        running=count_running(session, scope),
        completed=Count.of(count_completed(session, scope)),
        whole=Spread.of([clock.between(row.started_at, row.ended_at) for row in ended]),
        returns={flow: _returns(looked_at, flow, head) for flow, head in ways_back.items()},
        looked_at=len(looked_at),
    )


def _count(session: Session, scope: Scope, element_id: str, rows: Sequence[Row[Any]], sample: int) -> Count:
    # Fewer than were asked for are all there are.
    return Count(len(rows)) if len(rows) < sample else Count.of(count_finished(session, scope, element_id))


def _times(rows: Sequence[Row[Any]], clock: WorkingTime) -> Mapping[str, Any]:
    due = [row for row in rows if row.due_date is not None]
    late = sum(bank_day(row.completed_at) > row.due_date for row in due)
    waiting = [None if row.claimed_at is None else clock.between(row.opened_at, row.claimed_at) for row in rows]
    whole = [clock.between(row.opened_at, row.completed_at) for row in rows]
    return {
        "waiting": Spread.of([waited for waited in waiting if waited is not None]),
        "working": Spread.of([taken - (waited or 0) for taken, waited in zip(whole, waiting, strict=True)]),
        "whole": Spread.of(whole),
        "late_share": late / len(due) if due else None,
    }


def _returns(instances: Sequence[Row[Any]], flow_id: str, head: str) -> Returns:
    came = sum(head in row.visits for row in instances)
    return Returns(sum(row.path.get(flow_id, 0) for row in instances), came)


def _earliest(finished: Mapping[str, Sequence[Row[Any]]], ended: Sequence[Row[Any]], now: datetime) -> Any:
    moments = (*(row.opened_at for rows in finished.values() for row in rows), *(row.started_at for row in ended))
    return min(moments, default=now)
