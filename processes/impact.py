"""What another version would mean for the instances that run: each classified, nothing changed.

For a version that is published, or for a draft that is only parsed (`Version` of its spec and forms).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from processes.definitions import DefinitionCache
from processes.engine.errors import StateRefused
from processes.engine.migration import Change, Reason, Verdict, Version, classify
from processes.models import DefinitionVersion, Instance, InstanceState

UNREADABLE = Verdict("blocked", (Reason("not_loadable", None),), (), ())


@dataclass(frozen=True)
class Classified:
    """One running instance. ``version``: the number of the one it is on."""

    instance_id: int
    version: int
    waiting_at: tuple[str, ...]
    verdict: Verdict


def impact_of_version(
    session: Session, definitions: DefinitionCache, to: DefinitionVersion, key: str, most: int
) -> list[Classified]:
    """The running instances on other versions than ``to``, the oldest first, at most so many."""
    changes = {one.id: definitions.change(session, one.id, to.id) for one in to.definition.versions if one.id != to.id}
    return list(_classified(session, key, changes, most))


def impact_of_draft(
    session: Session, definitions: DefinitionCache, draft: Version, key: str, most: int
) -> list[Classified]:
    """The running instances of a process, as they would fare if ``draft`` were published."""
    found = session.scalars(select(Instance.definition_version_id).where(_running(key)).distinct())
    changes = {one: Change(definitions.get(session, one).version, draft) for one in found}
    return list(_classified(session, key, changes, most))


def _running(key: str) -> ColumnElement[bool]:
    return (Instance.definition_key == key) & (Instance.status == "running")


def _classified(session: Session, key: str, changes: dict[int, Change], most: int) -> Iterator[Classified]:
    query = (
        select(Instance.id, Instance.waiting_at, Instance.visits, DefinitionVersion, InstanceState.blob)
        .join(DefinitionVersion, DefinitionVersion.id == Instance.definition_version_id)
        .join(InstanceState, InstanceState.instance_id == Instance.id)
        .where(_running(key), Instance.definition_version_id.in_(changes))
        .order_by(Instance.id)
        .limit(most)
    )
    for instance_id, waiting_at, visits, version, blob in session.execute(query):
        try:
            verdict = classify(changes[version.id], blob, visits)
        except StateRefused:
            verdict = UNREADABLE
        yield Classified(instance_id, version.version, tuple(waiting_at), verdict)
