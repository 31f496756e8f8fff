"""Running instances on older versions and what became of batches of migrations. Ids and counts, no customers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from processes.commands.migration_entries import entry_job
from processes.definitions import DefinitionCache
from processes.engine.migration import Reason
from processes.errors import NotFound
from processes.impact import Classified, impact_of_version
from processes.models import IS_RUNNING, DefinitionVersion, Instance, Job, MigrationBatch, MigrationEntry

MOST = 200  # classified for one page, each about eight milliseconds
SHOWN = 200


@dataclass(frozen=True)
class Impact:
    """``running``: on other versions, all of them; ``rows``: the oldest of them, classified; ``blocked_by``: reason →
    how many, the most frequent first."""

    running: int
    rows: list[Classified]
    kinds: dict[str, int]
    blocked_by: list[tuple[Reason, int]]

    @property
    def can_migrate(self) -> list[Classified]:
        """Those that may be ticked."""
        return [row for row in self.rows if row.verdict.kind != "blocked"]


@dataclass(frozen=True)
class Progress:
    """How far a batch is. ``failed``: their job waits for an administrator; they count as pending too."""

    total: int
    done: int
    blocked: int
    cancelled: int
    pending: int
    failed: int

    @property
    def is_over(self) -> bool:
        """Nothing moves any more by itself."""
        return self.pending == self.failed


def impact_on(session: Session, definitions: DefinitionCache, version: DefinitionVersion) -> Impact:
    """The running instances of the process that are on another version, against this one."""
    running = count_elsewhere(session, version)
    rows = impact_of_version(session, definitions, version, version.definition.key, MOST)
    reasons = Counter(reason for row in rows for reason in row.verdict.reasons)
    kinds = Counter(str(row.verdict.kind) for row in rows)
    return Impact(running, rows, dict(kinds), reasons.most_common())


def count_elsewhere(session: Session, version: DefinitionVersion) -> int:
    """How many run on other versions of the same process."""
    running = and_(Instance.definition_key == version.definition.key, IS_RUNNING)
    elsewhere = running & (Instance.definition_version_id != version.id)
    return session.scalar(select(func.count(Instance.id)).where(elsewhere)) or 0


def batch_of(session: Session, batch_id: int) -> MigrationBatch:
    """NotFound when there is none."""
    found = session.get(MigrationBatch, batch_id)
    if found is None:
        raise NotFound(str(batch_id))
    return found


def batches_of(session: Session, key: str) -> list[MigrationBatch]:
    """The batches of a process, the newest first."""
    found = select(MigrationBatch).where(MigrationBatch.definition_key == key)
    return list(session.scalars(found.order_by(MigrationBatch.id.desc()).limit(SHOWN)))


def progress_of(session: Session, batch: MigrationBatch) -> Progress:
    """The counts of a batch's entries."""
    query = select(MigrationEntry.status, func.count()).where(MigrationEntry.batch_id == batch.id)
    counts = Counter({row[0]: int(row[1]) for row in session.execute(query.group_by(MigrationEntry.status))})
    prefix = entry_job(batch.id, 0)[:-1]
    failed = select(func.count(Job.id)).where(Job.dedupe.startswith(prefix, autoescape=True), Job.status == "failed")
    return Progress(
        counts.total(),
        counts["done"],
        counts["blocked"],
        counts["cancelled"],
        counts["pending"],
        session.scalar(failed) or 0,
    )


def blocked_entries(session: Session, batch: MigrationBatch) -> list[MigrationEntry]:
    """The entries of a batch that could not be done, with why."""
    found = select(MigrationEntry).where(MigrationEntry.batch_id == batch.id, MigrationEntry.status == "blocked")
    return list(session.scalars(found.order_by(MigrationEntry.instance_id).limit(SHOWN)))
