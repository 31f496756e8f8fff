"""What happened in cycles, for process mining: one cycle after another, each with the events of its tasks, by time.

Reads a bounded number of cycles at a time, and of events only what a form or a program did at an element.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.models import HistoryEvent, Instance
from processes.runtime import Runtime
from services.readings.finding import CycleRow, Finding
from services.readings.instances import element_names

CYCLES_AT_ONCE = 25
SYSTEM_NAME = "system"
# The words of the standard life cycle of IEEE 1849, by our action.
TRANSITIONS = {
    "item:open": "schedule", "item:claim": "assign", "item:reassign": "reassign", "item:unclaim": "reassign",
    "item:complete": "complete", "item:withdraw": "withdraw", "operation:done": "complete",
    "decision:made": "complete", "incident:skip": "manualskip",
}  # fmt: skip
BY_ITSELF = frozenset({"item:open", "item:withdraw", "operation:done", "decision:made"})
EVENTS, INSTANCES = table_of(HistoryEvent), table_of(Instance)
READ: Any = select(
    *(EVENTS.c.stream, EVENTS.c.seq, EVENTS.c.at, EVENTS.c.actor, EVENTS.c.actor_id, EVENTS.c.action),
    EVENTS.c.context,
)
BELONGING: Any = select(
    *(INSTANCES.c.id, INSTANCES.c.parent_id, INSTANCES.c.definition_version_id, INSTANCES.c.definition_key)
)
PLAN_EVENTS = ("plan:submit", "plan:return", "plan:approve")  # each just before the event of the program that did it


@dataclass(frozen=True)
class MinedEvent:
    """``id``: stream and number in it; ``name``: the element's in the reader's language; ``transition``: of the life
    cycle of IEEE 1849; ``person_id``: who did it, None for the program; ``item``: the work item; ``plan``: the version
    of the plan that a program filed, returned or put in force."""

    id: str
    at: datetime
    name: str
    element: str
    transition: str
    person_id: int | None
    person: str
    role: str
    item: int | None
    instance_id: int
    process: str
    plan: int | None


@dataclass(frozen=True)
class MinedCycle:
    """A cycle as it was found, with its events by time."""

    row: CycleRow
    events: list[MinedEvent]


class Mining:
    """One reader's language on one runtime. ``finding``: which cycles."""

    def __init__(self, runtime: Runtime, session: Session, finding: Finding, language: str) -> None:
        self._runtime, self._session, self._finding, self._language = runtime, session, finding, language
        self._names: dict[int, Mapping[str, str]] = {}  # of the definition versions, which are few

    def cycles(self) -> Iterator[MinedCycle]:
        """Those that the filter finds."""
        for batch in self._finding.batches(CYCLES_AT_ONCE):
            members = self._members([row.cycle_id for row in batch])
            told = self._events(members)
            for row in batch:
                yield MinedCycle(row, sorted(told[row.cycle_id], key=lambda event: (event.at, event.instance_id)))

    def _members(self, cycle_ids: Sequence[int]) -> dict[int, Row[Any]]:
        """The cycles and what they started, by id."""
        own = BELONGING.where(INSTANCES.c.id.in_(cycle_ids))
        started = BELONGING.where(INSTANCES.c.parent_id.in_(cycle_ids))
        connection = self._session.connection()
        return {row.id: row for query in (own, started) for row in connection.execute(query)}

    def _events(self, members: Mapping[int, Row[Any]]) -> Mapping[int, list[MinedEvent]]:
        """Cycle id → events, in the order of each stream."""
        found: dict[int, list[MinedEvent]] = defaultdict(list)
        ids, plan = iter(members), None
        while some := list(islice(ids, CYCLES_AT_ONCE)):
            streams = [f"instance:{one}" for one in some]
            wanted = READ.where(EVENTS.c.stream.in_(streams), EVENTS.c.action.in_((*TRANSITIONS, *PLAN_EVENTS)))
            for event in self._session.connection().execute(wanted.order_by(EVENTS.c.stream, EVENTS.c.seq)):
                context = json.loads(event.context)
                if event.action in PLAN_EVENTS:
                    plan = context.get("version", plan)
                elif isinstance(context.get("element"), str):
                    member = members[int(event.stream.partition(":")[2])]
                    found[member.parent_id or member.id].append(self._mined(event, context, member, plan))
                    plan = None
        return found

    def _mined(self, event: Row[Any], context: Mapping[str, Any], member: Row[Any], plan: int | None) -> MinedEvent:
        element = context["element"]
        role, _, person = event.actor.partition(":")
        by_itself = event.action in BY_ITSELF or event.actor_id is None
        item = context.get("item")
        return MinedEvent(
            id=f"{event.stream}#{event.seq}",
            at=event.at,
            name=self._named(member.definition_version_id).get(element, element),
            element=element,
            transition=TRANSITIONS[event.action],
            person_id=None if by_itself else event.actor_id,
            person=SYSTEM_NAME if by_itself else person,
            role=SYSTEM_NAME if by_itself else role,
            item=item if isinstance(item, int) else None,
            instance_id=member.id,
            process=member.definition_key,
            plan=plan,
        )

    def _named(self, version_id: int) -> Mapping[str, str]:
        if version_id not in self._names:
            definition = self._runtime.definitions.get(self._session, version_id)
            self._names[version_id] = element_names(definition, self._language)
        return self._names[version_id]


def activity_of(event: MinedEvent) -> str:
    """What a miner groups by: the name, and the id that stays when the name is changed or translated."""
    return f"{event.name} ({event.element})"
