"""Access rights over time: the administration stream replayed, so that it tells who could do what on any day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.context import day_begins
from processes.models import HistoryEvent
from services.models import User
from services.people import GROUPS
from services.readings.audit_reports.report import Report, Said, Wanted, found_in_turn, queried

STREAM = "administration"


@dataclass(frozen=True)
class Right:
    """What a person was allowed at a moment. ``team``: empty for roles without one."""

    user_id: int
    login: str
    role: str
    team: str
    active: bool
    since: datetime

    @property
    def groups(self) -> frozenset[str]:
        """The candidate groups whose items the person might claim."""
        return frozenset(GROUPS.get(self.role, ())) if self.active else frozenset()


@dataclass(frozen=True)
class RightRow:
    """A person on the day asked for."""

    person: str
    login: str
    role: Said
    team: str
    state: Said
    may: Said
    since: datetime


@dataclass(frozen=True)
class RightChange:
    """An event of the administration."""

    at: datetime
    by: str
    what: Said
    person: str
    detail: tuple[Said, ...]


class Rights:
    """Everybody's rights, from the events of the administration in their order."""

    def __init__(self, session: Session) -> None:
        found = select(HistoryEvent.at, HistoryEvent.action, HistoryEvent.context)
        self._changes: dict[int, list[Right]] = {}
        teams: dict[int, str] = {}
        for at, action, text in found_in_turn(
            session, found.where(HistoryEvent.stream == STREAM).order_by(HistoryEvent.seq)
        ):
            told = json.loads(text)
            if action == "team:add":
                teams[told["team"]] = told["name"]
            if "user" in told:
                self._changed(at, told, teams)

    def at(self, moment: datetime) -> Iterator[Right]:
        """What was in force at a moment: the last change before or at it, of everybody who was there."""
        for changes in self._changes.values():
            before = [one for one in changes if one.since <= moment]
            if before:
                yield before[-1]

    def of(self, user_id: int | None, moment: datetime) -> Right | None:
        """One person's."""
        changes = self._changes.get(user_id or 0, [])
        return next((one for one in reversed(changes) if one.since <= moment), None)

    def _changed(self, at: datetime, told: Mapping[str, Any], teams: Mapping[int, str]) -> None:
        changes = self._changes.setdefault(told["user"], [])
        last = changes[-1] if changes else Right(told["user"], "", "", "", True, at)
        team = teams.get(told["team"], "") if told.get("team") else ("" if "team" in told else last.team)
        changes.append(
            replace(
                last,
                login=told.get("login", last.login),
                role=told.get("role", last.role),
                team=team,
                active=told.get("active", last.active),
                since=at,
            )
        )


def names_of(session: Session) -> dict[int, str]:
    """User id → name."""
    return {row.id: row.name for row in session.execute(select(User.id, User.name))}


def _on_day(session: Session, wanted: Wanted) -> Iterator[RightRow]:
    day = wanted.until or date.max - timedelta(days=2)
    end, names = day_begins(day + timedelta(days=1)) - timedelta(microseconds=1), names_of(session)
    for one in sorted(Rights(session).at(end), key=lambda right: (right.role, right.login)):
        if wanted.option in ("", "active" if one.active else "barred"):
            state = Said("active" if one.active else "barred")
            may = Said(f"may_{one.role}") if one.active else Said("may_nothing")
            person = names.get(one.user_id, one.login)
            yield RightRow(person, one.login, Said("role", {"role": one.role}), one.team, state, may, one.since)


def _changes(_session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = select(HistoryEvent).where(HistoryEvent.stream == STREAM, wanted.holds(HistoryEvent.at))
    return found.order_by(HistoryEvent.seq.desc())


def _change(session: Session) -> Any:
    names = names_of(session)

    def row(found: Any) -> RightChange:
        event: HistoryEvent = found[0]
        told = json.loads(event.context)
        detail = [Said("role", {"role": told["role"]})] if "role" in told else []
        if "active" in told:
            detail.append(Said("active" if told["active"] else "barred"))
        person = names.get(told.get("user"), told.get("login", "") or told.get("name", ""))
        return RightChange(event.at, event.actor.partition(":")[2], Said(event.action), person, tuple(detail))

    return row


RIGHTS = Report(
    "rights", ("person", "login", "role", "team", "state", "may", "since"), _on_day, options=("active", "barred")
)
CHANGES = queried("rights-changes", ("at", "by", "what", "person", "detail"), _changes, _change)
