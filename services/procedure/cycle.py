"""Starts a customer's maintenance cycle: one running at a time, with the adopted improvements (L5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from processes.command_registry import handles
from processes.commands import StartInstance
from processes.commands.instances import start_instance
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.database.rows import table_of
from processes.errors import AlreadyRunning, NotFound
from processes.instances import running_about
from services.models import Customer, ImprovementMeasure
from services.visibility import may_see_customer

CYCLE = "relationship-maintenance"
MEASURES = table_of(ImprovementMeasure)
CARRIED = select(MEASURES.c.id).where(
    MEASURES.c.customer_id == bindparam("customer"),
    MEASURES.c.decision == "adopt",
    MEASURES.c.carried_answer.is_(None),
)


@dataclass(frozen=True)
class StartCycle:
    """Start a cycle for a customer, rated today."""

    customer_id: int


@dataclass(frozen=True)
class StartNextCycle:
    """Start the cycle that the last one scheduled; ``rating_date``: ISO."""

    customer_id: int
    rating_date: str


@handles(StartCycle)
def start_cycle(context: CommandContext, command: StartCycle) -> int:
    """The instance's id. NotFound for a foreign customer, AlreadyRunning when a cycle runs, NotAllowed by role."""
    customer = context.session.get(Customer, command.customer_id)
    if customer is None or not may_see_customer(context.session, context.actor, customer.id):
        raise NotFound(str(command.customer_id))
    lock_name(context.session, f"cycle:{customer.id}")
    if running_about(context.session, CYCLE, customer.id) is not None:
        raise AlreadyRunning(customer.name)
    return start_instance(context, _start(context, customer.id, context.today.isoformat()))


@handles(StartNextCycle)
def start_next_cycle(context: CommandContext, command: StartNextCycle) -> int | None:
    """The instance's id; None when the customer left or a cycle was started by hand meanwhile."""
    customer = context.session.get_one(Customer, command.customer_id)
    lock_name(context.session, f"cycle:{customer.id}")
    if customer.status != "active" or running_about(context.session, CYCLE, customer.id) is not None:
        return None
    return start_instance(context, _start(context, customer.id, command.rating_date))


def _start(context: CommandContext, customer_id: int, rating_date: str) -> StartInstance:
    data = {
        "customer_id": customer_id,
        "rating_date": rating_date,
        "carried_measures": list(context.session.connection().execute(CARRIED, {"customer": customer_id}).scalars()),
    }
    return StartInstance(CYCLE, data, subject_id=customer_id)
