"""One moment of an instance as its page shows it: the diagram as it was, who held what, what was known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.context import bank_day
from processes.definitions import LoadedDefinition
from processes.diagrams import Marks
from processes.forms.differing import FieldChange, differences
from processes.forms.schema import FormSchema
from processes.models import DefinitionVersion, Instance
from services.models import Customer
from services.readings.history import PATH, HistoryRow
from services.readings.instances import element_names, instance_for, visible_submissions
from services.readings.story import Held, Moment, Then, events_of, moments_of, newest_moment, replay
from services.readings.story.papers import paper
from services.readings.story.people import names_of
from web.drawings import Picture, called_pictures, picture
from web.instances.telling import Told, tell
from web.languages import gettext as _
from web.languages import language
from web.reading import actor_now, runtime
from web.work_items.forms import form_title, submission_view

KEPT_PICTURES = 128  # each of some 100 kB


@dataclass(frozen=True)
class Head:
    """What every page of a story needs."""

    instance: Instance
    customer: Customer | None
    events: list[HistoryRow]
    moments: list[Moment]


@dataclass(frozen=True)
class Shown:
    """A moment. ``held``: (item, name of its task, who had it, groups); ``known``: (title, submission) of the latest
    form of each task; ``results``: (element's name, what it gave); ``changes``: a form's title → what it changed."""

    moment: Moment
    before: Moment | None
    after: Moment | None
    then: Then
    names: Mapping[str, str]
    drawing: Picture
    called: list[tuple[str, Picture]]
    told: list[Told]
    held: list[tuple[Held, str, str]]
    known: list[tuple[str, Any]]
    results: list[tuple[str, Mapping[str, Any]]]
    changes: list[tuple[str, int, list[FieldChange]]]
    day: date


def head_of(session: Session, actor: Actor, instance_id: int) -> Head:
    """The instance with its events; NotFound for a foreign one."""
    instance = instance_for(session, actor, instance_id)
    events = events_of(session, instance_id)
    customer = None if instance.subject_id is None else session.get(Customer, instance.subject_id)
    return Head(instance, customer, events, moments_of(events))


def look(session: Session, head: Head, at: int | None, number: int | None) -> Shown:
    """The instance at a moment: that of the event ``at``, or the ``number``-th, else the last."""
    moment = head.moments[min(max(number, 1), len(head.moments)) - 1] if number else newest_moment(head.moments, at)
    then = replay(head.events, lambda version: definition_of_number(session, head, version).spec.elements, moment.last)
    definition = definition_of_number(session, head, then.version)
    names, place = element_names(definition, language()), moment.number - 1
    marks = _marks(then, definition)
    forms = {row.id: row for row in visible_submissions(session, actor_now(), head.instance.id)}
    inside = [one for one in head.events[: moment.last] if one.seq >= moment.first and one.action != PATH]
    held = sorted(then.held.values(), key=lambda item: item.item_id)
    people = names_of(session, [item.assignee_id for item in held])
    return Shown(
        moment=moment,
        before=head.moments[place - 1] if place else None,
        after=head.moments[place + 1] if place + 1 < len(head.moments) else None,
        then=then,
        names=names,
        drawing=_drawn(definition.diagram, *marks, language()),
        called=_called(definition, then, Marks(dict(marks[0]), dict(marks[1]), marks[2])),
        told=[tell(row, names) for row in inside],
        held=[(one, names.get(one.element_id, one.element_id), people.get(one.assignee_id, "")) for one in held],
        known=[(form_title(session, forms[one]), forms[one]) for one in then.forms.values() if one in forms],
        results=[(names.get(key, key), result) for key, result in then.results.items()],
        changes=_changes(session, head, inside, set(forms)),
        day=bank_day(moment.at),
    )


def definition_of_number(session: Session, head: Head, version: int) -> LoadedDefinition:
    """The definition of a version's number: after a migration, the one that was in force then."""
    current = head.instance.definition_version
    if version == current.version:
        return runtime().definitions.get(session, current.id)
    found = select(DefinitionVersion.id).where(
        DefinitionVersion.definition_id == current.definition_id, DefinitionVersion.version == version
    )
    return runtime().definitions.get(session, session.scalars(found).one())


def forms_of(session: Session) -> Callable[[int], Mapping[str, FormSchema]]:
    """Id of a version → its forms by key."""
    return lambda version_id: runtime().definitions.get(session, version_id).forms


Counts = frozenset[tuple[str, int]]


def _marks(then: Then, definition: LoadedDefinition) -> tuple[Counts, Counts, frozenset[str]]:
    """Visited, taken, waiting; a call is waiting while what it calls is."""
    waiting = then.waiting_at(definition.spec.elements)
    around = definition.calls_around(waiting, then.taken, then.visits) if then.held else set()
    return frozenset(then.visits.items()), frozenset(then.taken.items()), frozenset(waiting | around)


@lru_cache(KEPT_PICTURES)
def _drawn(diagram: bytes, visited: Counts, taken: Counts, waiting: frozenset[str], _language: str) -> Picture:
    """Drawing costs more than all else on the page, and a moment that has passed is always drawn alike."""
    return picture(diagram, Marks(dict(visited), dict(taken), waiting), _("The path taken until then"))


def _called(definition: LoadedDefinition, then: Then, marks: Marks) -> list[tuple[str, Picture]]:
    """Pictures of the diagrams that it calls, of those that were entered."""
    entered = [(page, drawn) for page, drawn in definition.called if any(then.visits[key] for key in page.elements)]
    return called_pictures(entered, marks)


def _changes(
    session: Session, head: Head, events: list[HistoryRow], visible: set[int]
) -> list[tuple[str, int, list[FieldChange]]]:
    """What the forms of a moment said otherwise than the ones before."""
    found = []
    for form_id in (one.context.get("submission") for one in events if one.action == "item:complete"):
        if form_id not in visible:
            continue
        one = paper(session, actor_now(), head.events, head.instance.id, form_id, forms_of(session))
        if one.before is not None:
            view = submission_view(session, one.submission)
            found.append((view.title, form_id, differences(submission_view(session, one.before), view)))
    return found
