"""Owns a request's way to the runtime: one read session a request, one actor, one way to execute."""

from contextlib import ExitStack
from typing import cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.runtime import Runtime
from services.models import User

RUNTIME_KEY = "steward-runtime"


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


def signed_in() -> User:
    """The person who asks; only behind a sign-in check."""
    return cast(User, current_user.user)


def execute(command: object, key: str | None = None) -> object:
    """Give a command to the runtime as the signed-in person; ends the read session first."""
    actor = actor_now()
    forget_reading()
    return runtime().execute(command, actor, key=key)


def actor_now() -> Actor:
    """The signed-in person as an actor of the runtime."""
    return cast(Actor, current_user.actor)
