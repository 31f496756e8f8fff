"""Incidents as an administrator sees them: what failed and where, never about which customer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.errors import NotFound
from processes.models import Incident, Instance, Job

SHOWN = 200


@dataclass(frozen=True)
class IncidentRow:
    """An incident with the process it stopped, if any, and the job behind it, if any."""

    incident: Incident
    process: str | None
    version_id: int | None
    job: Job | None

    @property
    def may_retry(self) -> bool:
        """Whether a job waits for an operator."""
        return self.job is not None and self.job.status == "failed"

    @property
    def may_settle(self) -> bool:
        """Whether only an operator's word can close it."""
        return self.job is None and self.incident.status == "open"


def open_incidents(session: Session) -> list[IncidentRow]:
    """The newest first."""
    found = _query().where(Incident.status == "open").order_by(Incident.id.desc()).limit(SHOWN)
    return [IncidentRow(*row) for row in session.execute(found)]


def incident_of(session: Session, incident_id: int) -> IncidentRow:
    """One incident, open or not; NotFound."""
    row = session.execute(_query().where(Incident.id == incident_id)).first()
    if row is None:
        raise NotFound(str(incident_id))
    return IncidentRow(*row)


def failed_kinds(rows: list[IncidentRow]) -> list[tuple[str, int]]:
    """Kinds of failed jobs with how many there are, the most frequent first."""
    return Counter(row.job.kind for row in rows if row.job is not None and row.may_retry).most_common()


def _query() -> Select[Any]:
    columns: Any = select(Incident, Instance.definition_key, Instance.definition_version_id, Job)
    joined: Select[Any] = columns.outerjoin(Instance, Instance.id == Incident.instance_id)
    return joined.outerjoin(Job, Job.id == Incident.job_id)
