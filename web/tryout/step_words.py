"""Owns the sentences for the steps of a try-out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from flask_babel import ngettext

from processes.scenarios import Advance, Answer, Begin, Break, Complete, GoOn, Next, Refuse, Repair, Send
from services.demo.people import PEOPLE
from web.languages import gettext as _
from web.words import operation_name, process_name, role_name

Names = Mapping[str, str]
HOURS = 24


@singledispatch
def step_sentence(step: object, names: Names) -> str:
    """What a step does. ``names``: element or flow id → what the diagrams call it."""
    return _("Start")


@step_sentence.register
def _complete(step: Complete, names: Names) -> str:
    name = names.get(step.element, step.element)
    if step.refused:
        return _("“%(name)s” by %(who)s must be refused", name=name, who=person_name(step.by))
    if step.by:
        return _("“%(name)s” completed by %(who)s", name=name, who=person_name(step.by))
    return _("“%(name)s” completed", name=name)


@step_sentence.register
def _go_on(step: GoOn, names: Names) -> str:
    if not step.element:
        return _("Everything filled in to the end")
    return _("Everything filled in up to “%(name)s”", name=names.get(step.element, step.element))


@step_sentence.register
def _begin(step: Begin, names: Names) -> str:
    return _("“%(name)s” started", name=process_name(step.process))


@step_sentence.register
def _advance(step: Advance, names: Names) -> str:
    days, hours = divmod(step.hours, HOURS)
    if hours:
        return ngettext("%(num)d hour passed", "%(num)d hours passed", step.hours)
    return ngettext("%(num)d day passed", "%(num)d days passed", days)


@step_sentence.register
def _next(step: Next, names: Names) -> str:
    return _("Time passed to what was due next")


@step_sentence.register
def _break(step: Break, names: Names) -> str:
    return _("From here on this fails: %(name)s", name=operation_name(step.operation))


@step_sentence.register
def _repair(step: Repair, names: Names) -> str:
    return _("This works again: %(name)s", name=operation_name(step.operation))


@step_sentence.register
def _answer(step: Answer, names: Names) -> str:
    return _("The other system answered “%(name)s”", name=names.get(step.element, step.element))


@step_sentence.register
def _refuse(step: Refuse, names: Names) -> str:
    return _("The other system failed at “%(name)s”", name=names.get(step.element, step.element))


@step_sentence.register
def _send(step: Send, names: Names) -> str:
    return _("The message “%(name)s” came", name=step.message)


def person_name(login: str) -> str:
    """A sample person with his role."""
    found = next((one for one in PEOPLE if one.login == login), None)
    return login if found is None else f"{found.name} ({role_name(found.role)})"
