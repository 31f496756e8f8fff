"""Reads where a try-out stands, so that its world can be let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.definitions import LoadedDefinition
from processes.errors import ProcessError
from processes.jobs.external import asked_of
from processes.jobs.queue import EXTERNAL
from processes.models import Incident, Instance, Job, WorkItem
from services.models import User
from services.readings.history import PATH, history_row, stream_events
from services.tryout.acting import doers, open_items
from services.tryout.points import Call, Coming, OpenItem, Person, Point, Process, Trouble
from services.tryout.replay import Replay
from services.tryout.world import World


def point_of(replay: Replay) -> Point:
    """Where a replay has come to."""
    world = replay.world
    with world.runtime.read_session() as session:
        return Point(
            now=world.clock(),
            items=_items(session),
            processes=tuple(_process(session, one, replay.prepared.key) for one in _instances(session)),
            troubles=tuple(_trouble(one) for one in _incidents(session)),
            calls=tuple(_calls(world, session)),
            coming=_coming(session),
        )


def definition_of(replay: Replay) -> LoadedDefinition:
    """The draft as it runs."""
    with replay.world.runtime.read_session() as session:
        return replay.prepared.definitions.get(session, replay.prepared.version_id)


def _instances(session: Session) -> Sequence[Instance]:
    return session.scalars(select(Instance).order_by(Instance.id)).all()


def _incidents(session: Session) -> Sequence[Incident]:
    return session.scalars(select(Incident).where(Incident.status == "open").order_by(Incident.id)).all()


def _items(session: Session) -> tuple[OpenItem, ...]:
    seen: Counter[str] = Counter()
    found = []
    for item in open_items(session):
        seen[item.element_id] += 1
        found.append(_item(session, item, seen[item.element_id]))
    return tuple(found)


def _item(session: Session, item: WorkItem, number: int) -> OpenItem:
    return OpenItem(
        item_id=item.id,
        instance_id=item.instance_id,
        process=item.instance.definition_key,
        element_id=item.element_id,
        number=number,
        name=item.name or item.element_id,
        name_en=item.name_en or item.name or item.element_id,
        people=tuple(_person(user) for user in doers(session, item)),
        due=item.due_date,
        has_form=item.form_key is not None,
    )


def _person(user: User) -> Person:
    return Person(user.login, user.name, user.role)


def _process(session: Session, instance: Instance, draft: str) -> Process:
    return Process(
        id=instance.id,
        key=instance.definition_key,
        status=instance.status,
        is_draft=instance.definition_key == draft,
        data=dict(instance.data),
        path=dict(instance.path),
        visits=dict(instance.visits),
        waiting_at=tuple(instance.waiting_at),
        history=tuple(
            history_row(event) for event in stream_events(session, f"instance:{instance.id}") if event.action != PATH
        ),
    )


def _trouble(incident: Incident) -> Trouble:
    return Trouble(incident.instance_id, incident.element_id, incident.code, incident.detail)


def _calls(world: World, session: Session) -> list[Call]:
    wanted = select(Job).where(Job.queue == EXTERNAL, Job.status.in_(("pending", "failed"))).order_by(Job.id)
    found = []
    for job in session.scalars(wanted):
        try:
            asked = asked_of(world.runtime, session, job)
        except ProcessError:  # nobody waits for it any more
            continue
        found.append(
            Call(job.instance_id or 0, asked.element_id, asked.operation, asked.parameters, job.status == "failed")
        )
    return found


def _coming(session: Session) -> tuple[Coming, ...]:
    wanted = select(Job).where(Job.status == "pending", Job.queue != EXTERNAL).order_by(Job.run_at, Job.id)
    return tuple(Coming(job.kind, job.run_at, job.instance_id) for job in session.scalars(wanted))
