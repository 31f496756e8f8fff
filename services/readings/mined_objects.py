"""What the events of cycles are about, for process mining by object: customers, items, plans, tasks, people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.models import Instance, WorkItem
from services.models import Customer, CycleTraits, MaintenanceTask, PlanVersion, User
from services.readings.finding import Finding

AT_ONCE = 500
CUSTOMERS, USERS = table_of(Customer), table_of(User)
ITEMS, INSTANCES = table_of(WorkItem), table_of(Instance)
PLANS, TASKS = table_of(PlanVersion), table_of(MaintenanceTask)
Rows = Sequence[Row[Any]]


def items_of(session: Session, cycle_ids: Sequence[int]) -> Rows:
    """The work items of cycles and of what they started, with the ``cycle_id`` and process of each."""
    belongs = or_(INSTANCES.c.id.in_(cycle_ids), INSTANCES.c.parent_id.in_(cycle_ids))
    columns = (ITEMS.c.id, ITEMS.c.instance_id, ITEMS.c.element_id, ITEMS.c.status, ITEMS.c.due_date, ITEMS.c.opened_at)
    query = select(*columns, INSTANCES.c.parent_id, INSTANCES.c.definition_key)
    return _all(session, query.join(INSTANCES, INSTANCES.c.id == ITEMS.c.instance_id).where(belongs))


def plans_of(session: Session, cycle_ids: Sequence[int]) -> Rows:
    """The versions of their plans."""
    columns = (PLANS.c.instance_id, PLANS.c.version, PLANS.c.status, PLANS.c.total, PLANS.c.submitted_at)
    return _all(session, select(*columns).where(PLANS.c.instance_id.in_(cycle_ids)))


def tasks_of(session: Session, cycle_ids: Sequence[int]) -> Rows:
    """Their tasks that were started."""
    columns = (TASKS.c.cycle_id, TASKS.c.instance_id, TASKS.c.kind, TASKS.c.way, TASKS.c.status, TASKS.c.assignee_id)
    query = select(*columns, INSTANCES.c.started_at).join(INSTANCES, INSTANCES.c.id == TASKS.c.instance_id)
    return _all(session, query.where(TASKS.c.cycle_id.in_(cycle_ids)))


def people_of(session: Session, user_ids: Sequence[int]) -> Rows:
    """People by id."""
    return _all(session, select(USERS.c.id, USERS.c.name, USERS.c.role).where(USERS.c.id.in_(user_ids)))


def customers_of(session: Session, finding: Finding) -> Iterator[Rows]:
    """Each customer of the cycles found, once, some at a time."""
    last = 0
    columns = (CUSTOMERS.c.id, CUSTOMERS.c.number, CUSTOMERS.c.name, CUSTOMERS.c.created_at)
    while True:
        own = select(CycleTraits.cycle_id).where(CycleTraits.customer_id == CUSTOMERS.c.id, *finding.conditions)
        query = select(*columns).where(CUSTOMERS.c.id > last, own.correlate(CUSTOMERS).exists())
        found = _all(session, query.order_by(CUSTOMERS.c.id).limit(AT_ONCE))
        if found:
            yield found
        if len(found) < AT_ONCE:
            return
        last = found[-1].id


def _all(session: Session, query: Select[*tuple[Any, ...]]) -> Rows:
    return session.connection().execute(query).all()
