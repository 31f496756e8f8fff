"""What the system does of a disposal by itself: it lists what has fallen due, and erases what was approved."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.commands.erasing import Because, StillRunning
from processes.context import CommandContext
from processes.database.rows import insert_rows
from processes.errors import NotAllowed
from services.models import Disposal, DisposalEntry, PrivacyRequest
from services.privacy.disposals import (
    COLLECTING,
    DONE,
    ERASED,
    ERASING,
    GONE,
    HELD,
    PENDING,
    PROPOSED,
    STREAM,
    CollectDisposal,
    RunDisposal,
    collect_next,
    digest_of,
    entries_of,
    run_next,
    tell,
)
from services.privacy.erasing import erase
from services.privacy.falling_due import KINDS, fallen_now, next_fallen
from services.privacy.holds import hold_on, lock_records_of
from services.privacy.requests import OPEN

LISTED_AT_ONCE, ERASED_AT_ONCE = 200, 25  # records of a transaction: others write between


@handles(CollectDisposal)
def collect_disposal(context: CommandContext, command: CollectDisposal) -> None:
    """List the next records; after the last kind the list is proposed to who may approve it."""
    disposal = _going(context, command.disposal_id, COLLECTING)
    if disposal is None:
        return
    known = (context.session, context.runtime.definitions)
    found, after = next_fallen(*known, command.kind, disposal.until, command.after, LISTED_AT_ONCE)
    rows = [
        {"disposal_id": disposal.id, "kind": one.kind, "record_id": one.record_id, "customer_id": one.customer_id,
         "due": one.due, "status": PENDING}
        for one in found
    ]  # fmt: skip
    insert_rows(context.session, DisposalEntry, rows)
    kinds = list(KINDS)
    following = kinds[kinds.index(command.kind) + 1 :]
    if after is not None:
        collect_next(context, disposal, command.kind, after)
    elif following:
        collect_next(context, disposal, following[0])
    else:
        _propose(context, disposal)


@handles(RunDisposal)
def run_disposal(context: CommandContext, command: RunDisposal) -> None:
    """Erase the next entries: of each what is still due, unless a hold has come meanwhile."""
    disposal = _going(context, command.disposal_id, ERASING)
    if disposal is None:
        return
    waiting = select(DisposalEntry).where(DisposalEntry.disposal_id == disposal.id, DisposalEntry.status == PENDING)
    waiting = waiting.order_by(DisposalEntry.kind, DisposalEntry.record_id).limit(ERASED_AT_ONCE)
    entries = context.session.scalars(waiting).all()
    for entry in entries:
        entry.status = _disposed(context, disposal, entry)
    context.session.flush()
    if len(entries) == ERASED_AT_ONCE:
        run_next(context, disposal, command.part + 1)
    else:
        disposal.status, disposal.ended_at = DONE, context.now
        context.history(STREAM, "disposal:end", disposal=disposal.id, **_ended(context.session, disposal.id))
        tell(context, disposal, "disposal_done")


def _disposed(context: CommandContext, disposal: Disposal, entry: DisposalEntry) -> str:
    lock_records_of(context.session, entry.customer_id)
    if hold_on(context.session, entry.customer_id) is not None or _is_asked(context.session, entry.customer_id):
        return HELD
    known = (context.session, context.runtime.definitions)
    fallen = fallen_now(*known, entry.kind, entry.record_id, disposal.until)
    if fallen is None:
        return GONE
    try:
        is_erased = erase(context, fallen.kind, fallen.record_id, fallen.paths, Because(disposal=disposal.id))
    except StillRunning:
        return GONE
    return ERASED if is_erased else GONE


def _is_asked(session: Session, customer_id: int) -> bool:
    """A person waits for an answer about data (PIPL 45): what he asks for is not erased meanwhile."""
    asked = select(PrivacyRequest.id).where(PrivacyRequest.customer_id == customer_id, PrivacyRequest.status == OPEN)
    return session.scalars(asked.limit(1)).first() is not None


def _propose(context: CommandContext, disposal: Disposal) -> None:
    disposal.digest, records = digest_of(context.session, disposal.id), entries_of(context.session, disposal.id)
    told = {"disposal": disposal.id, "records": records, "digest": disposal.digest}
    context.history(STREAM, "disposal:list", **told)
    if records:
        disposal.status = PROPOSED
        tell(context, disposal, "disposal_proposed")
    else:
        disposal.status, disposal.ended_at = DONE, context.now


def _going(context: CommandContext, disposal_id: int, status: str) -> Disposal | None:
    if not context.actor.is_system:
        raise NotAllowed
    disposal = context.session.get_one(Disposal, disposal_id, with_for_update=True)
    return disposal if disposal.status == status else None


def _ended(session: Session, disposal_id: int) -> dict[str, int]:
    counted = select(DisposalEntry.status, func.count()).where(DisposalEntry.disposal_id == disposal_id)
    return dict(session.execute(counted.group_by(DisposalEntry.status)).all())
