"""Owns what protects every response: content policy, headers, CSRF, cookie flags, sign-in loading."""

from datetime import timedelta

from flask import Flask, Response, request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from web.settings import Settings
from web.uploads import MAX_UPLOAD_BYTES, limit_bodies

MAX_FORM_PARTS = 5_000
MAX_DROPPED_BYTES = 2 * MAX_UPLOAD_BYTES  # of a body that was refused for its size
CHUNK_BYTES = 65_536

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
# The editors place and colour what they draw by style attributes, and bring their icons along; scripts stay as strict.
_EDITORS = {"style-src": "'self' 'unsafe-inline'", "font-src": "'self' data:"}
EDITOR_POLICY = "; ".join(f"{name} {value}" for name, value in {**_POLICY, **_EDITORS}.items())

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

csrf = CSRFProtect()
login_manager = LoginManager()


def protect(app: Flask, settings: Settings) -> None:
    """Put cookie flags, limits, CSRF and headers on the application."""
    app.config.update(
        SECRET_KEY=settings.secret(),
        SESSION_COOKIE_NAME="steward",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    limit_bodies(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    app.after_request(_add_headers)
    app.after_request(_drop_the_rest)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response


def _drop_the_rest(response: Response) -> Response:
    # A server that answers and closes while the browser is still sending breaks the connection: the person was shown
    # the browser's own failure instead of our page.
    if response.status_code == 413:
        sent = request.environ["wsgi.input"]
        for _ in range(0, MAX_DROPPED_BYTES, CHUNK_BYTES):
            if not sent.read(CHUNK_BYTES):
                break
    return response
