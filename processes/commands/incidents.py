"""Stores what needs an operator when no job stands behind it."""

from __future__ import annotations

from sqlalchemy import or_, select

from processes.commands.registry import handles
from processes.commands.system import OpenIncident
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.models import Incident


@handles(OpenIncident)
def open_incident(context: CommandContext, command: OpenIncident) -> int:
    """The incident's id; the same trouble at the same place is one incident while it is open."""
    if not context.actor.is_system:
        raise NotAllowed
    same = select(Incident).where(
        Incident.instance_id == command.instance_id,
        Incident.element_id == command.element_id,
        Incident.code == command.code,
        or_(Incident.instance_id.is_not(None), Incident.detail == command.detail),
        Incident.status == "open",
    )
    incident = context.session.scalars(same).first() or _opened(context, command)
    return incident.id


def _opened(context: CommandContext, command: OpenIncident) -> Incident:
    incident = Incident(
        instance_id=command.instance_id,
        element_id=command.element_id,
        code=command.code,
        detail=command.detail,
        status="open",
        opened_at=context.now,
    )
    context.session.add(incident)
    context.session.flush()
    stream = "jobs" if command.instance_id is None else f"instance:{command.instance_id}"
    context.history(stream, "incident:open", element=command.element_id, error=command.detail)
    return incident
