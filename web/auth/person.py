"""Owns the person of a request, as Flask-Login and the templates know him."""

from functools import cached_property
from typing import Any

from flask import g, request, session
from flask_login import UserMixin
from sqlalchemy import Row

from processes.actors import Actor
from services.models import User
from services.people import actor_of, person_of
from web.languages import WITHOUT_READING
from web.numbers import number_in
from web.reading import read_session
from web.security import login_manager

STAMP = "stamp"


class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in user: his row, and the actor he is for the runtime."""

    def __init__(self, user: User | Row[Any]) -> None:
        self._user = user
        self.name = user.name
        self.role = user.role
        self.language = user.language

    def get_id(self) -> str:
        """The id kept in the session."""
        return str(self._user.id)

    @cached_property
    def actor(self) -> Actor:
        """Who he is when a command runs."""
        return actor_of(self._user, request.remote_addr)


def session_stamp(user: User | Row[Any]) -> str:
    """A mark of the password in force: a session made with an older password ends."""
    return str(user.password_hash[-16:])


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(user_id: str) -> Person | None:
    """The person of a session; None when he is gone, inactive, or has a new password."""
    if g.get(WITHOUT_READING):
        return None
    number = number_in(user_id)
    user = None if number is None else person_of(read_session(), number)
    if user is None or not user.active or session.get(STAMP) != session_stamp(user):
        return None
    return Person(user)
