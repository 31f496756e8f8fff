"""Owns which role may open which page: a table that decorators fill, and the guard that denies the rest."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from services.models import AM, AUD, BS, CC, CC_HEAD, ROLES, SUP
from web.security import login_manager

V = TypeVar("V", bound=Callable[..., Any])

PUBLIC = frozenset({"public"})  # also for whoever is not signed in
EVERYBODY = frozenset(ROLES)
STAFF = frozenset((AM, SUP, CC, CC_HEAD, BS, AUD))  # who has an inbox
READERS = frozenset((AM, SUP, CC, CC_HEAD, AUD))  # who sees customers, each within his scope
STARTERS = frozenset((AM, SUP))

_table: dict[str, frozenset[str]] = {}


def roles(*names: str) -> Callable[[V], V]:
    """Let these roles open the decorated page; nobody else may."""
    return _allowing(frozenset(names))


def public(view: V) -> V:
    """Let everybody open the decorated page, signed in or not."""
    return _allowing(PUBLIC)(view)


def roles_of(view: Callable[..., Any]) -> frozenset[str]:
    """Who may open a page; nobody when it never said."""
    return _table.get(_name(view), frozenset())


def route_roles(app: Flask) -> dict[str, frozenset[str]]:
    """Endpoint → roles, for every route of the application; what the matrix test enumerates."""
    return {endpoint: _of_endpoint(app, endpoint) for endpoint in app.view_functions}


def guard(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(_check)


def _allowing(names: frozenset[str]) -> Callable[[V], V]:
    def register(view: V) -> V:
        _table[_name(view)] = names
        return view

    return register


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def _of_endpoint(app: Flask, endpoint: str) -> frozenset[str]:
    return PUBLIC if endpoint == "static" else roles_of(app.view_functions[endpoint])


def _check() -> Response | None:
    if request.endpoint is None:  # no such page: the router answers
        return None
    allowed = _of_endpoint(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]
    if allowed == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.role not in allowed:
        abort(403)
    return None
