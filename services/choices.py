"""Whom and what a form may name: the runtime's `ChoiceSource` over the bank's people and customers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.forms.submission import Choice
from services.customers import search_customers
from services.models import AM, SUP, User

STAFF = (AM, SUP)


class BankChoices:
    """The choices of one actor. Within a team for its members, else all."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def people(self, roles: Sequence[str]) -> list[Choice]:
        """Active people by name; account managers and supervisors when no role is given."""
        wanted = tuple(role.lower() for role in roles) or STAFF
        query = select(User).where(User.active, User.role.in_(wanted)).order_by(User.name, User.id)
        if self._actor.team_id is not None:
            query = query.where((User.team_id == self._actor.team_id) | User.team_id.is_(None))
        return [Choice(user.id, user.name) for user in self._session.scalars(query)]

    def customers(self) -> list[Choice]:
        """The customers that the actor sees."""
        found = search_customers(self._session, self._actor, limit=5000)
        return [Choice(customer.id, f"{customer.number} {customer.name}") for customer in found]
