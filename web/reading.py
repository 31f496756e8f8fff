"""Owns a request's way to the runtime: one read session a request, one actor, one way to execute."""

import secrets
from contextlib import ExitStack
from typing import cast

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.commands import SaveDraft
from processes.runtime import Runtime

RUNTIME_KEY = "steward-runtime"
LONGEST_KEY = 100
RENEWED = "renewed_page_key"
REPEATABLE = (SaveDraft,)  # the last one counts: what was typed since must not be taken for a repeat


def runtime() -> Runtime:
    """The runtime the application was built on."""
    return cast(Runtime, current_app.extensions[RUNTIME_KEY])


def read_session() -> Session:
    """This request's session for reading; closed when the request ends. Never written through."""
    if "read_stack" not in g:
        g.read_stack = ExitStack()
        g.read_session = g.read_stack.enter_context(runtime().read_session())
    return cast(Session, g.read_session)


def forget_reading() -> None:
    """End the read session, so that the next read sees what a command has just written."""
    close_reading(None)


def close_reading(_error: BaseException | None) -> None:
    """Close the read session at the request's end."""
    stack = g.pop("read_stack", None)
    g.pop("read_session", None)
    if stack is not None:
        stack.close()


def execute(command: object) -> object:
    """Give a command to the runtime as the signed-in person; ends the read session first.

    The page's own key makes a second sending of the same form answer like the first.
    """
    actor = actor_now()
    forget_reading()
    return runtime().execute(command, actor, key=_key(command))


def _key(command: object) -> str | None:
    page = request.form.get("_key", "")[:LONGEST_KEY]
    if not page or isinstance(command, REPEATABLE):
        return None
    g.commands = g.get("commands", 0) + 1  # one form may give several commands
    return f"{page}:{type(command).__name__}:{g.commands}"


def page_key() -> str:
    """A key for the forms of one page: that of the form sent before, when the page comes back with it and nothing of
    it was stored."""
    return (None if g.get(RENEWED) else request.form.get("_key")) or secrets.token_urlsafe(16)


def renew_page_key() -> None:
    """The page that comes back is another: some of what was sent with its key is stored."""
    setattr(g, RENEWED, True)


def actor_now() -> Actor:
    """The signed-in person as an actor of the runtime."""
    return cast(Actor, current_user.actor)
