"""Whom and what a form may name: the runtime's `ChoiceSource` over the bank's people and customers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.database.rows import table_of
from processes.forms.submission import Choice
from services.customers import search_customers
from services.models import AM, SUP, User

STAFF = (AM, SUP)
USERS = table_of(User)
PEOPLE = (
    select(USERS.c.id, USERS.c.name)
    .where(USERS.c.active, USERS.c.role.in_(bindparam("roles", expanding=True)))
    .order_by(USERS.c.name, USERS.c.id)
)
WITHIN_TEAM = PEOPLE.where((USERS.c.team_id == bindparam("team")) | USERS.c.team_id.is_(None))


class BankChoices:
    """The choices of one actor. Within a team for its members, else all."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def people(self, roles: Sequence[str]) -> list[Choice]:
        """Active people by name; account managers and supervisors when no role is given."""
        wanted = tuple(role.lower() for role in roles) or STAFF
        query = WITHIN_TEAM if self._actor.team_id is not None else PEOPLE
        found = self._session.connection().execute(query, {"roles": wanted, "team": self._actor.team_id})
        return [Choice(row.id, row.name) for row in found]

    def customers(self) -> list[Choice]:
        """The customers that the actor sees."""
        found = search_customers(self._session, self._actor, limit=5000)
        return [Choice(customer.id, f"{customer.number} {customer.name}") for customer in found]
