"""The timeline: how long an item had waited for what was done, how late it was, where somebody intervened and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.models import FormSubmission
from services.calendar import BankCalendar
from services.readings.history import PATH, HistoryRow
from services.readings.story.events import FOLLOWS
from services.working_time import DAY_SECONDS, WorkingTime

OPERATORS = frozenset(
    {
        "incident:retry", "incident:skip", "incident:settle", "instance:cancel", "instance:migrate",
        "instance:migrate-undo", "item:reassign",
    }
)  # fmt: skip
INCOMPLETE = "incomplete-file"  # the form by which an incomplete file may be let pass
KINDS = ("people", "interventions", "decisions", "late")
DECIDED = frozenset({"decision:made", "operation:done", "tier:record", "plan:approve", "plan:return", "tier:return"})


@dataclass(frozen=True)
class Line:
    """An event in the timeline. ``waited``: since its item opened; ``working_days``: the same as the bank works, where
    a due date matters; ``late_days``: working days after it; ``reason``: of an intervention, empty where none is kept.
    """

    event: HistoryRow
    waited: timedelta | None
    working_days: float | None
    due: date | None
    late_days: int
    is_intervention: bool
    reason: str


@dataclass(frozen=True)
class Opened:
    """When an item opened, and by when it was to be done."""

    at: datetime
    due: date | None


def lines_of(session: Session, events: Sequence[HistoryRow]) -> list[Line]:
    """Every event of a timeline, in order."""
    opened: dict[int, Opened] = {}
    passed, found = _passed(session, events), list[Line]()
    time = WorkingTime(session, events[0].at, events[-1].at) if events else None
    for event in events:
        if event.action == PATH:
            continue
        _note(event, opened)
        done = opened.get(event.context.get("item", 0)) if event.action == "item:complete" else None
        reason = _intervention(event, passed)
        found.append(
            Line(
                event,
                None if done is None else event.at - done.at,
                None if done is None or done.due is None or time is None
                else time.between(done.at, event.at) / DAY_SECONDS,
                None if done is None else done.due,
                _late(session, done, event.at),
                reason is not None,
                reason or "",
            )
        )  # fmt: skip
    return found


def chosen(lines: Sequence[Line], kind: str, person: int | None) -> list[Line]:
    """The lines of one kind (`KINDS`, else all) and of one person, where one is given."""
    tests: Mapping[str, Callable[[Line], bool]] = {
        "people": lambda line: line.event.actor_id is not None and line.event.action not in FOLLOWS,
        "interventions": lambda line: line.is_intervention,
        "decisions": lambda line: line.event.action in DECIDED,
        "late": lambda line: line.late_days > 0 or line.event.action == "item:escalate",
    }
    wanted = tests.get(kind)
    return [line for line in lines if (wanted is None or wanted(line)) and person in (None, line.event.actor_id)]


def people_in(events: Sequence[HistoryRow]) -> Mapping[int, str]:
    """Who acted: id → name, as it was written then, in the order of the first act."""
    found: dict[int, str] = {}
    for event in events:
        if event.actor_id is not None:
            found.setdefault(event.actor_id, event.actor)
    return found


def _note(event: HistoryRow, opened: dict[int, Opened]) -> None:
    told = event.context
    if event.action == "item:open":
        opened[told["item"]] = Opened(event.at, _day(told.get("due")))
    elif event.action == "item:reassign" and told["item"] in opened:
        opened[told["item"]] = Opened(opened[told["item"]].at, _day(told.get("due")))


def _late(session: Session, done: Opened | None, at: datetime) -> int:
    if done is None or done.due is None or bank_day(at) <= done.due:
        return 0
    return BankCalendar().working_days_late(session, done.due, bank_day(at))


def _intervention(event: HistoryRow, passed: Mapping[int, str]) -> str | None:
    """The reason of an intervention, empty where none was given; None for an event that is none."""
    told = event.context
    if event.action in OPERATORS:
        return str(told.get("reason") or "")
    if event.action == "tier:record" and told.get("override"):
        return str(told["override"])
    return passed.get(told.get("submission", 0)) if event.action == "item:complete" else None


def _passed(session: Session, events: Sequence[HistoryRow]) -> dict[int, str]:
    """Submissions by which an incomplete file was let pass → the reason."""
    ids = [one.context["submission"] for one in events if one.context.get("form") == INCOMPLETE]
    if not ids:
        return {}
    found = session.scalars(select(FormSubmission).where(FormSubmission.id.in_(ids)))
    return {one.id: str(one.values.get("reason") or "") for one in found if one.values.get("decision") == "pass"}


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
