"""One line a request, and the id by which its lines are found; never its path, which may hold what was searched."""

from __future__ import annotations

import logging
import re
import secrets
import time

import structlog
from flask import Flask, Response, current_app, g, request

log = logging.getLogger("web.requests")
HEADER = "X-Request-ID"
SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")
NAMED = ("instance_id", "work_item_id", "job_id")
TRUSTS = "TRUSTS_REQUEST_IDS"
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def log_requests(app: Flask, trusts_proxies: bool) -> None:
    """Register it; first of all, so that it measures everything. ``trusts_proxies``: take their request ids."""
    app.config[TRUSTS] = trusts_proxies
    app.before_request(_begin)
    app.after_request(_end)


def known_method() -> str:
    """The request's method, unless it is a word that somebody made up."""
    return request.method if request.method in METHODS else "other"


def seconds_so_far() -> float:
    """How long this request has taken."""
    return time.perf_counter() - float(g.get("begun", time.perf_counter()))


def _begin() -> None:
    g.begun = time.perf_counter()
    given = request.headers.get(HEADER, "") if current_app.config[TRUSTS] else ""
    g.request_id = given if SAFE.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id, endpoint=request.endpoint, method=known_method())


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_id", "")
    named = {name: value for name, value in (request.view_args or {}).items() if name in NAMED}
    measured = {"status": response.status_code, "milliseconds": round(seconds_so_far() * 1000, 1)}
    log.info("request", extra={**named, **measured, "user_id": _user_id()})
    return response


def _user_id() -> int | None:
    # Only somebody who was looked up for the page: a line must not read the database.
    known = g.get("_login_user")
    found = known.get_id() if known is not None else None
    return int(found) if found is not None and found.isdigit() else None
