"""The end of a relationship 客户关系终止日: from there the law counts how long identity data is kept (E8, AML Law 34).

Three people have agreed to the exit by then (L7); that the accounts are closed is known outside Steward, later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from processes.command_registry import handles
from processes.context import CommandContext, bank_day
from processes.errors import NotAllowed, NotFound, ProcessError
from processes.models import IS_RUNNING, Instance
from services.models import CC, CC_HEAD, Customer


class EndRefused(ProcessError):
    """``code``: not_exiting: nobody agreed to an exit; running: a process about the customer runs; day: it lies in the
    future, or before what was last done for the customer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class EndRelationship:
    """The last account of a customer was closed on a day."""

    customer_id: int
    ended_on: date


@handles(EndRelationship)
def end_relationship(context: CommandContext, command: EndRelationship) -> None:
    """By the command centre."""
    if context.actor.role not in (CC, CC_HEAD):
        raise NotAllowed
    customer = context.session.get(Customer, command.customer_id, with_for_update=True)
    if customer is None:
        raise NotFound(str(command.customer_id))
    if customer.status != "exiting":
        raise EndRefused("not_exiting")
    about = Instance.subject_id == customer.id
    if context.session.scalars(select(Instance.id).where(about, IS_RUNNING).limit(1)).first() is not None:
        raise EndRefused("running")
    last = context.session.scalar(select(func.max(Instance.ended_at)).where(about))
    if command.ended_on > context.today or (last is not None and command.ended_on < bank_day(last)):
        raise EndRefused("day")
    customer.status, customer.ended_on = "exited", command.ended_on
    context.history(f"customer:{customer.id}", "customer:end", customer=customer.id, day=command.ended_on.isoformat())
