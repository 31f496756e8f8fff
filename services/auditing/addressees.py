"""To whom a finding may be addressed: active people who acted in the cycle, and the customer's supervisor."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.models import HistoryEvent, Instance
from services.models import AUD, SUP, Customer, CyclePerson, User

ACTS = ("item:complete", "item:claim")


@dataclass(frozen=True)
class Place:
    """What a finding is about. ``element_id``, ``event_seq``: a step or an event of the instance's, or neither."""

    cycle: Instance
    instance: Instance
    element_id: str | None
    event_seq: int | None


def addressees(session: Session, place: Place) -> list[User]:
    """By name; auditors not among them."""
    acted = User.id.in_(select(CyclePerson.user_id).where(CyclePerson.cycle_id == place.cycle.id))
    team = select(User.team_id).join(Customer, Customer.am_id == User.id).where(Customer.id == place.cycle.subject_id)
    leads = (User.role == SUP) & User.team_id.in_(team)
    return list(session.scalars(select(User).where(User.active, User.role != AUD, acted | leads).order_by(User.name)))


def proposed(session: Session, place: Place, people: list[User]) -> int | None:
    """Who did the event, or acted last in the step, where he may be addressed; else the customer's manager."""
    known, actor = {person.id for person in people}, _actor_of(session, place)
    if actor in known:
        return actor
    customer = session.get(Customer, place.cycle.subject_id)
    return customer.am_id if customer is not None and customer.am_id in known else None


def _actor_of(session: Session, place: Place) -> int | None:
    events = select(HistoryEvent).where(HistoryEvent.stream == f"instance:{place.instance.id}")
    if place.event_seq is not None:
        event = session.scalars(events.where(HistoryEvent.seq == place.event_seq)).first()
        if event is not None and event.actor_id is not None:
            return event.actor_id
    if place.element_id is None:
        return None
    acts = events.where(HistoryEvent.action.in_(ACTS), HistoryEvent.actor_id.is_not(None))
    for event in session.scalars(acts.order_by(HistoryEvent.seq.desc())):
        if json.loads(event.context).get("element") == place.element_id:
            return event.actor_id
    return None
