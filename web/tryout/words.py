"""Owns the sentences of a try-out: what is expected of it, and why a step was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from flask_babel import ngettext

from processes.errors import FormInvalid, ProcessError, StepFailed
from processes.scenarios import Decided, EndsAt, Holds, Incidents, OpenAt, Passes
from services.tryout.refusals import StepRefused
from web.languages import gettext as _
from web.sentences import problem_of

Names = Mapping[str, str]


@singledispatch
def expectation_sentence(expected: object, names: Names) -> str:
    """What is expected of a scenario."""
    raise TypeError(type(expected).__name__)


@expectation_sentence.register
def _passes(expected: Passes, names: Names) -> str:
    return _("passes “%(name)s”", name=names.get(expected.id, expected.id))


@expectation_sentence.register
def _ends_at(expected: EndsAt, names: Names) -> str:
    return _("ends at “%(name)s”", name=names.get(expected.element, expected.element))


@expectation_sentence.register
def _open_at(expected: OpenAt, names: Names) -> str:
    if not expected.elements:
        return _("waits for nobody at the end")
    listed = "、".join(names.get(one, one) for one in expected.elements)
    return _("waits at the end for: %(names)s", names=listed)


@expectation_sentence.register
def _holds(expected: Holds, names: Names) -> str:
    return _("%(name)s is %(value)s", name=expected.name, value=value_text(expected.equals))


@expectation_sentence.register
def _decided(expected: Decided, names: Names) -> str:
    return _("table %(table)s answers by rule %(rule)s", table=expected.table, rule=expected.rule)


@expectation_sentence.register
def _incidents(expected: Incidents, names: Names) -> str:
    if not expected.count:
        return _("nothing has failed")
    return ngettext("%(num)d incident is open", "%(num)d incidents are open", expected.count)


def refusal_sentence(refusal: ProcessError, names: Names) -> str:
    """Why a step was not taken."""
    if isinstance(refusal, StepRefused):
        detail = names.get(refusal.detail, refusal.detail)
        return _step_refused(refusal.code, detail)
    if isinstance(refusal, FormInvalid):
        paths = "、".join(dict.fromkeys(error.path for error in refusal.errors))
        return _("The form does not accept this: %(fields)s", fields=paths)
    if isinstance(refusal, StepFailed):
        at = names.get(refusal.element_id or "", refusal.element_id or "")
        return _("The process cannot go on at “%(name)s”: %(why)s", name=at, why=f"{refusal.code} {refusal.detail}")
    return problem_of(refusal).title


def _step_refused(code: str, detail: str) -> str:
    sentences = {
        "not_open": _("“%(name)s” is not open at this point.", name=detail),
        "not_refused": _("“%(name)s” was accepted, though it was to be refused.", name=detail),
        "nobody_fits": _("Nobody may do “%(name)s”: the group is empty, or four eyes forbid it.", name=detail),
        "nobody_waits": _("Nothing waits for this: %(name)s", name=detail),
        "nothing_due": _("Nothing is due: no timer runs and nothing is planned."),
        "unknown_operation": _("There is no such operation: %(name)s", name=detail),
        "external_operation": _("%(name)s is another system's: let it fail where it is asked.", name=detail),
        "unknown_person": _("There is no such person: %(name)s", name=detail),
        "too_long": _("This takes too long: something goes on without end, or there are too many steps."),
        "never_came": _("The process does not come to “%(name)s” by itself.", name=detail),
        "failed": _("What fills or checks the form failed: %(name)s", name=detail),
    }
    return sentences.get(code) or _("This step cannot be taken.")


def value_text(value: object) -> str:
    """A value of process data as a page shows it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
