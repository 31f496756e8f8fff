"""What a finding can be about: an instance, its steps and its events, as an auditor sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.models import HistoryEvent, Instance, WorkItem
from services.auditing.addressees import Place
from services.auditing.findings import DUE_WORKING_DAYS
from services.calendar import BankCalendar
from services.readings.history import HistoryRow, history_row
from services.readings.instances import instance_for


@dataclass(frozen=True)
class Spot:
    """A place that is there. ``event``: the event it is about, if it is about one."""

    place: Place
    event: HistoryRow | None


def place_seen(session: Session, actor: Actor, instance_id: int, element_id: str, event_seq: int | None) -> Spot:
    """NotFound for an instance that is not there; a step or event that is not there is left out. An event that happened
    at a step says which."""
    instance = instance_for(session, actor, instance_id)
    cycle = instance if instance.parent_id is None else session.get_one(Instance, instance.parent_id)
    event = None if event_seq is None else event_at(session, instance_id, event_seq)
    steps = steps_of(session, instance_id)
    wanted = element_id or str("" if event is None else event.context.get("element") or "")
    place = Place(cycle, instance, wanted if wanted in steps else None, None if event is None else event.seq)
    return Spot(place, event)


def event_at(session: Session, instance_id: int, seq: int) -> HistoryRow | None:
    """The event of that number; None when there is none."""
    found = session.get(HistoryEvent, (f"instance:{instance_id}", seq))
    return None if found is None else history_row(found)


def steps_of(session: Session, instance_id: int) -> list[str]:
    """The elements at which people had work, in the order of the first."""
    found = select(WorkItem.element_id).where(WorkItem.instance_id == instance_id).order_by(WorkItem.id)
    return list(dict.fromkeys(session.scalars(found)))


def answer_due(session: Session, today: date) -> str:
    """The day by which a finding of today is answered, ISO."""
    return BankCalendar().add_working_days(session, today, DUE_WORKING_DAYS).isoformat()
