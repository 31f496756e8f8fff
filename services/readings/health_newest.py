"""The newest finished items of an element and the newest instances, so many as are looked at for a process's health.

Each list is read from the newest end of an index: it costs the same however much is finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from processes.models import IS_RUNNING
from services.readings.health_rows import COMPLETED, FINISHED_AT, FORMS, INSTANCES, ITEMS, Scope


def newest_finished(session: Session, scope: Scope, element_id: str, most: int) -> Sequence[Row[Any]]:
    """(opened_at, claimed_at, completed_at, due_date) of an element's items that were finished last in the period."""
    values = _each(scope) | {"element": element_id, "since": scope.since, "most": most}
    return session.connection().execute(_newest_items(len(scope.version_ids)), values).all()


def newest_instances(session: Session, scope: Scope, most: int, running: bool) -> Sequence[Row[Any]]:
    """(started_at, ended_at, path, visits) of the instances that run and began last, or of the last that reached
    their end in the period."""
    values = _each(scope) | {"most": most} | ({} if running else {"since": scope.since})
    return session.connection().execute(_newest_instances(len(scope.version_ids), running), values).all()


def _each(scope: Scope) -> dict[str, object]:
    return {f"version{place}": version for place, version in enumerate(scope.version_ids)}


@lru_cache(maxsize=64)
def _newest_items(versions: int) -> Select[Any]:
    parts = [
        select(FORMS.c.work_item_id, FORMS.c.submitted_at.label("at"))
        .where(FORMS.c.definition_version_id == bindparam(f"version{place}"), *FINISHED_AT[1:])
        .order_by(FORMS.c.submitted_at.desc())
        .limit(bindparam("most"))
        for place in range(versions)
    ]
    newest = _newest_of(parts)
    columns = (ITEMS.c.opened_at, ITEMS.c.claimed_at, ITEMS.c.completed_at, ITEMS.c.due_date)
    return select(*columns).join(newest, newest.c.work_item_id == ITEMS.c.id)


@lru_cache(maxsize=64)
def _newest_instances(versions: int, running: bool) -> Select[Any]:
    at = INSTANCES.c.id if running else INSTANCES.c.ended_at
    of_all = (IS_RUNNING,) if running else (COMPLETED[0], COMPLETED[2])
    parts = [
        select(INSTANCES.c.id.label("instance_id"), at.label("at"))
        .where(INSTANCES.c.definition_version_id == bindparam(f"version{place}"), *of_all)
        .order_by(at.desc())
        .limit(bindparam("most"))
        for place in range(versions)
    ]
    newest = _newest_of(parts)
    columns = (INSTANCES.c.started_at, INSTANCES.c.ended_at, INSTANCES.c.path, INSTANCES.c.visits)
    return select(*columns).join(newest, newest.c.instance_id == INSTANCES.c.id)


def _newest_of(parts: list[Select[Any]]) -> Any:
    """The newest rows of several lists, each of which begins with its newest."""
    # Every list ends at the limit by itself: one question for all versions would sort all that they ever finished.
    merged = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(merged).order_by(merged.c.at.desc()).limit(bindparam("most")).subquery()
