"""Searches that people keep: own ones only, each change of them in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound, ProcessError
from services.finding.filters import CycleFilter
from services.models import AM, AUD, CC, CC_HEAD, SUP, SavedSearch

STREAM = "searches"
MOST_SEARCHES = 20  # of one person: each is counted on the page
LONGEST_NAME = 60
SEARCHERS = frozenset((AM, SUP, CC, CC_HEAD, AUD))


class SearchRefused(ProcessError):
    """The search is not kept. ``code``: unnamed or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SaveSearch:
    """Keep a filter under a name; one of the same name is replaced. ``wanted``: as `CycleFilter.written` gives it."""

    name: str
    wanted: Mapping[str, str]


@dataclass(frozen=True)
class RemoveSearch:
    """Forget one of the actor's own searches."""

    search_id: int


@handles(SaveSearch)
def save_search(context: CommandContext, command: SaveSearch) -> int:
    """Its id. SearchRefused without a name, or beyond `MOST_SEARCHES`."""
    owner = _owner(context)
    name = " ".join(command.name.split())[:LONGEST_NAME]
    if not name:
        raise SearchRefused("unnamed")
    search = context.session.scalars(_own(owner).where(SavedSearch.name == name).with_for_update()).first()
    if search is None:
        count = context.session.scalar(select(func.count()).select_from(_own(owner).subquery())) or 0
        if count >= MOST_SEARCHES:
            raise SearchRefused("too_many")
        search = SavedSearch(user_id=owner, name=name)
        context.session.add(search)
    search.wanted, search.saved_at = CycleFilter.read(command.wanted).written, context.now
    context.session.flush()
    context.history(STREAM, "search:save", search=search.id, wanted=search.wanted)
    return search.id


@handles(RemoveSearch)
def remove_search(context: CommandContext, command: RemoveSearch) -> None:
    """NotFound for another's."""
    search = context.session.scalars(_own(_owner(context)).where(SavedSearch.id == command.search_id)).first()
    if search is None:
        raise NotFound(str(command.search_id))
    context.session.delete(search)
    context.history(STREAM, "search:remove", search=search.id)


def own_searches(session: Session, actor: Actor) -> list[SavedSearch]:
    """The actor's, by name."""
    return list(session.scalars(_own(actor.user_id or 0).order_by(SavedSearch.name)))


def _own(user_id: int) -> Any:
    return select(SavedSearch).where(SavedSearch.user_id == user_id)


def _owner(context: CommandContext) -> int:
    if context.actor.user_id is None or context.actor.role not in SEARCHERS:
        raise NotAllowed
    return context.actor.user_id
