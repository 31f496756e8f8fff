"""A page of the timeline: each line told in the reader's language, with what it waited and why somebody intervened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from services.readings.paging import PAGE_ROWS, Page
from services.readings.story.lines import Line, chosen, lines_of, people_in
from services.readings.story.people import names_of
from web.instances.telling import Told, tell
from web.languages import gettext as _
from web.story.looking import Head, Shown
from web.words import role_name

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True)
class ToldLine:
    """``waited``: how long the item had waited, empty where nothing waited; ``to``: who was given the item."""

    told: Told
    line: Line
    role: str
    waited: str
    to: str
    is_chosen: bool


@dataclass(frozen=True)
class Timeline:
    """``page``: of `ToldLine`, the newest first; ``people``: id → name of whoever acted."""

    page: Page[ToldLine]
    people: Mapping[int, str]


def timeline_page(
    session: Session, head: Head, shown: Shown, kind: str, person: int | None, number: int | None
) -> Timeline:
    """The page asked for, else the one that holds the chosen moment."""
    lines = chosen(lines_of(session, head.events), kind, person)[::-1]
    pages = max(1, -(-len(lines) // PAGE_ROWS))
    place = next((place for place, line in enumerate(lines) if line.event.seq <= shown.moment.last), 0)
    number = min(max(number or place // PAGE_ROWS + 1, 1), pages)
    rows = lines[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    people = names_of(session, (line.event.context.get("after") for line in rows))
    told = [_told(line, shown, people) for line in rows]
    return Timeline(Page(told, number, pages, len(lines)), people_in(head.events))


def _told(line: Line, shown: Shown, people: Mapping[int | None, str]) -> ToldLine:
    event = line.event
    return ToldLine(
        told=tell(event, shown.names),
        line=line,
        role="" if event.role == "system" else role_name(event.role),
        waited=_waited(line),
        to=people.get(event.context.get("after"), "") if event.action == "item:reassign" else "",
        is_chosen=shown.moment.first <= event.seq <= shown.moment.last,
    )


def _waited(line: Line) -> str:
    """Working days where a due date counts in them, else hours or days."""
    if line.waited is None:
        return ""
    if line.working_days is not None:
        return _("waited %(days)s working days", days=f"{line.working_days:.1f}")
    return _("waited %(time)s", time=lasted(line.waited))


def lasted(time: timedelta) -> str:
    """A length of time, in its two largest units at most."""
    seconds = int(time.total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // 60
    texts = [
        (days, _("%(count)s d", count=days)),
        (hours, _("%(count)s h", count=hours)),
        (minutes, _("%(count)s min", count=minutes)),
    ]
    told: Sequence[str] = [text for number, text in texts if number][:2]
    return " ".join(told) or _("less than a minute")
