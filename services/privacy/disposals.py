"""Disposals 到期处置: what has fallen due is listed, approved by a second person, and erased entry by entry (E8).

What is approved is a list of records, whose digest the history holds; nothing that is not on it is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.errors import FourEyes, NotAllowed, NotFound, ProcessError
from processes.models import Erasure
from services.models import CC, CC_HEAD, Disposal, DisposalEntry, Notification, User
from services.privacy.falling_due import KINDS

STREAM = "disposals"
COLLECTING, PROPOSED, ERASING, DONE, REFUSED, CANCELLED = (
    "collecting", "proposed", "erasing", "done", "refused", "cancelled",
)  # fmt: skip
GOING_ON = (COLLECTING, PROPOSED, ERASING)
PENDING, ERASED, HELD, GONE, LEFT = "pending", "erased", "held", "gone", "left"
AT_ONCE = 5_000  # entries whose digest is read at once


class DisposalRefused(ProcessError):
    """``code``: future: the day has not come; going_on: another disposal is not over; decided; altered: the list is
    not what was collected; unexplained."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ProposeDisposal:
    """Have listed what has fallen due by a day, that day included."""

    until: date


@dataclass(frozen=True)
class DecideDisposal:
    """Approve or refuse the list. ``digest``: of the list that was looked at; ``reason``: why it is refused."""

    disposal_id: int
    is_approved: bool
    digest: str
    reason: str = ""


@dataclass(frozen=True)
class CancelDisposal:
    """Erase nothing more of it."""

    disposal_id: int


@dataclass(frozen=True)
class CollectDisposal:
    """The system's: list the next records of a kind. ``after``: the last one that was looked at."""

    disposal_id: int
    kind: str
    after: int = 0


@dataclass(frozen=True)
class RunDisposal:
    """The system's: erase the next entries. ``part``: counts on, so that each part is one job."""

    disposal_id: int
    part: int = 0


@handles(ProposeDisposal)
def propose_disposal(context: CommandContext, command: ProposeDisposal) -> int:
    """Its id. Somebody of the command centre; one disposal at a time, so that no record is on two lists."""
    if context.actor.role not in (CC, CC_HEAD):
        raise NotAllowed
    if command.until > context.today:
        raise DisposalRefused("future")
    lock_name(context.session, STREAM)
    if context.session.scalars(select(Disposal.id).where(Disposal.status.in_(GOING_ON))).first() is not None:
        raise DisposalRefused("going_on")
    disposal = Disposal(id=_next_number(context.session), until=command.until, status=COLLECTING)
    disposal.proposed_by_id, disposal.proposed_at = context.actor.user_id or 0, context.now
    context.session.add(disposal)
    context.session.flush()
    context.history(STREAM, "disposal:propose", disposal=disposal.id, until=disposal.until.isoformat())
    collect_next(context, disposal, next(iter(KINDS)))
    return disposal.id


@handles(DecideDisposal)
def decide_disposal(context: CommandContext, command: DecideDisposal) -> None:
    """The head of the command centre, other than who proposed it; FourEyes else."""
    disposal = _disposal(context, command.disposal_id)
    if disposal.proposed_by_id == context.actor.user_id:
        raise FourEyes("到期处置 disposal")
    if disposal.status != PROPOSED or disposal.digest != command.digest:
        raise DisposalRefused("decided")
    if command.is_approved and digest_of(context.session, disposal.id) != disposal.digest:
        raise DisposalRefused("altered")
    reason = command.reason.strip()[:500]
    if not command.is_approved and not reason:
        raise DisposalRefused("unexplained")
    disposal.decided_by_id, disposal.decided_at = context.actor.user_id, context.now
    disposal.reason = None if command.is_approved else reason
    disposal.status = ERASING if command.is_approved else REFUSED
    told = {"disposal": disposal.id, "digest": disposal.digest, "records": entries_of(context.session, disposal.id)}
    if command.is_approved:
        context.history(STREAM, "disposal:approve", **told)
        run_next(context, disposal, 0)
    else:
        _leave(context, disposal)
        context.history(STREAM, "disposal:refuse", **told, reason=reason)
        tell(context, disposal, "disposal_refused")


@handles(CancelDisposal)
def cancel_disposal(context: CommandContext, command: CancelDisposal) -> None:
    """The head of the command centre; what was erased stays erased."""
    disposal = _disposal(context, command.disposal_id)
    if disposal.status not in GOING_ON:
        raise DisposalRefused("decided")
    disposal.status = CANCELLED
    left = _leave(context, disposal)
    context.history(STREAM, "disposal:cancel", disposal=disposal.id, left=left)


def collect_next(context: CommandContext, disposal: Disposal, kind: str, after: int = 0) -> None:
    """Have the next records of a kind looked at."""
    job = CollectDisposal(disposal.id, kind, after)
    context.schedule(job, context.now, f"disposal:{disposal.id}:collect:{kind}:{after}")


def run_next(context: CommandContext, disposal: Disposal, part: int) -> None:
    """Have the next entries erased."""
    context.schedule(RunDisposal(disposal.id, part), context.now, f"disposal:{disposal.id}:run:{part}")


def entries_of(session: Session, disposal_id: int) -> int:
    """How many records are on the list."""
    counted = select(func.count()).where(DisposalEntry.disposal_id == disposal_id)
    return session.scalar(counted) or 0


def digest_of(session: Session, disposal_id: int) -> str:
    """SHA-256, hexadecimal, over a line ``kind:id`` for each entry, in the order of the table's key."""
    digest = sha256()
    asked = select(DisposalEntry.kind, DisposalEntry.record_id).where(DisposalEntry.disposal_id == disposal_id)
    asked = asked.order_by(DisposalEntry.kind, DisposalEntry.record_id).execution_options(yield_per=AT_ONCE)
    for kind, record in session.execute(asked):
        digest.update(f"{kind}:{record}\n".encode())
    return digest.hexdigest()


def tell(context: CommandContext, disposal: Disposal, code: str) -> None:
    """Who proposed it and who may decide have something to look at, but for who acts."""
    concerned = (User.role == CC_HEAD) | (User.id == disposal.proposed_by_id)
    told = select(User.id).where(User.active, concerned, User.id != (context.actor.user_id or 0))
    for user_id in context.session.scalars(told):
        about: dict[str, object] = {"disposal": disposal.id}
        notice = Notification(user_id=user_id, code=code, parameters=about, created_at=context.now)
        context.session.add(notice)


def _next_number(session: Session) -> int:
    """Past a restore, too: what was erased by a disposal that was lost with the database still names it."""
    known = session.scalar(select(func.max(Disposal.id))), session.scalar(select(func.max(Erasure.disposal)))
    return max(number or 0 for number in known) + 1


def _disposal(context: CommandContext, disposal_id: int) -> Disposal:
    if context.actor.role != CC_HEAD:
        raise NotAllowed
    found = context.session.get(Disposal, disposal_id, with_for_update=True)
    if found is None:
        raise NotFound(str(disposal_id))
    return found


def _leave(context: CommandContext, disposal: Disposal) -> int:
    left = update(DisposalEntry).where(DisposalEntry.disposal_id == disposal.id, DisposalEntry.status == PENDING)
    context.session.flush()
    disposal.ended_at = context.now
    return int(context.session.connection().execute(left.values(status=LEFT)).rowcount)
