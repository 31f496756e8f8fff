"""Removes what only served to run or to decide: finished jobs, old keys, old answers, files that no form was submitted
with. History is never removed (E9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select

from processes.attaching import remove_attachments
from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.models import (
    Attachment,
    Draft,
    IdempotencyKey,
    ImpactChain,
    ImpactFinding,
    ImpactRun,
    Incident,
    Job,
    WorkerSeen,
    WorkItem,
)

JOBS_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=7)  # no browser sends the same page again after that
WORKERS_KEPT = timedelta(days=1)
FILES_KEPT = timedelta(days=30)  # that somebody attached and has not submitted
IMPACT_KEPT = timedelta(days=30)  # its figures are older by then than any decision that they are for


@dataclass(frozen=True)
class PruneFinished:
    """Forget jobs done long ago, keys that no page sends again, workers that are gone, answers that are out of date,
    files left at forms that nobody submitted, drafts of items that ended without them."""


@handles(PruneFinished)
def prune_finished(context: CommandContext, _command: PruneFinished) -> None:
    """Jobs that an incident tells of stay."""
    if not context.actor.is_system:
        raise NotAllowed
    told = select(Incident.job_id).where(Incident.job_id.is_not(None))
    session, now = context.session, context.now
    session.execute(
        delete(Job).where(Job.status == "done", Job.ended_at < now - JOBS_KEPT, Job.id.not_in(told)),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEYS_KEPT),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        delete(WorkerSeen).where(WorkerSeen.seen_at < now - WORKERS_KEPT),
        execution_options={"synchronize_session": False},
    )
    # Asked of each draft: there are few, and ended items by the million.
    is_open = select(WorkItem.id).where(WorkItem.id == Draft.work_item_id, WorkItem.status == "open").exists()
    session.execute(delete(Draft).where(~is_open), execution_options={"synchronize_session": False})
    old = select(ImpactRun.id).where(ImpactRun.asked_at < now - IMPACT_KEPT)
    for rows, run_id in ((ImpactFinding, ImpactFinding.run_id), (ImpactChain, ImpactChain.run_id)):
        session.execute(delete(rows).where(run_id.in_(old)), execution_options={"synchronize_session": False})
    session.execute(
        delete(ImpactRun).where(ImpactRun.asked_at < now - IMPACT_KEPT),
        execution_options={"synchronize_session": False},
    )
    _remove_left_files(context)


def _remove_left_files(context: CommandContext) -> None:
    """Of items that went on without them at once, of open ones when nobody has touched them for long."""
    left = select(Attachment).join(Attachment.work_item).where(Attachment.submission_id.is_(None))
    old = or_(Attachment.uploaded_at < context.now - FILES_KEPT, WorkItem.status != "open")
    # Held, so that nobody submits meanwhile what is removed; what is being submitted is left alone.
    found = left.where(old).order_by(Attachment.id).with_for_update(of=Attachment, skip_locked=True)
    remove_attachments(context, context.session.scalars(found).all())
