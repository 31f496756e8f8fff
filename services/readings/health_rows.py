"""What is counted for a process's health, from indexes: what is open, needs an operator, was finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.models import (
    HAS_COMPLETED,
    IS_OPEN,
    IS_RUNNING,
    IS_UNRESOLVED,
    FormSubmission,
    Incident,
    Instance,
    WorkItem,
)
from services.readings.health_figures import MOST_COUNTED

ITEMS, FORMS = table_of(WorkItem), table_of(FormSubmission)
INSTANCES, INCIDENTS = table_of(Instance), table_of(Incident)


@dataclass(frozen=True)
class Scope:
    """``version_ids``: the versions of a process that are looked at; ``since``: aware."""

    version_ids: tuple[int, ...]
    since: datetime

    @property
    def values(self) -> dict[str, object]:
        """As the statements name them."""
        return {"versions": self.version_ids, "since": self.since}


VERSIONS: Any = bindparam("versions", expanding=True)
OF_VERSIONS = INSTANCES.c.definition_version_id.in_(VERSIONS)
OPEN = (
    select(
        ITEMS.c.element_id,
        func.count(),
        func.sum(case((ITEMS.c.due_date < bindparam("today"), 1), else_=0)),
    )
    .join(INSTANCES, INSTANCES.c.id == ITEMS.c.instance_id)
    .where(IS_OPEN, IS_RUNNING, OF_VERSIONS)
    .group_by(ITEMS.c.element_id)
)
TROUBLED = (
    select(INCIDENTS.c.element_id, func.count())
    .join(INSTANCES, INSTANCES.c.id == INCIDENTS.c.instance_id)
    .where(IS_UNRESOLVED, INCIDENTS.c.element_id.is_not(None), OF_VERSIONS)
    .group_by(INCIDENTS.c.element_id)
)
RUNNING = select(func.count()).select_from(INSTANCES).where(IS_RUNNING, OF_VERSIONS)
FINISHED_AT = (
    FORMS.c.definition_version_id.in_(VERSIONS),
    FORMS.c.element_id == bindparam("element"),
    FORMS.c.submitted_at >= bindparam("since"),
)
COMPLETED = (HAS_COMPLETED, OF_VERSIONS, INSTANCES.c.ended_at >= bindparam("since"))


def _counted(*conditions: Any) -> Select[Any]:
    return select(func.count()).select_from(select(literal(1)).where(*conditions).limit(MOST_COUNTED + 1).subquery())


COUNT_FINISHED = _counted(*FINISHED_AT)
COUNT_COMPLETED = _counted(*COMPLETED)


def open_by_element(session: Session, scope: Scope, today: date) -> dict[str, tuple[int, int]]:
    """Element id → (open items, those of them that are late)."""
    found = session.connection().execute(OPEN, {**scope.values, "today": today})
    return {element: (int(count), int(late)) for element, count, late in found}


def incidents_by_element(session: Session, scope: Scope) -> dict[str, int]:
    """Element id → open incidents there."""
    return {element: int(count) for element, count in session.connection().execute(TROUBLED, scope.values)}


def count_finished(session: Session, scope: Scope, element_id: str) -> int:
    """How many of an element's items were finished in the period; MOST_COUNTED + 1 for more."""
    found = session.connection().execute(COUNT_FINISHED, {**scope.values, "element": element_id})
    return int(found.scalar_one())


def count_running(session: Session, scope: Scope) -> int:
    """How many instances run."""
    return int(session.connection().execute(RUNNING, scope.values).scalar_one())


def count_completed(session: Session, scope: Scope) -> int:
    """How many instances reached their end in the period; MOST_COUNTED + 1 for more."""
    return int(session.connection().execute(COUNT_COMPLETED, scope.values).scalar_one())
