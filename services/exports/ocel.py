"""Writes cycles as an OCEL 2.0 event log in JSON: events with the objects that they are about.

The events are written first, then the objects, then the types that were met: no more than the names of activities and
the people's ids are kept meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.exports.recording import Tally
from services.readings.finding import Finding
from services.readings.mined_objects import customers_of, items_of, people_of, plans_of, tasks_of
from services.readings.mining import CYCLES_AT_ONCE, MinedCycle, MinedEvent, Mining, activity_of

EPOCH = "1970-01-01T00:00:00.000000+00:00"
TASK = "maintenance-task"
OBJECTS = {
    "customer": ("number", "name"),
    "cycle": ("tier", "state", "outcome", "standard"),
    "work item": ("element", "state", "due"),
    "plan version": ("state", "total"),
    "task": ("kind", "way", "state"),
    "person": ("name", "role"),
}
EVENT = ("element", "transition", "resource", "role", "process")
Entry = dict[str, object]


class OcelLog:
    """One export. ``finding``: which cycles; all on one snapshot, so that what events name is among the objects."""

    def __init__(self, session: Session, finding: Finding, mining: Mining, tally: Tally) -> None:
        self._session, self._finding, self._mining, self._tally = session, finding, mining, tally
        self._activities: set[str] = set()
        self._people: set[int] = set()

    def chunks(self) -> Generator[bytes]:
        """UTF-8. ``tally.rows``: events."""
        yield b'{"events":[\n'
        yield from _listed(self._events())
        yield b'],"objects":[\n'
        yield from _listed(self._objects())
        yield b'],"objectTypes":'
        yield _json([_type(name, attributes) for name, attributes in OBJECTS.items()])
        yield b',"eventTypes":'
        yield _json([_type(name, EVENT) for name in sorted(self._activities)])
        yield b"}\n"

    def _events(self) -> Iterator[Entry]:
        for cycle in self._mining.cycles():
            self._tally.rows += len(cycle.events)
            for event in cycle.events:
                self._activities.add(_activity(event))
                if event.person_id is not None:
                    self._people.add(event.person_id)
                yield _event(cycle, event)

    def _objects(self) -> Iterator[Entry]:
        for batch in self._finding.batches(CYCLES_AT_ONCE):
            ids = [row.cycle_id for row in batch]
            for row in batch:
                values = (row.tier, row.status, row.outcome, row.standard)
                links = [(f"customer:{row.customer_id}", "of customer")]
                yield _object("cycle", row.cycle_id, row.started_at, values, links)
            yield from self._items(ids)
            yield from self._plans(ids)
            yield from self._tasks(ids)
        for rows in customers_of(self._session, self._finding):
            yield from (_object("customer", one.id, one.created_at, (one.number, one.name)) for one in rows)
        for one in people_of(self._session, sorted(self._people)):
            yield _object("person", one.id, None, (one.name, one.role))

    def _items(self, ids: list[int]) -> Iterator[Entry]:
        for item in items_of(self._session, ids):
            links = [(f"cycle:{item.parent_id or item.instance_id}", "of cycle")]
            links += [(f"task:{item.instance_id}", "of task")] if item.definition_key == TASK else []
            values = (item.element_id, item.status, item.due_date)
            yield _object("work item", item.id, item.opened_at, values, links)

    def _plans(self, ids: list[int]) -> Iterator[Entry]:
        for plan in plans_of(self._session, ids):
            key, links = f"{plan.instance_id}/{plan.version}", [(f"cycle:{plan.instance_id}", "of cycle")]
            yield _object("plan version", key, plan.submitted_at, (plan.status, plan.total), links)

    def _tasks(self, ids: list[int]) -> Iterator[Entry]:
        for task in tasks_of(self._session, ids):
            self._people.add(task.assignee_id)
            links = [(f"cycle:{task.cycle_id}", "of cycle"), (f"person:{task.assignee_id}", "assigned to")]
            yield _object("task", task.instance_id, task.started_at, (task.kind, task.way, task.status), links)


def _event(cycle: MinedCycle, event: MinedEvent) -> Entry:
    row = cycle.row
    links = [(f"cycle:{row.cycle_id}", "in cycle"), (f"customer:{row.customer_id}", "about customer")]
    links += [(f"work-item:{event.item}", "on work item")] if event.item is not None else []
    links += [(f"person:{event.person_id}", "done by")] if event.person_id is not None else []
    links += [(f"task:{event.instance_id}", "in task")] if event.process == TASK else []
    links += [(f"plan-version:{row.cycle_id}/{event.plan}", "on plan version")] if event.plan is not None else []
    values = (event.element, event.transition, event.person, event.role, event.process)
    return {
        "id": event.id,
        "type": _activity(event),
        "time": event.at.isoformat(timespec="microseconds"),
        "attributes": [{"name": name, "value": value} for name, value in zip(EVENT, values, strict=True)],
        "relationships": _links(links),
    }


def _activity(event: MinedEvent) -> str:
    """Other transitions than the completion are activities of their own: a miner of objects knows no life cycle."""
    name = activity_of(event)
    return name if event.transition == "complete" else f"{name} {event.transition}"


def _object(
    kind: str, key: object, at: datetime | None, values: tuple[object, ...], links: Iterable[tuple[str, str]] = ()
) -> Entry:
    time = EPOCH if at is None else at.isoformat(timespec="microseconds")
    named = zip(OBJECTS[kind], values, strict=True)
    return {
        "id": f"{kind.replace(' ', '-')}:{key}",
        "type": kind,
        "attributes": [
            {"name": name, "time": time, "value": _plain(value)} for name, value in named if value is not None
        ],
        "relationships": _links(links),
    }


def _links(links: Iterable[tuple[str, str]]) -> list[Entry]:
    return [{"objectId": other, "qualifier": qualifier} for other, qualifier in links]


def _type(name: str, attributes: Iterable[str]) -> Entry:
    return {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}


def _plain(value: object) -> str:
    return (
        value.isoformat() if isinstance(value, date) else f"{value:.2f}" if isinstance(value, Decimal) else str(value)
    )


def _listed(entries: Iterable[Entry], at_once: int = 200) -> Iterator[bytes]:
    """The entries of a JSON list, some at a time."""
    some: list[bytes] = []
    is_first = True
    for entry in entries:
        some.append(_json(entry) if is_first else b",\n" + _json(entry))
        is_first = False
        if len(some) == at_once:
            yield b"".join(some)
            some = []
    yield b"".join(some)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
