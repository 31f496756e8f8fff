"""Owns which pages are recorded when they are read, and the one hook that does it before a page is sent.

A page says so by `recorded` beside its roles; what shows a key-person form (C3) marks it, wherever it is shown. A page
whose reading cannot be recorded is not sent: views that must be recorded wait (503).
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from flask_login import current_user

from processes.errors import ProcessError
from services.models import AUD
from services.recorded_views import NoteDenial, NoteView
from web.errors import error_page
from web.reading import actor_now, forget_reading, runtime
from web.sentences import problem_of

V = TypeVar("V", bound=Callable[..., Any])

SHOWN = (200, 403, 409, 422)  # a form that is refused comes back with what it shows
DENIED = (403, 404)
LONGEST = 100  # characters of an address's part

_kinds: dict[str, str] = {}


def recorded(kind: str) -> Callable[[V], V]:
    """Record each reading of the decorated page by an auditor (domain: Roles). ``kind``: what it shows."""

    def register(view: V) -> V:
        _kinds[_name(view)] = kind
        return view

    return register


def kind_of(view: Callable[..., Any]) -> str | None:
    """What a page shows that is recorded; None when it never said."""
    return _kinds.get(_name(view))


def shows_customers(ids: Iterable[int | None]) -> None:
    """Tell whom this page is about."""
    _marked("shown_customers").update(one for one in ids if one is not None)


def shows_key_persons(kind: str, number: int) -> None:
    """Tell that this page shows a key-person form: whoever reads it is recorded (E7). ``kind``: item or submission."""
    _marked("shown_key_persons").add(f"{kind}:{number}")


def record(app: Flask) -> None:
    """Look at every answer before it is sent."""
    app.after_request(_before_sending)


def _before_sending(response: Response) -> Response:
    if request.endpoint in (None, "static"):
        return response
    if response.status_code in DENIED:
        _note_denial(response.status_code)
    note = _note(response.status_code) if response.status_code in SHOWN else None
    if note is None:
        return response
    try:
        _execute(note)
    except ProcessError as refusal:
        return error_page(problem_of(refusal))
    return response


def _note(status: int) -> NoteView | None:
    persons, customers = _marked("shown_key_persons"), sorted(_marked("shown_customers"))
    kind = kind_of(current_app.view_functions[str(request.endpoint)])
    if not persons and (kind is None or (status in DENIED and not customers)):
        return None  # before the person is asked for: most pages are no matter of record
    if not current_user.is_authenticated or not (persons or current_user.role == AUD):
        return None
    return NoteView(kind or "page", str(request.endpoint), _subject(), tuple(customers), tuple(sorted(persons)))


def _note_denial(status: int) -> None:
    if not current_user.is_authenticated:
        return
    try:
        _execute(NoteDenial(str(request.endpoint), status, _subject()))
    except ProcessError as failure:  # nothing was shown: the refusal stands, whatever the disk says
        current_app.logger.warning("a refused access could not be recorded", exc_info=failure)


def _execute(command: object) -> None:
    # Not by the page's own key: a page that is sent twice is read twice.
    actor = actor_now()
    forget_reading()
    runtime().execute(command, actor)


def _subject() -> dict[str, object]:
    parts = request.view_args or {}
    return {name: part if isinstance(part, int) else str(part)[:LONGEST] for name, part in parts.items()}


def _marked(name: str) -> set[Any]:
    marks: set[Any] = g.setdefault(name, set())
    return marks


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{view.__qualname__}"
