"""Owns the sentence for each reason why an instance cannot migrate, and for what to know when it can."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from processes.engine.migration import Reason, Verdict
from web.languages import gettext as _


def reason_sentence(reason: Reason, names: Mapping[str, str]) -> str:
    """One sentence. ``names``: element id → its name in the reader's language; an element without one by its id."""
    key = reason.element_id or ""
    name = names.get(key) or key
    found = {**_structure(name), **_waiting(name), **_ahead(name, reason.detail), **_notes(name), **_undo()}
    return found.get(reason.code) or _("It cannot be told what would become of it.")


def sentences(reasons: Iterable[Reason], names: Mapping[str, str]) -> list[str]:
    """One for each reason, in their order."""
    return [reason_sentence(reason, names) for reason in reasons]


def told_by(verdict: Verdict) -> tuple[Reason, ...]:
    """Why not, or what to know."""
    return (*verdict.reasons, *verdict.notes)


def stored_reasons(detail: Sequence[Sequence[str | None]]) -> Iterator[Reason]:
    """The reasons that a batch keeps, as code, element and value."""
    return (Reason(code or "", key, value or "") for code, key, value in detail)


def _structure(name: str) -> dict[str, str]:
    return {
        "finished_deleted": _("“%(name)s” was passed already and is missing in the new version.", name=name),
        "finished_retyped": _("“%(name)s” was passed already and is another kind of element now.", name=name),
        "open_deleted": _("It stands at “%(name)s”, which is missing in the new version.", name=name),
        "open_retyped": _("It stands at “%(name)s”, which is another kind of element now.", name=name),
        "boundary_changed": _("It stands at “%(name)s”, whose attached events are others now.", name=name),
        "inserted_before_join": _("Something was inserted before “%(name)s”, which waits already.", name=name),
        "join_stuck": _("“%(name)s” would wait for a branch that never comes.", name=name),
        "done_twice": _("“%(name)s” could be reached twice at once.", name=name),
        "too_many_ways": _("There are too many parallel ways to look through."),
    }


def _waiting(name: str) -> dict[str, str]:
    return {
        "open_changed": _("It stands at “%(name)s”, which does something else when it is reached now.", name=name),
        "operation_changed": _("The operation of “%(name)s” was asked for already and is another now.", name=name),
        "timer_changed": _("The time of “%(name)s” is running and is another now.", name=name),
        "message_changed": _("“%(name)s” waits for a message and waits for another now.", name=name),
        "event_changed": _("“%(name)s” waits for an event and waits for another now.", name=name),
        "loop_changed": _("“%(name)s” is under way several times and is counted another way now.", name=name),
        "called_changed": _("“%(name)s” is under way and calls something else now.", name=name),
    }


def _ahead(name: str, detail: str) -> dict[str, str]:
    return {
        "jumped": _("“%(name)s” lies ahead and would be left out.", name=name),
        "not_in_data": _("“%(name)s” reads %(detail)s, which would be missing.", name=name, detail=detail),
        "not_the_same": _("The trial on a copy did not keep everything as it is."),
        "not_loadable": _("The trial on a copy could not be loaded."),
    }


def _notes(name: str) -> dict[str, str]:
    return {
        "passed": _("“%(name)s” is new and lies behind it: it goes on without.", name=name),
        "form_changed": _("The form of “%(name)s” is open and changes; what was typed is kept.", name=name),
        "assignment_kept": _("“%(name)s” is open and stays with whoever has it now.", name=name),
    }


def _undo() -> dict[str, str]:
    return {
        "moved_on": _("It has gone on since; what was done stays done."),
        "undone": _("It was taken back or migrated again before."),
        "ended": _("It has ended."),
    }
