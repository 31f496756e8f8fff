"""Owns which role may open which page: a table that decorators fill, and the guard that denies the rest."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from services.models import AM, AUD, BS, CC, CC_HEAD, ROLES, SUP
from web.metrics.exposition import bears
from web.security import login_manager

V = TypeVar("V", bound=Callable[..., Any])

PUBLIC = frozenset({"public"})  # also for whoever is not signed in
MACHINES = frozenset({"machine"})  # for a program that bears the token of `TOKEN`, and for no person
TOKEN = "METRICS_TOKEN"  # noqa: S105  (its name in the configuration)
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


def with_token(view: V) -> V:
    """Let a program open the decorated page by the installation's token; no sign-in opens it."""
    return _allowing(MACHINES)(view)


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
    if allowed == MACHINES:
        return _check_token()
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.role not in allowed:
        abort(403)
    return None


def _check_token() -> Response | None:
    token = str(current_app.config.get(TOKEN, ""))
    if not token:
        abort(404)
    if bears(request.headers.get("Authorization"), token):
        return None
    return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
