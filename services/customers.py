"""Customers: import, search, and who is whose."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound, ProcessError
from services.archive import file_version
from services.models import ADMIN, AM, SUP, Customer, User
from services.names import initials_of, pinyin_of
from services.people import user_by_login
from services.visibility import visible_customers

Record = Mapping[str, object]


class RecordInvalid(ProcessError):
    """A customer record cannot be imported. ``record``: its number or position; ``field``; ``value``."""

    def __init__(self, record: str, field: str, value: str) -> None:
        super().__init__(f"{record}: {field}: {value}")
        self.record = record
        self.field = field
        self.value = value


@dataclass(frozen=True)
class ImportCustomers:
    """Take over customer records in the sample file's format; all or none.

    ``manager``: login of the AM for records that name none in ``account_manager``.
    """

    records: Sequence[Record]
    manager: str | None = None


@dataclass(frozen=True)
class AssignCustomer:
    """Give a customer to another account manager."""

    customer_id: int
    user_id: int


@handles(ImportCustomers)
def import_customers(context: CommandContext, command: ImportCustomers) -> int:
    """How many customers were added. RecordInvalid names record and field."""
    if not context.actor.is_system and context.actor.role != ADMIN:
        raise NotAllowed
    for position, record in enumerate(command.records, start=1):
        _import_one(context, record, str(record.get("customer_id") or position), command.manager)
    return len(command.records)


@handles(AssignCustomer)
def assign_customer(context: CommandContext, command: AssignCustomer) -> None:
    """A supervisor within the team, or an administrator; open items follow the customer at their next opening."""
    customer = context.session.get(Customer, command.customer_id)
    manager = context.session.get(User, command.user_id)
    if customer is None or manager is None or manager.role != AM or not manager.active:
        raise NotFound(str(command.customer_id))
    own_team = manager.team_id == context.actor.team_id and customer.am.team_id == context.actor.team_id
    if context.actor.role != ADMIN and not (context.actor.role == SUP and own_team):
        raise NotAllowed
    before, customer.am_id = customer.am_id, manager.id
    context.history(f"customer:{customer.id}", "customer:assign", before=before, after=manager.id)


def customer_for(session: Session, actor: Actor, customer_id: int) -> Customer:
    """The customer, when the actor sees him; else NotFound."""
    found = session.scalars(select(Customer).where(Customer.id == customer_id, visible_customers(actor))).first()
    if found is None:
        raise NotFound(str(customer_id))
    return found


def search_customers(session: Session, actor: Actor, text: str = "", limit: int = 200) -> list[Customer]:
    """The customers that the actor sees, by number; ``text``: part of number, name, pinyin or initials."""
    query = select(Customer).where(visible_customers(actor)).order_by(Customer.number).limit(limit)
    return list(session.scalars(query.where(matching(text))))


def matching(text: str) -> ColumnElement[bool]:
    """The condition on `Customer`: part of number, name, pinyin or initials; true for no text."""
    wanted = text.strip()
    if not wanted:
        return true()
    latin = wanted.lower().replace(" ", "")
    return or_(
        Customer.number.icontains(wanted, autoescape=True),
        Customer.name.contains(wanted, autoescape=True),
        Customer.pinyin.contains(latin, autoescape=True),
        Customer.initials.contains(latin, autoescape=True),
    )


def records_of(text: str) -> list[dict[str, object]]:
    """The records of a file: one JSON object or a list of them; RecordInvalid says where it is not."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RecordInvalid("1", "JSON", str(error)) from error
    records = data if isinstance(data, list) else [data]
    for position, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            raise RecordInvalid(str(position), "JSON", type(record).__name__)
    return records


def _import_one(context: CommandContext, record: Record, label: str, manager: str | None) -> None:
    name, number = record.get("customer_name"), record.get("customer_id")
    if not isinstance(name, str) or not 2 <= len(name) <= 100:
        raise RecordInvalid(label, "customer_name", str(name))
    if not isinstance(number, str) or not 1 <= len(number) <= 20:
        raise RecordInvalid(label, "customer_id", str(number))
    if context.session.scalars(select(Customer.id).where(Customer.number == number)).first() is not None:
        raise RecordInvalid(label, "customer_id_taken", number)
    customer = Customer(
        number=number,
        name=name,
        uscc=record.get("uscc"),
        pinyin=pinyin_of(name),
        initials=initials_of(name),
        am_id=_manager(context, record, label, manager).id,
        status="active",
        tier=record.get("previous_tier"),
        tier_grace=bool(record.get("previous_grace", False)),
        created_at=context.now,
    )
    context.session.add(customer)
    context.session.flush()
    kept = {key: value for key, value in record.items() if key not in ("customer_id", "expected", "account_manager")}
    file_version(context.session, customer.id, kept, "import", context.actor, context.now)


def _manager(context: CommandContext, record: Record, label: str, manager: str | None) -> User:
    login = str(record.get("account_manager") or manager or "")
    user = user_by_login(context.session, login)
    if user is None or user.role != AM:
        raise RecordInvalid(label, "account_manager", login)
    return user
