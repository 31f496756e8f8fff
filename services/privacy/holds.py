"""Legal holds 法律保全: while one is on a customer, nothing of his is erased or falls due."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.errors import FourEyes, NotAllowed, NotFound, ProcessError
from services.models import CC, CC_HEAD, Customer, LegalHold, Notification, User


class HoldRefused(ProcessError):
    """``code``: unexplained, or held: the customer is under one already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnderHold(ProcessError):
    """A customer is under a legal hold: nothing of his may be erased."""


@dataclass(frozen=True)
class PlaceHold:
    """Hold all records of a customer. ``reference``: of a case or an order."""

    customer_id: int
    reason: str
    reference: str


@dataclass(frozen=True)
class ReleaseHold:
    """End a hold; not by who placed it."""

    hold_id: int
    reason: str


@handles(PlaceHold)
def place_hold(context: CommandContext, command: PlaceHold) -> int:
    """Its id. The head of the command centre places it."""
    customer = context.session.get(Customer, command.customer_id)
    if context.actor.role != CC_HEAD:
        raise NotAllowed
    if customer is None:
        raise NotFound(str(command.customer_id))
    reason, reference = command.reason.strip()[:500], command.reference.strip()[:100]
    if not reason or not reference:
        raise HoldRefused("unexplained")
    lock_records_of(context.session, customer.id)
    if hold_on(context.session, customer.id) is not None:
        raise HoldRefused("held")
    hold = LegalHold(customer_id=customer.id, reason=reason, reference=reference)
    hold.placed_by_id, hold.placed_at = context.actor.user_id or 0, context.now
    context.session.add(hold)
    context.session.flush()
    context.history(stream_of(customer.id), "hold:place", hold=hold.id, reason=reason, reference=reference)
    _notify(context, customer, "hold_placed")
    return hold.id


@handles(ReleaseHold)
def release_hold(context: CommandContext, command: ReleaseHold) -> int:
    """The customer's id. Somebody of the command centre other than who placed it; FourEyes else."""
    hold = context.session.get(LegalHold, command.hold_id, with_for_update=True)
    if context.actor.role not in (CC, CC_HEAD):
        raise NotAllowed
    if hold is None or hold.released_at is not None:
        raise NotFound(str(command.hold_id))
    if hold.placed_by_id == context.actor.user_id:
        raise FourEyes("法律保全 legal hold")
    reason = command.reason.strip()[:500]
    if not reason:
        raise HoldRefused("unexplained")
    hold.released_by_id, hold.released_at, hold.release_reason = context.actor.user_id, context.now, reason
    context.history(stream_of(hold.customer_id), "hold:release", hold=hold.id, reason=reason)
    _notify(context, context.session.get_one(Customer, hold.customer_id), "hold_released")
    return hold.customer_id


def hold_on(session: Session, customer_id: int) -> LegalHold | None:
    """The hold that a customer is under."""
    found = select(LegalHold).where(LegalHold.customer_id == customer_id, LegalHold.released_at.is_(None))
    return session.scalars(found).first()


def holds_now(session: Session) -> dict[int | None, str]:
    """Customer → the reference of the hold that he is under."""
    asked = select(LegalHold.customer_id, LegalHold.reference).where(LegalHold.released_at.is_(None))
    return {row.customer_id: row.reference for row in session.execute(asked)}


def lock_records_of(session: Session, customer_id: int) -> None:
    """Until the transaction ends nobody else erases of a customer's, or places a hold on him."""
    lock_name(session, f"hold:{customer_id}")


def refuse_held(session: Session, customer_id: int) -> None:
    """For who erases. Raises UnderHold; no hold comes until the transaction ends."""
    lock_records_of(session, customer_id)
    if hold_on(session, customer_id) is not None:
        raise UnderHold(str(customer_id))


def stream_of(customer_id: int) -> str:
    """Where holds on a customer are told of."""
    return f"customer:{customer_id}"


def _notify(context: CommandContext, customer: Customer, code: str) -> None:
    """His account manager, the team's supervisors and the command centre are told."""
    is_team = (User.team_id == customer.am.team_id) & (User.role == "sup")
    told = select(User.id).where(User.active, is_team | User.role.in_((CC, CC_HEAD)) | (User.id == customer.am_id))
    about: dict[str, object] = {"customer": customer.name, "number": customer.number}
    for user_id in context.session.scalars(told):
        notice = Notification(user_id=user_id, code=code, parameters=about, created_at=context.now)
        context.session.add(notice)
