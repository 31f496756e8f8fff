"""Stores what needs an operator when no job stands behind it, and an operator's word that it is settled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from processes.command_registry import handles
from processes.commands.system import OpenIncident
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from processes.models import Incident


@dataclass(frozen=True)
class SettleIncident:
    """Close an incident that no job would close, with a reason."""

    incident_id: int
    reason: str


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
    context.history(_stream(incident), "incident:open", element=command.element_id, error=command.detail)
    return incident


@handles(SettleIncident)
def settle_incident(context: CommandContext, command: SettleIncident) -> None:
    """NotAllowed unless the actor handles incidents, and for one whose job is to be retried or given up."""
    if not context.runtime.ports.access.may_handle_incidents(context.actor):
        raise NotAllowed
    incident = context.session.get(Incident, command.incident_id, with_for_update=True)
    if incident is None:
        raise NotFound(str(command.incident_id))
    if incident.job_id is not None:
        raise NotAllowed
    if incident.status == "open":
        incident.status, incident.resolved_at = "resolved", context.now
        incident.resolved_by = context.actor.name
        context.history(_stream(incident), "incident:settle", element=incident.element_id, reason=command.reason)


def _stream(incident: Incident) -> str:
    return "jobs" if incident.instance_id is None else f"instance:{incident.instance_id}"
